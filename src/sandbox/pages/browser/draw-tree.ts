// Keeps HTML in step with the tree that an extension tells: what comes is drawn, what changes is told to its drawing, what
// goes is taken out. Leaves the look of each component to draw/.
import {
  isRemoteReceiverAttachableFragment,
  type RemoteReceiverAttachable,
  type RemoteReceiverAttachableChild,
  type RemoteReceiverAttachment,
} from '@remote-ui/core';
import { drawComponent } from './draw/draw-component.ts';
import type { Drawn, Properties } from './draw/drawn.ts';

interface Tree {
  readonly attachment: RemoteReceiverAttachment;
  readonly failed: (error: unknown) => void;
}

interface Branch {
  readonly node: ChildNode;
  readonly drawn: Drawn | null;
  readonly cut: () => void;
}

/** `failed` is told what cannot be drawn after the start. */
export function drawTree(
  attachment: RemoteReceiverAttachment,
  place: HTMLElement,
  failed: (error: unknown) => void,
): void {
  const tree = { attachment, failed };
  const branches = new Map<string, Branch>();
  place.replaceChildren();
  follow(tree, attachment.root, ({ children }) => settle(tree, { children, branches, place }));
}

/** Runs `step` now and whenever the node changes. */
function follow<T extends RemoteReceiverAttachable>(
  { attachment, failed }: Tree,
  node: T,
  step: (now: T) => void,
): () => void {
  step(node);
  return attachment.subscribe<T>(node, (now) => {
    try {
      step(now);
    } catch (error) {
      failed(error);
    }
  });
}

interface Settled {
  readonly children: readonly RemoteReceiverAttachableChild[];
  readonly branches: Map<string, Branch>;
  readonly place: Element;
}

/** A node that stays is not touched, so that a field keeps its focus. */
function settle(tree: Tree, { children, branches, place }: Settled): readonly Drawn[] {
  const wanted = new Set(children.map(({ id }) => id));
  for (const [id, branch] of branches) {
    if (wanted.has(id)) continue;
    branch.cut();
    branches.delete(id);
  }
  return children.flatMap((child, index) => {
    const branch = branches.get(child.id) ?? grow(tree, child);
    branches.set(child.id, branch);
    const here = place.childNodes[index] ?? null;
    if (here !== branch.node) place.insertBefore(branch.node, here);
    return branch.drawn === null ? [] : [branch.drawn];
  });
}

function grow(tree: Tree, child: RemoteReceiverAttachableChild): Branch {
  if (!('type' in child)) {
    const node = document.createTextNode('');
    const stop = follow(tree, child, ({ text }) => {
      node.data = text;
    });
    return { node, drawn: null, cut: () => cutOff(node, stop) };
  }
  const drawn = drawComponent(child.type);
  const branches = new Map<string, Branch>();
  const stop = follow(tree, child, ({ type, props, children }) => {
    drawn.update(checked(type, props));
    const { slot } = drawn;
    if (slot === null && children.length > 0) throw new Error(`This sandbox draws no children of ${type}.`);
    if (slot === null) return;
    const settled = settle(tree, { children, branches, place: slot });
    drawn.arrange?.(settled);
  });
  const cut = (): void => {
    for (const branch of branches.values()) branch.cut();
    cutOff(drawn.element, stop);
  };
  return { node: drawn.element, drawn, cut };
}

function cutOff(node: ChildNode, stop: () => void): void {
  stop();
  node.remove();
}

/** A tree within a property, such as a button's overlay. */
function checked(type: string, props: unknown): Properties {
  const given = props as Properties; // an object, as the renderer serializes it
  for (const [name, value] of Object.entries(given))
    if (isRemoteReceiverAttachableFragment(value))
      throw new Error(`This sandbox does not draw ${name} of ${type}.`);
  return given;
}
