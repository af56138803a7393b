// What workflow actions need from the database: the executions that HubSpot asked for, what is known of their leads, and the
// callbacks that are owed.
import type { IncomingEvent } from '#pipeline/receive-events.ts';
import type { ActionName, LatestDecision, OutputFields } from './outputs.ts';

/** What a workflow hears. BLOCK: it waits for the callback, for so long (ISO 8601). */
export type ActionAnswer = OutputFields & {
  readonly hs_execution_state: 'SUCCESS' | 'FAIL_CONTINUE' | 'BLOCK';
};

export interface AskedPortal {
  readonly status: string;
  /** An agreement is in force, and turns run. */
  readonly judges: boolean;
  /** The grant lets us call workflows back, and HubSpot has not refused it within the hour. */
  readonly callsBack: boolean;
}

export interface Track {
  readonly id: string;
  readonly label: string;
}

/** An execution that has to be decided upon. */
export interface ActionWish {
  readonly callbackId: string;
  readonly contactId: string;
  readonly action: ActionName;
  /** Null: the contact is read again and judged, no more. */
  readonly event: IncomingEvent | null;
  /** For how long HubSpot waits to be called back; null: it does not. */
  readonly blockedMinutes: number | null;
  /** Null: not known yet. */
  readonly answer: ActionAnswer | null;
}

export interface ActionStore {
  /** Null: this HubSpot account never installed the app. */
  readPortal(portalId: string): Promise<AskedPortal | null>;
  /** One that needs no decision. Answers what it was answered first. */
  takeExecution(
    portalId: string,
    execution: { readonly callbackId: string; readonly contactId: string; readonly answer: ActionAnswer },
  ): Promise<ActionAnswer>;
  /**
   * One transaction: remembers the execution with its answer, stores the wish, marks the contact to be judged first in line;
   * unless the execution was taken before. HubSpot asks again where it never got our answer: a callback that it did not know
   * then is owed again.
   */
  takeWish(
    portalId: string,
    wish: ActionWish,
  ): Promise<{
    readonly isNew: boolean;
    /** What it was answered first; null: nothing yet. */
    readonly answer: ActionAnswer | null;
    /** About somebody who was erased: nothing was stored. */
    readonly isErased: boolean;
  }>;
  /** Null until a batch that saw the wish has been decided. Business time. */
  readDecided(
    portalId: string,
    callbackId: string,
  ): Promise<{ readonly askedAt: string; readonly decidedAt: string } | null>;
  /** Answers what was stored first. */
  storeAnswer(portalId: string, callbackId: string, answer: ActionAnswer): Promise<ActionAnswer>;
  readLatest(portalId: string, contactId: string): Promise<LatestDecision | null>;
  /** Something has come since it was judged. */
  isDirty(portalId: string, contactId: string): Promise<boolean>;
  /** Of the agreement in force that the contact's lead is under, else of the portal's first. */
  listTracks(portalId: string, contactId: string | null): Promise<readonly Track[]>;
  /** Business time. */
  readNow(): Promise<string>;
}

/** A callback on its way: marked as sent before anything is called. */
export interface DueCallback {
  readonly portalId: string;
  readonly callbackId: string;
  /** Number of the try, from 1: what settles it. */
  readonly attempt: number;
  /** The same at every try. */
  readonly outputs: OutputFields;
}

export type CallbackOutcome =
  | { readonly kind: 'confirmed' }
  | { readonly kind: 'again'; readonly afterMs: number; readonly reason: string }
  | { readonly kind: 'parked'; readonly reason: string };

export interface CallbackStore {
  /** Owes again what a killed worker left on its way, and parks what HubSpot waits for no longer; answers how many of these. */
  recover(): Promise<number>;
  /** None of a portal that has uninstalled, nor about somebody who is being erased (I6). */
  claimDue(limit: number): Promise<readonly DueCallback[]>;
  /** Of the very try that was claimed. */
  settle(callback: Omit<DueCallback, 'outputs'>, outcome: CallbackOutcome): Promise<void>;
}
