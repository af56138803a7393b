// Taking a version back (5a.9): a lead that it judged goes on from the state before, unless sales has done something since
// or a person has changed stage or owner. What it wrote is restored elsewhere, value by value.
import type { Instant } from './agreement.ts';
import type { Cell, ClockState, LeadFacts, LeadState, TrackedValue } from './lead.ts';
import { ANSWER_PROPERTY, OWNER_PROPERTY, STAGE_PROPERTY } from './names.ts';

export interface Undoing {
  /** Before the first decision under the version; null when it decided nothing that was lived. */
  readonly before: LeadState | null;
  /** As the version left it. */
  readonly current: LeadState;
  /** When the version came into force. */
  readonly since: Instant;
  readonly now: Instant;
}

/** The state to go on from. */
export function undoVersion(facts: LeadFacts, undoing: Undoing): LeadState {
  const { before, current, now } = undoing;
  if (before === null || hasSomebodyActed(facts, before, undoing)) return current;
  return {
    ...before,
    ...keepFlags(before, current),
    ...keepConsequences(before, current),
    stage: goBack(before.stage, facts.contact[STAGE_PROPERTY], now),
    owner: goBack(before.owner, facts.contact[OWNER_PROPERTY], now),
  };
}

/** What was warned and breached has been told: it is not told again (I11). */
function keepFlags(before: LeadState, current: LeadState): Pick<LeadState, 'clocks'> {
  if (before.clocks === undefined) return {};
  return {
    clocks: before.clocks.map((run) => {
      const since = current.clocks?.find((other) => isSameRun(run, other));
      if (since === undefined) return run;
      const { warnedAt, breachedAt } = since;
      return { ...run, warnedAt: run.warnedAt ?? warnedAt, breachedAt: run.breachedAt ?? breachedAt };
    }),
  };
}

/** What followed a breach of this cycle does not follow it again. */
function keepConsequences(before: LeadState, current: LeadState): Pick<LeadState, 'consequences'> {
  const { consequences } = before.cycle === current.cycle ? current : before;
  return consequences === undefined ? {} : { consequences };
}

function isSameRun(a: ClockState, b: ClockState): boolean {
  return a.clause === b.clause && a.run === b.run && a.startedAt === b.startedAt;
}

/** A touch, an answer, a request, or a person's change of stage or owner since the version came into force. */
function hasSomebodyActed(facts: LeadFacts, before: LeadState, { current, since }: Undoing): boolean {
  const isTouched = facts.signals.some(({ kind, at }) => kind === 'touch' && at > since);
  const isRejected =
    isAfter(current.rejectedAt, since) ||
    (isAfter(current.recycledAt, since) && current.recycleReason.startsWith('rejected:'));
  const isAsked = current.requestedAt !== before.requestedAt;
  return (
    isTouched ||
    isAnswered(facts, current, since) ||
    isAsked ||
    isRejected ||
    isForeign({ before: before.stage, current: current.stage }, facts.contact[STAGE_PROPERTY], since) ||
    isForeign({ before: before.owner, current: current.owner }, facts.contact[OWNER_PROPERTY], since)
  );
}

/** On the card, by the lead status, a HubSpot lead or a deal: heard, though our own property is empty. */
function isAnswered(facts: LeadFacts, current: LeadState, since: Instant): boolean {
  const answer = facts.contact[ANSWER_PROPERTY];
  const isWritten = answer !== undefined && answer.value !== '' && answer.at > since;
  return isWritten || isAfter(current.answeredAt, since);
}

function isAfter(at: Instant | null, since: Instant): boolean {
  return at !== null && at > since;
}

/** Somebody else's value: adopted since, or seen in HubSpot and neither ours nor the one of before. */
function isForeign(
  tracked: { readonly before: TrackedValue; readonly current: TrackedValue },
  cell: Cell | undefined,
  since: Instant,
): boolean {
  const { before, current } = tracked;
  const isAdopted = current.by === 'other' && current.at > since && current.value !== before.value;
  const seen = cell?.value ?? '';
  const isKnown = seen === current.value || seen === before.value || seen === current.before;
  return isAdopted || (cell !== undefined && cell.at > since && !isKnown);
}

/** What HubSpot still shows of the version is on its way back: nobody's change, so it is not adopted. */
function goBack(before: TrackedValue, cell: Cell | undefined, now: Instant): TrackedValue {
  const seen = cell?.value ?? '';
  if (seen === before.value) return before;
  const at = cell !== undefined && cell.at > now ? cell.at : now;
  return { ...before, before: seen, at };
}
