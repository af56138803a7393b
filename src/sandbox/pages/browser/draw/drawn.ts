// How one component is drawn, whatever it is.

/** As HubSpot's SDK types them for each component; functions among them run in the extension's worker. */
export type Properties = Readonly<Record<string, unknown>>;

export interface Drawn {
  readonly element: HTMLElement;
  /** Where its children go; null where it takes none. */
  readonly slot: Element | null;
  /** Called with all properties, at first and after each change. */
  readonly update: (properties: Properties) => void;
  /** Called whenever its children may have changed. */
  readonly arrange?: (children: readonly Drawn[]) => void;
}

export type Draw = () => Drawn;

/** An element that holds its children, with classes by its properties. */
export function container(tag: string, classesOf: (properties: Properties) => readonly string[]): Draw {
  return () => {
    const element = document.createElement(tag);
    return {
      element,
      slot: element,
      update: (properties) => {
        element.className = classesOf(properties).join(' ');
      },
    };
  };
}

export function child(parent: Element, tag: string, className = ''): HTMLElement {
  const element = document.createElement(tag);
  if (className !== '') element.className = className;
  parent.append(element);
  return element;
}

export function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** Calls a function of the extension's, where it gave one. */
export function tell(listener: unknown, ...given: readonly unknown[]): void {
  if (typeof listener === 'function') void listener(...given);
}
