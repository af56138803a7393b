// HubSpot's lists of contacts (it also says segments), as decisions see them: by name, so that one agreement moves between
// accounts. One cell of our mirror says of each list that was asked about whether the contact is a member; a list that it
// does not name is one of which nothing is known.

/** HubSpot names lists as people write them: case and outer spaces make no other list. */
export function listKey(name: string): string {
  return name.trim().replaceAll(/\s+/g, ' ').toLowerCase();
}

const MEMBER = '+';
const NO_MEMBER = '-';

/** `+competitors`, `-partners`, one a line, sorted; no key has a line break in it. */
export function writeListCell(asked: readonly string[], memberOf: ReadonlySet<string>): string {
  return [...new Set(asked)]
    .sort()
    .map((key) => `${memberOf.has(key) ? MEMBER : NO_MEMBER}${key}`)
    .join('\n');
}

/** Null: it was not asked about, or the account has no list of that name. */
export function isMember(cell: string, key: string): boolean | null {
  const entry = cell.split('\n').find((line) => line.slice(1) === key);
  return entry === undefined ? null : entry.startsWith(MEMBER);
}

/** Keys of the lists that the cell tells of, sorted. */
export function listsToldBy(cell: string): readonly string[] {
  return cell === '' ? [] : cell.split('\n').map((line) => line.slice(1));
}
