// What followed breaches, between decisions and the database.
import type { Instant } from '#domain/agreement.ts';
import type { ConsequenceKind } from '#domain/agreement-sales.ts';
import type { ConsequenceEvent, SourcePause } from '#domain/decision.ts';
import type { TakenBackConsequence } from '#domain/lead.ts';
import type { Notice } from '#domain/notices/notice.ts';
import type { Actor, Page } from '#pipeline/admin-ports.ts';
import type { PageRequest } from '#pipeline/reports.ts';

/** What a lead's decision takes from them. */
export interface OfConsequences {
  /** By (at, clause, run, step). */
  readonly takenBack: readonly TakenBackConsequence[];
}

export interface JudgedConsequences {
  readonly consequences: readonly ConsequenceEvent[];
  /** Told because of them; none while the effect is off. */
  readonly notices: readonly Notice[];
}

export interface RecentConsequence {
  readonly agreementId: string;
  readonly clause: string;
  readonly step: number;
  readonly at: Instant;
}

/** What the portal has had. */
export interface PortalConsequences {
  /** Carried out after the instant asked for, oldest first. */
  readonly recent: readonly RecentConsequence[];
  /** Owner ids of reps who get no further leads. */
  readonly suspended: readonly string[];
  /** Sources whose hand-overs are paused. */
  readonly pauses: readonly StandingPause[];
}

export interface StandingPause extends SourcePause {
  readonly agreementId: string;
}

export interface ConsequenceStore {
  readConsequences(portalId: string, after: Instant): Promise<PortalConsequences>;
}

export interface ConsequenceQuery extends PageRequest {
  /** Only reps who get no further leads for it. */
  readonly suspended: boolean;
}

/** One line of the log. */
export interface ConsequenceRecord {
  readonly id: string;
  readonly leadId: string;
  /** The lead's contact now. */
  /** Null: the contact was erased. */
  readonly contactId: string | null;
  readonly agreementId: string;
  readonly version: number;
  readonly cycle: number;
  readonly clause: string;
  readonly run: number;
  readonly step: number;
  readonly kind: ConsequenceKind;
  readonly at: Instant;
  readonly dueAt: Instant;
  readonly ownerId: string;
  /** As HubSpot had it last; '' when unknown. */
  readonly ownerName: string;
  readonly ownerAfter: string;
  readonly askedAt: Instant | null;
  readonly undoneAt: Instant | null;
  readonly touchedAt: Instant | null;
  readonly restored: boolean;
}

/** One with where its lead stands now. */
export interface Undoable extends ConsequenceRecord {
  readonly leadCycle: number;
}

export type UndoRefusal = 'NO_SUCH_CONSEQUENCE' | 'NOT_A_MANAGER' | 'ALREADY_TAKEN_BACK' | 'CYCLE_OVER';

export interface UndoAct {
  readonly id: string;
  readonly by: Actor;
  /** Null: go on. */
  readonly check: (found: Undoable | null) => UndoRefusal | null;
}

/** Breaches of one clause that are a point of the meeting. */
export interface AgendaBreaches {
  readonly clause: string;
  /** The latest first; of erased contacts none. */
  readonly contactIds: readonly string[];
  readonly total: number;
}

export interface ConsequenceLog {
  /** Carried out since, under the agreement, and not taken back; by clause. */
  listAgenda(
    portalId: string,
    asked: { readonly agreementId: string; readonly since: Instant },
  ): Promise<readonly AgendaBreaches[]>;
  list(portalId: string, query: ConsequenceQuery): Promise<Page<ConsequenceRecord>>;
  /** One transaction; `at`: from when on it is taken back, by the lead's next decision. */
  undo(portalId: string, act: UndoAct): Promise<{ readonly at: Instant } | { readonly refusal: UndoRefusal }>;
}
