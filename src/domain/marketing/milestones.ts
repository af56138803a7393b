// What happened to a lead that was handed over, as reports and marketing's clauses count it (R29, R30): one entry for each
// stage that it reaches in a cycle, and for the end of the cycle.
import type { Agreement, Instant } from '#domain/agreement.ts';
import { isOpen } from '#domain/course.ts';
import { earlierOf, laterOf, toEpochMs } from '#domain/instant.ts';
import type { LeadFacts, LeadState } from '#domain/lead.ts';
import { rankOf } from '#domain/lifecycle-order.ts';
import { holdsValue } from '#domain/mandatory.ts';
import { SOURCE_DETAIL_PROPERTIES, SOURCE_PROPERTY } from '#domain/names.ts';
import { viewUnderOverlay } from '#domain/overlays.ts';
import { segmentsOf } from '#domain/segments.ts';
import { judgeLead } from '#domain/verdict.ts';

/** In the order in which a lead gets there; the others may come at any time. */
const REACHED_KINDS = ['mql', 'accepted', 'sql', 'opportunity', 'customer'] as const;
type ReachedKind = (typeof REACHED_KINDS)[number];
export type MilestoneKind = ReachedKind | 'rejected' | 'recycled';

export interface Milestone {
  readonly cycle: number;
  readonly kind: MilestoneKind;
  readonly at: Instant;
  /** Of a cycle that a person began by setting the stage: it counts for none of marketing's promises (5a.3). */
  readonly byHand: boolean;
  /**
   * A new one for marketing's promises: of `mql` the hand-over that the state calls new (5a.5), of the others any that
   * was not by hand. That only a lead's first of its kind counts is seen to where they are kept.
   */
  readonly counts: boolean;
  /** Ids of the segments that the lead is in. */
  readonly segments: readonly string[];
  /** HubSpot's original source; '' when unknown. */
  readonly channel: string;
  /** Of sources that have campaigns, the drill-downs with a value: which of them names the campaign differs by source. */
  readonly campaigns: readonly string[];
  /** Every field that the MQL stage asks for has a value. */
  readonly complete: boolean;
  /** How the cycle ended, as the kind of `recycleReason` says; '' for what is no end. */
  readonly ending: string;
}

export interface Passage {
  /** What the decision was given, and what it left. */
  readonly before: LeadState;
  readonly after: LeadState;
  readonly now: Instant;
}

/**
 * Those that a decision brought. One that is known already may come again (a deal is no part of the state): whoever keeps
 * them keeps the first of its cycle and kind. Nothing of a lead that was never handed over: the imported past is no milestone.
 */
export function milestonesOf(agreement: Agreement, facts: LeadFacts, passage: Passage): readonly Milestone[] {
  const dated = [...reachedIn(agreement, facts, passage), ...endingsIn(passage)];
  if (dated.length === 0) return [];
  const { before, after } = passage;
  const told = describe(agreement, facts, passage);
  return dated.map(({ kind, at, ending }) => {
    // A cycle that has ended no longer knows who began it.
    const { cycle, byHand } = isReached(kind) ? after : before;
    const counts = kind === 'mql' ? after.newMqlAt === at : !byHand;
    return { cycle, kind, at, byHand, counts, ...told, ending };
  });
}

function isReached(kind: MilestoneKind): kind is ReachedKind {
  return kind !== 'rejected' && kind !== 'recycled';
}

/** A win that was none: the customer that it made is to be taken out again (README, step 5). */
export function takesBackWin({ before, after }: Omit<Passage, 'now'>): boolean {
  return before.status === 'won' && after.status !== 'won';
}

interface Dated {
  readonly kind: MilestoneKind;
  readonly at: Instant;
  readonly ending: string;
}

function reachedIn(
  agreement: Agreement,
  facts: LeadFacts,
  { before, after, now }: Passage,
): readonly Dated[] {
  const known =
    before.cycle === after.cycle
      ? datesOf(agreement, { facts: { ...facts, deals: [] }, state: before }, now)
      : {};
  const reached = datesOf(agreement, { facts, state: after }, now);
  return REACHED_KINDS.flatMap((kind) => {
    const at = reached[kind];
    return at === undefined || known[kind] !== undefined ? [] : [{ kind, at, ending: '' }];
  });
}

const BACKWARDS = ['customer', 'opportunity', 'sql', 'accepted'] as const;

interface Lead {
  readonly facts: LeadFacts;
  readonly state: LeadState;
}

type Dates = Partial<Record<ReachedKind, Instant>>;

/** Whoever has got further has got here too: a customer without a yes by sales is one that sales has accepted. */
function datesOf(agreement: Agreement, { facts, state }: Lead, now: Instant): Dates {
  const { handedOverAt, acceptedAt } = state;
  if (handedOverAt === null || state.cycle === 0) return {};
  const own: Record<Exclude<ReachedKind, 'mql'>, Instant | null> = {
    accepted: acceptedAt,
    sql: sqlAt(agreement, state),
    opportunity: opportunityAt(agreement, facts, { state, handedOverAt }),
    customer: state.status === 'won' ? wonAt(facts, state, { handedOverAt, now }) : null,
  };
  const dates: Dates = { mql: handedOverAt };
  let later: Instant | null = null;
  for (const kind of BACKWARDS) {
    const at: Instant | null = own[kind] ?? later;
    if (at === null) continue;
    later = earlierOf(at, later ?? now);
    dates[kind] = later;
  }
  return dates;
}

/** A yes in this cycle, and the stage to go with it: one that waits for mandatory fields, or for the first contact, is none yet. */
function sqlAt({ stages }: Agreement, { acceptedAt, stage }: LeadState): Instant | null {
  if (acceptedAt === null || rankOf(stages, stage.value) < rankOf(stages, stages.lifecycle.sql)) return null;
  return laterOf(acceptedAt, stage.at);
}

interface Cycle {
  readonly state: LeadState;
  readonly handedOverAt: Instant;
}

/** The stage, or a deal, of this cycle. */
function opportunityAt(
  { stages }: Agreement,
  facts: LeadFacts,
  { state, handedOverAt }: Cycle,
): Instant | null {
  const dates = facts.deals.map(({ createdAt }) => createdAt);
  const rank = rankOf(stages, state.stage.value);
  const opportunity = rankOf(stages, stages.lifecycle.opportunity);
  const isThere = rank >= opportunity && rank < opportunity + 1;
  const [first = null] = [...dates, ...(isThere ? [state.stage.at] : [])]
    .filter((at) => at > handedOverAt)
    .toSorted();
  return first;
}

function wonAt(
  facts: LeadFacts,
  { stage }: LeadState,
  { handedOverAt, now }: { readonly handedOverAt: Instant; readonly now: Instant },
): Instant {
  const [first] = facts.deals
    .filter(({ status, statusAt }) => status === 'won' && statusAt > handedOverAt)
    .map(({ statusAt }) => statusAt)
    .toSorted();
  return first ?? (stage.value === 'customer' && stage.at > handedOverAt ? stage.at : now);
}

function endingsIn(passage: Passage): readonly Dated[] {
  const { before, after, now } = passage;
  const ending = endingOf(passage);
  const saidNo = after.rejectedAt ?? (ending === 'rejected' ? (before.rejectedAt ?? now) : null);
  const isNews = saidNo !== null && before.rejectedAt !== saidNo;
  return [
    ...(isNews ? [{ kind: 'rejected' as const, at: saidNo, ending: '' }] : []),
    ...(ending === null ? [] : [{ kind: 'recycled' as const, at: now, ending }]),
  ];
}

/** Null: no cycle has ended. */
function endingOf({ before, after }: Passage): string | null {
  if (!isOpen(before) && before.status !== 'won') return null;
  // Only who takes back a win may hand over in the same decision: by the very stage that takes it back.
  if (after.cycle > before.cycle) return 'notWon';
  const [kind = ''] = after.recycleReason.split(':');
  return after.recycledAt === null ? null : kind;
}

/** Of the others the drill-downs are addresses, search words and ids of users: nobody's campaign, and not to be kept for ever. */
const CAMPAIGN_SOURCES = ['PAID_SEARCH', 'PAID_SOCIAL', 'SOCIAL_MEDIA', 'EMAIL_MARKETING', 'OTHER_CAMPAIGNS'];

type Told = Pick<Milestone, 'segments' | 'channel' | 'campaigns' | 'complete'>;

function describe(signed: Agreement, facts: LeadFacts, { after, now }: Passage): Told {
  const { agreement, view } = viewUnderOverlay(signed, facts);
  const { sight } = judgeLead(agreement, view, { nowMs: toEpochMs(now), stage: after.stage });
  const valueOf = (name: string): string => facts.contact[name]?.value ?? '';
  const channel = valueOf(SOURCE_PROPERTY);
  const details = CAMPAIGN_SOURCES.includes(channel) ? SOURCE_DETAIL_PROPERTIES.map(valueOf) : [];
  return {
    segments: segmentsOf(agreement, sight),
    channel,
    campaigns: details.filter((value) => value !== ''),
    complete: agreement.data.mandatory.mql.fields.every((field) => holdsValue(agreement, facts, field)),
  };
}
