// What differs between two documents, value by value, each under its path: entries of lists are matched by their id, so that
// moving one is no change of all the others. Says nothing about meaning.

export interface Change {
  /** Keys, and the ids of list entries. */
  readonly path: readonly PathStep[];
  /** Undefined: was not there. */
  readonly before: unknown;
  /** Undefined: is not there any more. */
  readonly after: unknown;
  /** The entries stay, in another order; before and after are their ids. */
  readonly isOrder?: true;
}

export type PathStep = string | { readonly entry: string };

/** In document order of the newer one, removed entries after those that stay. Empty: the two say the same. */
export function listChanges(
  before: unknown,
  after: unknown,
  path: readonly PathStep[] = [],
): readonly Change[] {
  if (isSame(before, after)) return [];
  if (isBlock(before) && isBlock(after)) return ofBlocks(before, after, path);
  if (isEntryList(before) && isEntryList(after)) return ofLists(before, after, path);
  return [{ path, before, after }];
}

/** `score.fit.rules[title-head].points` */
export function pathText(path: readonly PathStep[]): string {
  return path.reduce<string>((text, step) => {
    if (typeof step !== 'string') return `${text}[${step.entry}]`;
    return text === '' ? step : `${text}.${step}`;
  }, '');
}

type Block = Readonly<Record<string, unknown>>;

function ofBlocks(before: Block, after: Block, path: readonly PathStep[]): readonly Change[] {
  const keys = [...new Set([...Object.keys(after), ...Object.keys(before)])];
  return keys.flatMap((key) => listChanges(before[key], after[key], [...path, key]));
}

function ofLists(
  before: readonly Block[],
  after: readonly Block[],
  path: readonly PathStep[],
): readonly Change[] {
  const [old, fresh] = [byName(before), byName(after)];
  const names = [...fresh.keys(), ...[...old.keys()].filter((name) => !fresh.has(name))];
  const changes = names.flatMap((entry) =>
    listChanges(old.get(entry), fresh.get(entry), [...path, { entry }]),
  );
  const stayed = (list: ReadonlyMap<string, Block>) =>
    [...list.keys()].filter((name) => old.has(name) && fresh.has(name));
  const [was, is] = [stayed(old), stayed(fresh)];
  return isSame(was, is) ? changes : [...changes, { path, before: was, after: is, isOrder: true }];
}

/** By id, address or mark; entries that have none by their place. */
function byName(list: readonly Block[]): ReadonlyMap<string, Block> {
  const named = new Map<string, Block>();
  list.forEach((entry, index) => {
    const name = NAMES.map((key) => entry[key]).find((value) => typeof value === 'string');
    const isFree = typeof name === 'string' && !named.has(name);
    named.set(isFree ? name : String(index), entry);
  });
  return named;
}

const NAMES = ['id', 'email', 'mark'];
/** Read as one value, however they are written: a time, a condition, an ageing, days, an answer. */
const WHOLE: readonly (readonly string[])[] = [
  ['unit', 'amount'],
  ['anyOf'],
  ['kind', 'hours'],
  ['kind', 'steps'],
  ['from', 'to'],
  ['from', 'until'],
  ['answer', 'reason'],
];

function isBlock(value: unknown): value is Block {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const keys = Object.keys(value);
  return !WHOLE.some((whole) => keys.length === whole.length && whole.every((key) => keys.includes(key)));
}

function isEntryList(value: unknown): value is readonly Block[] {
  return Array.isArray(value) && value.every(isBlock);
}

function isSame(left: unknown, right: unknown): boolean {
  return (
    JSON.stringify(left ?? null) === JSON.stringify(right ?? null) &&
    (left === undefined) === (right === undefined)
  );
}
