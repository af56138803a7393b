// What falls between two chairs (R22): leads, tasks and events that nobody looks after any more, and the port to find them.
import type { Instant } from '#domain/agreement.ts';
import type { Mirror } from '#domain/mirror.ts';

/**
 * What the sweep does about it: `judge` the lead again · `reread` it from HubSpot first · `resend` the task as it should
 * be · `reopen` it, once · `none`: a person must see to it.
 */
export const MENDS = {
  /** An open lead whose owner is nobody, or has left. */
  ownerMissing: 'judge',
  /** An open lead that nothing will remind anybody of. */
  noClock: 'judge',
  /** A promise runs, and no task tells the owner. */
  taskMissing: 'judge',
  taskNoDue: 'resend',
  /** Our task is open in HubSpot, its lead is closed. */
  taskOpenLeadClosed: 'resend',
  /** Completed in HubSpot while the promise is not kept. */
  taskDoneNoTrace: 'reopen',
  taskDeleted: 'none',
  /** The last decision is older than events that nobody waits for. */
  notJudged: 'judge',
  /** Waits to be judged for too long. */
  waitsTooLong: 'judge',
  reviewLate: 'judge',
  /** HubSpot shows what no webhook has told. */
  webhookGap: 'reread',
  parked: 'none',
} as const satisfies Readonly<Record<string, Mend>>;

export type Mend = 'judge' | 'reread' | 'resend' | 'reopen' | 'none';
export type OrphanKind = keyof typeof MENDS;
// MENDS lists every kind.
export const ORPHAN_KINDS = Object.keys(MENDS) as OrphanKind[];

export interface Finding {
  readonly kind: OrphanKind;
  /** Lead id, task key, or what else names it within its kind. */
  readonly subject: string;
  readonly contactId: string;
  /** Owner id, reason, or other value that the text tells; '' for none. */
  readonly detail: string;
}

/** As it was found last. */
export interface Orphan extends Finding {
  readonly foundAt: Instant;
  readonly seenAt: Instant;
  /** When something was done about it, once; null: never. */
  readonly mendedAt: Instant | null;
  /** By the sweep that saw it last. False: a person must see to it. */
  readonly isMended: boolean;
}

/** Our side of a task that HubSpot is asked about. */
export interface KnownTask {
  readonly taskKey: string;
  readonly taskId: string;
  readonly contactId: string;
  /** What we want it to be. */
  readonly open: boolean;
  readonly isLeadOpen: boolean;
}

export interface SweepStart {
  readonly now: Instant;
  /** Found in our own tables. */
  readonly findings: readonly Finding[];
  readonly tasks: readonly KnownTask[];
  readonly installedAt: Instant;
}

export interface SweepEnd {
  readonly now: Instant;
  readonly findings: readonly Finding[];
  /** Kinds that could be looked for: of the others, what was found last stays. */
  readonly looked: readonly OrphanKind[];
}

export interface SweepOutcome {
  readonly found: number;
  readonly mended: number;
}

export interface SweepStore {
  /** Portals whose night has come and that nobody sweeps, marked as being swept. */
  claimDueSweeps(limit: number): Promise<readonly string[]>;
  /** Null: not installed, or parked. */
  startSweep(portalId: string): Promise<SweepStart | null>;
  loadContacts(portalId: string, ids: readonly string[]): Promise<Readonly<Record<string, Mirror>>>;
  /** Of these contacts, those of which an event has come since. */
  listTold(portalId: string, ids: readonly string[], since: Instant): Promise<readonly string[]>;
  /** Of these contacts, those with an event, a judgement or a write under way. */
  listBusy(portalId: string, ids: readonly string[]): Promise<readonly string[]>;
  /** One transaction, nothing where another sweep has begun since: mends what was never mended, keeps what was found, forgets what is gone. */
  endSweep(portalId: string, end: SweepEnd): Promise<SweepOutcome>;
}
