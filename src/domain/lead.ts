// The facts about one lead that rules may look at, and the state that depends on its past.
import type { Instant, MilliPoints, SignalKind } from './agreement.ts';
import type { ConsequenceKind } from './agreement-sales.ts';
import type { Released } from './decision.ts';

/** A dated behaviour. `id` is the same however often and by whichever way it was seen. */
export interface Signal {
  readonly id: string;
  readonly kind: SignalKind;
  readonly at: Instant;
  /** Form name, page address, …; '' when unknown. */
  readonly detail: string;
  /** HubSpot owner id of whoever logged the activity; absent when nobody is named. */
  readonly ownerId?: string;
  /** When the activity was entered in HubSpot, which may be long after it happened. */
  readonly loggedAt?: Instant;
  /** Whether the lead was reached; absent where HubSpot does not say. */
  readonly outcome?: ContactOutcome;
  /** Dated before the version in force came, and known only after: as new as one dated since (late-signals.ts). */
  readonly late?: true;
}

/** A touch that nobody answered, or one that reached the lead. */
export type ContactOutcome = 'attempt' | 'contact';

/** A HubSpot value and when it became so, by HubSpot's clock. Missing and empty are the same: ''. */
export interface Cell {
  readonly value: string;
  readonly at: Instant;
  /** HubSpot's changeSource, of the stage alone, and only where no person set it (change-source.ts). */
  readonly source?: string;
}

/** A deal associated with the contact. */
export interface Deal {
  readonly id: string;
  /** '' when nobody owns it. */
  readonly ownerId: string;
  readonly createdAt: Instant;
  readonly status: 'open' | 'won' | 'lost';
  /** Since when the status is so: creation of an open deal, else the closing. */
  readonly statusAt: Instant;
  readonly pipeline: string;
  readonly stage: string;
}

/** open: any stage of which HubSpot says nothing more · connected: the default pipeline's stage of that name. */
export const HUBSPOT_LEAD_STATES = ['open', 'connected', 'qualified', 'disqualified'] as const;
export type HubspotLeadState = (typeof HUBSPOT_LEAD_STATES)[number];

/** A record of HubSpot's lead object about the contact: the card that reps move through a pipeline of its own. */
export interface HubspotLead {
  readonly id: string;
  /** Id of its pipeline stage, and since when it stands there. */
  readonly stage: string;
  readonly stageAt: Instant;
  /** What HubSpot says of that stage. */
  readonly state: HubspotLeadState;
  /** HubSpot's reason of a disqualification; '' when none was given. */
  readonly reason: string;
}

export interface LeadFacts {
  readonly contactId: string;
  readonly createdAt: Instant;
  /** Archived, merged away or erased in HubSpot. */
  readonly gone: boolean;
  /** Contact properties by name; a name not listed has no value. */
  readonly contact: Readonly<Record<string, Cell>>;
  /** Properties of the primary company; empty when there is none. */
  readonly company: Readonly<Record<string, Cell>>;
  /** Sorted by (at, id). */
  readonly signals: readonly Signal[];
  /** Sorted by (createdAt, id). */
  readonly deals: readonly Deal[];
  /** Sorted by (stageAt, id). Absent where no agreement looks at them. */
  readonly hubspotLeads?: readonly HubspotLead[];
  /** What people say stopped the work on this lead; absent: nothing. Sorted by (from, reason). */
  readonly pauses?: readonly LeadPause[];
  /** Clauses that a manager excused; absent: none. Sorted by (at, clause). */
  readonly excuses?: readonly Excuse[];
  /** Consequences that people took back; absent: none. Sorted by (at, clause, run, step). */
  readonly takenBack?: readonly TakenBackConsequence[];
}

/** `reason` is the id of one of `promises.sales.pauses`; which clauses stand still for it, and how long, the agreement says. */
export interface LeadPause {
  readonly reason: string;
  readonly from: Instant;
  /** Null: not over yet. */
  readonly to: Instant | null;
}

/** A manager says that a clause need not be kept for this lead in one cycle. */
export interface Excuse {
  readonly clause: string;
  readonly cycle: number;
  readonly at: Instant;
}

/** A manager takes back what followed a breach. */
export interface TakenBackConsequence {
  readonly clause: string;
  readonly cycle: number;
  readonly run: number;
  /** Place in the clause's list, from 0. */
  readonly step: number;
  readonly at: Instant;
}

/**
 * none: not handed over · baseline: was over the line before Accord was switched on (5a.2) · handedOver: offered to
 * sales · accepted: a yes by sales, or hand-over where SQL is `auto` · working: touched after hand-over ·
 * rejected: a no without its reason yet · recycled: the cycle ended, back to nurture · won: became a customer ·
 * disqualified: a rule or a person says that this is no lead.
 */
export type LeadStatus =
  | 'none'
  | 'baseline'
  | 'handedOver'
  | 'accepted'
  | 'working'
  | 'rejected'
  | 'recycled'
  | 'won'
  | 'disqualified';

/** A HubSpot value that others may change underneath us (5a.3, 5a.4). */
export interface TrackedValue {
  readonly value: string;
  /** What HubSpot showed when Accord decided on `value`; equal to `value` when others set it. */
  readonly before: string;
  readonly by: 'accord' | 'other';
  readonly at: Instant;
}

/** What was last offered for writing as score, kept so that time alone does not rewrite it hourly (5a.12). */
export interface ScoredValues {
  /** Points, rounded to the step. */
  readonly total: number;
  readonly fit: number;
  readonly engagement: number;
  readonly grade: string;
  readonly at: Instant;
  readonly signalCount: number;
  readonly status: LeadStatus;
}

export interface LeadState {
  /** Number of the portal's switching period under which this state was last judged; −1 before the first. */
  readonly regime: number;
  readonly status: LeadStatus;
  readonly stage: TrackedValue;
  readonly owner: TrackedValue;
  readonly cycle: number;
  /** Instants of the hand-overs, oldest first; at most one year is kept. */
  readonly handOvers: readonly Instant[];
  readonly handedOverAt: Instant | null;
  /** A hand-over that a person caused by setting the stage, which does not count for marketing's promise. */
  readonly byHand: boolean;
  readonly assignedAt: Instant | null;
  readonly acceptedAt: Instant | null;
  readonly touchedAt: Instant | null;
  readonly rejectedAt: Instant | null;
  readonly recycledAt: Instant | null;
  /**
   * Why the last cycle ended: `rejected:<reason>`, `noContact`, `dealLost`, `cooled`, `gate:<id>`, `scope`, `protected`,
   * `gone`, `notWon`, `returned:<clause>`, `stage:<custom stage>`, `disqualified:<rule>`, `request:<track>`;
   * '' before.
   */
  readonly recycleReason: string;
  /** Answers given before this instant are spent. */
  readonly answersAfter: Instant | null;
  /** HubSpot's instant of the answer taken last in this cycle: it is taken once, and none before it is. */
  readonly answeredAt: Instant | null;
  /** HubSpot's instant of the request heard last (requests.ts): each is heard once; absent: none was. */
  readonly requestedAt?: Instant;
  /** The hand-over that counts as a new MQL: the first, unless by hand. Later cycles never do (5a.5). */
  readonly newMqlAt: Instant | null;
  /** Reps who had the lead and no longer do, the last one first, each once; absent: none. */
  readonly formerReps?: readonly FormerRep[];
  readonly scored: ScoredValues | null;
  /** Of the current cycle, in the clauses' order; absent: none. */
  readonly clocks?: readonly ClockState[];
  /** What followed breaches in the current cycle, in the order in which it was done; absent: nothing. */
  readonly consequences?: readonly DoneConsequence[];
  /** What sales wrote beside the no that stands (reject-note.ts); absent: nothing. */
  readonly rejectNote?: string;
  /** How the cycle before this one ended; absent in the first. `note`: its rejectNote, where it had one. */
  readonly lastEnd?: { readonly at: Instant; readonly reason: string; readonly note?: string };
  /** Since when nothing but a pause of its source keeps the lead from being handed over; absent: none does. */
  readonly heldSince?: Instant;
  /** Since when the owner is absent beyond what he promised to do, and nobody else has the lead; absent: it is not so. */
  readonly unattendedSince?: Instant;
  /** When the owner was last told of a strong signal (R20); absent: never. */
  readonly noticedAt?: Instant;
  /** By what release this cycle's lead came out of the backlog (5a.2); absent: it did not. */
  readonly released?: Released;
}

/** A consequence that was carried out: at most once of each run and step. */
export interface DoneConsequence {
  readonly cycle: number;
  readonly clause: string;
  readonly run: number;
  /** Place in the clause's list, from 0. */
  readonly step: number;
  readonly do: ConsequenceKind;
  readonly at: Instant;
  /** Of the lead's total. */
  readonly startedAt: Instant;
  /** The due instant that was missed, and whose run it was. */
  readonly dueAt: Instant;
  readonly ownerId: string;
  /** What the lead goes on from once it is taken back; null where it changed nothing of the lead. */
  readonly before: LeadSnapshot | null;
  readonly undoneAt: Instant | null;
}

export type LeadSnapshot = Omit<LeadState, 'regime' | 'scored' | 'consequences'>;

/** What a promise of sales remembers from one decision to the next: the run of the lead's owner. */
export interface ClockState {
  readonly clause: string;
  /** The lead's total: it never restarts in a cycle. */
  readonly startedAt: Instant;
  /** 1, 2, …: a new owner is a new run. */
  readonly run: number;
  /** The highest number that the clause had in this cycle, where runs of others were taken back; absent: this one's. */
  readonly lastRun?: number;
  readonly ownerId: string;
  /** Start of the run. */
  readonly since: Instant;
  /** As last worked out; null while paused, or not started for the owner. */
  readonly dueAt: Instant | null;
  /** The warning's instant, once now reached it with the clause unmet; it stays. */
  readonly warnedAt: Instant | null;
  /** The due instant, once now reached it with the clause unmet; it stays. */
  readonly breachedAt: Instant | null;
  /** By what is documented now: a deleted activity takes it back. */
  readonly metAt: Instant | null;
}

/** A rep, and until when the lead was his. */
export interface FormerRep {
  readonly ownerId: string;
  readonly until: Instant;
}

/** A lead nobody has judged yet. */
export function initialState(): LeadState {
  const nothing: TrackedValue = { value: '', before: '', by: 'other', at: '' };
  return {
    regime: -1,
    status: 'none',
    stage: nothing,
    owner: nothing,
    cycle: 0,
    handOvers: [],
    handedOverAt: null,
    byHand: false,
    assignedAt: null,
    acceptedAt: null,
    touchedAt: null,
    rejectedAt: null,
    recycledAt: null,
    recycleReason: '',
    answersAfter: null,
    answeredAt: null,
    newMqlAt: null,
    scored: null,
  };
}

export interface ScorePart {
  readonly rule: string;
  readonly dimension: 'fit' | 'engagement';
  /** After decay and the rule's own cap. Caps of groups and dimensions appear as parts of their own, negative or positive. */
  readonly milliPoints: MilliPoints;
  /** How many signals counted; 0 for a fit rule. */
  readonly signals: number;
}

/** What depends on facts and now alone. */
export interface Verdict {
  readonly inScope: boolean;
  readonly fit: MilliPoints;
  readonly engagement: MilliPoints;
  readonly total: MilliPoints;
  readonly parts: readonly ScorePart[];
  /** Letter and digit, e.g. `A1`. */
  readonly grade: string;
  /** Id of the first disqualification rule met; null also out of scope. */
  readonly disqualifiedBy: string | null;
  /** Ids of the gates met. */
  readonly gates: readonly string[];
  readonly persona: string | null;
  /** Which group of the persona's filter matched, from 0: why this persona (R13). Null without a persona. */
  readonly personaGroup: number | null;
  /** Mandatory fields that keep the lead from becoming an MQL. */
  readonly missingFields: readonly string[];
  /** Percent of the fields of its stage and the next that hold a value, 0…100, rounded down; 100 when there is none. */
  readonly completeness: number;
  readonly meetsMql: boolean;
  /** In scope, not disqualified, no gate, MQL entry met, mandatory fields present. */
  readonly qualifies: boolean;
  readonly meetsExit: boolean;
}
