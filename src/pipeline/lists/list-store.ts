// What reading lists needs from the database.
import type { Lease } from '#pipeline/turn-store.ts';

/** A name that agreements in force have, as `listKey` has it, and the list of the account that it means. */
export interface NamedList {
  readonly key: string;
  /** '': the account has no list of that name. */
  readonly listId: string;
}

export interface UsedList extends NamedList {
  /** Where the next look at who joined begins; '' at the first member. */
  readonly after: string;
}

export interface ListStore {
  /** All that are named now; HubSpot answered, so that a refusal is over. */
  storeLists(lease: Lease, lists: readonly NamedList[]): Promise<void>;
  /** One transaction: who joined is read again in the live lane, and where to go on. */
  commitMembers(
    lease: Lease,
    page: { readonly list: NamedList; readonly after: string; readonly joined: readonly string[] },
  ): Promise<void>;
}
