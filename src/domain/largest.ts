// The few largest of many, without sorting the rest.

/** At most `count`, largest first; of equal ones the first. */
export function largest<Item>(
  items: readonly Item[],
  count: number,
  sizeOf: (item: Item) => number,
): readonly Item[] {
  const found: Item[] = [];
  for (const item of items) {
    const size = sizeOf(item);
    let place = found.length;
    while (place > 0 && sizeOf(found[place - 1] as Item) < size) place--; // within the list
    if (place >= count) continue;
    for (let index = Math.min(found.length, count - 1); index > place; index--)
      found[index] = found[index - 1] as Item;
    found[place] = item;
  }
  return found;
}
