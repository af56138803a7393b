// A list that HubSpot answers page by page, read to its end.
import { HubspotError } from './errors.ts';

export interface Page<Item> {
  readonly items: readonly Item[];
  /** Cursor of the next page; null: this was the last. */
  readonly next: string | null;
}

/** 10,000 entries; far above the largest known sales teams, and a bound on a cursor that never ends. */
const MAX_PAGES = 100;

/** Throws TOO_MANY_PAGES. */
export async function readAllPages<Item>(
  endpoint: string,
  readPage: (after: string | null) => Promise<Page<Item>>,
): Promise<readonly Item[]> {
  const all: Item[] = [];
  let after: string | null = null;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const { items, next }: Page<Item> = await readPage(after);
    all.push(...items);
    if (next === null) return all;
    after = next;
  }
  throw new HubspotError({ code: 'TOO_MANY_PAGES', endpoint, applied: 'no', retryable: false });
}
