// What reading the webhooks journal needs from outside.
import type { Received } from '#pipeline/receive-events.ts';
import type { Logger } from '#platform/logger.ts';

/** The app was installed or uninstalled by an account. */
export interface LifecycleEvent {
  readonly portalId: string;
  readonly kind: 'installed' | 'uninstalled';
  readonly at: string;
}

/** One file of the journal; `events` in the notation of webhooks, as far as they can be read. */
export interface JournalEntry {
  readonly offset: string;
  readonly events: readonly unknown[];
  readonly lifecycle: readonly LifecycleEvent[];
}

export interface JournalSubscription {
  readonly subscriptionType: string;
  readonly portalId: string;
  /** '' where the type has none; likewise below. */
  readonly objectTypeId: string;
  readonly eventTypeId: string;
  readonly associatedObjectTypeIds: readonly string[];
  readonly actions: readonly string[];
  readonly properties: readonly string[];
}

export interface JournalPort {
  /** `offset` null: the earliest there is, three days back. Null: nothing new. `expired`: there is no such offset any more. */
  readNext(offset: string | null, signal: AbortSignal): Promise<JournalEntry | null | 'expired'>;
  listSubscriptions(signal: AbortSignal): Promise<readonly JournalSubscription[]>;
  /** What is always asked for, for one account, with what its agreements look at beside. */
  subscriptionsFor(portalId: string, contactProperties: readonly string[]): readonly JournalSubscription[];
  /** Replaces one of the same subject. */
  subscribe(wish: JournalSubscription, signal: AbortSignal): Promise<void>;
}

/** Where one process goes on; the others leave the journal alone until `until`. */
export interface JournalClaim {
  /** Null: never read. */
  readonly offset: string | null;
  readonly claim: string;
}

export interface JournalStore {
  /** Null: not due, or another process reads. */
  claimJournal(): Promise<JournalClaim | null>;
  /** False when another process has taken over. */
  commitJournal(
    claim: JournalClaim,
    next: { readonly offset: string | null; readonly pauseMs: number },
  ): Promise<boolean>;
  /** The one place where an uninstall that HubSpot tells ends an install. False: over already, or begun again since. */
  endInstall(portalId: string, at: string): Promise<boolean>;
  /** Accounts that are subscribed for, with the contact properties that their agreements look at. */
  listJournalPortals(): Promise<
    readonly { readonly portalId: string; readonly properties: readonly string[] }[]
  >;
}

export interface JournalDeps {
  readonly store: JournalStore;
  readonly journal: JournalPort;
  /** Into the same inbox as webhooks; what a webhook has told already is left out. */
  readonly receive: (events: readonly unknown[]) => Promise<Received>;
  readonly logger: Logger;
}
