// The first instant at which an answer changes though nothing happens, by trying every instant at which it could.
import { addDuration, startOfDay } from './business-time.ts';
import { canonical } from './canonical.ts';
import { operandOf } from './conditions.ts';
import { consequenceInstants } from './consequences.ts';
import { oracleDecide } from './decide.ts';
import { forLead } from './overlays.ts';
import { routeInstants } from './routing.ts';
import {
  type Agreement,
  type Calendar,
  type Condition,
  type Context,
  DAY,
  type Facts,
  HOUR,
  iso,
  type Lead,
  ms,
  type Outcome,
} from './shapes.ts';
import { readDay } from './typed-values.ts';

/** The part of an outcome that can matter to anyone, as text: two answers are the same when their texts are. */
export function answerOf({
  verdict,
  state,
  properties,
  task,
}: Omit<Outcome, 'route' | 'reasons' | 'clocks' | 'consequences'>): string {
  const { inScope, disqualifiedBy, grade, gates, persona, missingFields, meetsMql, meetsExit, qualifies } =
    verdict;
  return canonical({
    verdict: {
      inScope,
      disqualifiedBy,
      grade,
      gates,
      persona,
      missingFields,
      meetsMql,
      meetsExit,
      qualifies,
    },
    // When an answer was heard is settled by whatever looks next; of itself it moves nothing.
    state: { ...state, regime: null, scored: null, answeredAt: null },
    properties: properties.filter((property) => !property.ridesAlong),
    task: task === null ? null : { ...task, context: null },
  });
}

/**
 * The first instant from `context.now` on at which deciding again, on the state that the decision leaves, answers
 * something else; null: none until then. It can be now itself, when a stage just set changes what looks at its age.
 */
export function oracleNextChange(
  agreement: Agreement,
  lead: Lead,
  { context, untilMs }: { context: Context; untilMs: number },
): string | null {
  const outcome = oracleDecide(agreement, lead, context);
  const answer = answerOf(outcome);
  const left = { facts: lead.facts, state: outcome.state };
  const isHeld = outcome.reasons.some(({ code }) => code === 'ownerHold' || code === 'unattended');
  const absences = Object.values(context.pool.absences ?? {}).flat();
  const fromMs = ms(context.now);
  const read = forLead(agreement, lead.facts);
  const own = [
    ...(isHeld ? routeInstants(context, fromMs) : []),
    ...absences.flatMap(({ from, until }) => [ms(from), ms(until)]),
    ...clockInstants(read, left, outcome),
    ms(context.clocksHeldUntil ?? context.now),
    ...consequenceInstants(read, left.state, context),
  ];
  for (const at of listCandidates(read, left, { fromMs, untilMs, own })) {
    const now = iso(at);
    if (answerOf(oracleDecide(agreement, left, { ...context, now })) !== answer) return now;
  }
  return null;
}

/** May name too many instants, never too few: a test of the oracle tries others between them. */
function listCandidates(
  agreement: Agreement,
  { facts, state }: Lead,
  { fromMs, untilMs, own }: { fromMs: number; untilMs: number; own: number[] },
): number[] {
  const found = new Set([fromMs, ...own]);
  for (const at of windowEnds(agreement, facts)) found.add(at);
  for (const at of dayTurns(agreement, facts)) found.add(at);
  for (const at of silences(agreement, facts)) found.add(at);
  for (const days of conditionDays(agreement, 'stageAge'))
    found.add(ms(state.stage.at) + Math.round(days * DAY));
  for (const at of cycleInstants(agreement, { facts, state })) found.add(at);
  return [...found].filter((at) => at >= fromMs && at <= untilMs).sort((a, b) => a - b);
}

/** Warnings and due times, starts and ends of pauses; a clock that stands still has its times behind the pause. */
function clockInstants(agreement: Agreement, { facts, state }: Lead, outcome: Outcome): number[] {
  const { pauses: rules } = agreement.sales;
  const told = outcome.clocks.flatMap(({ warnAt, dueAt }) => [warnAt, dueAt]);
  const asked = outcome.task?.dueAt ?? null;
  const ends = (facts.pauses ?? []).flatMap(({ from, to }) => [
    from,
    to,
    ...calendarsOf(agreement).flatMap((calendar) =>
      rules.map(({ atMost }) => addDuration(calendar, from, atMost)),
    ),
  ]);
  // A warning without any time before it comes when time first counts, also within a pause.
  const atOnce = (state.clocks ?? []).flatMap(({ since }) =>
    calendarsOf(agreement).map((calendar) =>
      addDuration(calendar, since, { unit: 'workingHours', amount: 0 }),
    ),
  );
  return [...told, asked, ...ends, ...atOnce, ...(state.clocks ?? []).map(({ dueAt }) => dueAt)].flatMap(
    (at) => (at === null ? [] : [ms(at)]),
  );
}

/** Of teams, too. */
function calendarsOf({ calendar, overlays }: Agreement): Calendar[] {
  return [calendar, ...overlays.flatMap(({ changes }) => changes.calendar ?? [])];
}

/** Signals age by the hour; signals and deals leave windows. */
function windowEnds(agreement: Agreement, facts: Facts): number[] {
  const signals = facts.signals.flatMap(({ kind, at }) => [
    ...ageingHours(agreement, kind).map((hours) => ms(at) + hours * HOUR),
    ...conditionDays(agreement, 'signals').map((days) => ms(at) + days * DAY),
  ]);
  const deals = facts.deals.flatMap(({ createdAt, statusAt }) =>
    conditionDays(agreement, 'deals').flatMap((days) => [
      ms(createdAt) + days * DAY,
      ms(statusAt) + days * DAY,
    ]),
  );
  return [...signals, ...deals];
}

/** When what depends on the cycle may turn: the year, the written score, the cool-down, the time for attempts. */
function cycleInstants(agreement: Agreement, { facts, state }: Lead): number[] {
  const found = state.handOvers.map((at) => ms(at) + 365 * DAY);
  if (state.scored !== null) found.push(ms(state.scored.at) + DAY);
  if (state.recycledAt !== null)
    for (const days of coolDownDays(agreement)) found.push(ms(state.recycledAt) + Math.round(days * DAY));
  const { attempts } = agreement.sales;
  const forms = facts.signals.filter(({ kind }) => kind === 'form').map(({ at }) => at);
  const starts = [state.handedOverAt, state.assignedAt, state.acceptedAt, state.stage.at, ...forms];
  if (attempts !== null)
    for (const at of starts)
      if (at !== null && at !== '') found.push(ms(addDuration(agreement.calendar, at, attempts.within)));
  // Whoever is reached owes no more attempts.
  found.push(...facts.deals.map(({ createdAt }) => ms(createdAt)));
  return found;
}

function coolDownDays({ nurture }: Agreement): number[] {
  return [nurture.coolDownDays, ...Object.values(nurture.coolDowns)].filter((days) => days !== null);
}

/** When a sign of life comes true, when silence begins after it, and when that has lasted too long. */
function silences(agreement: Agreement, facts: Facts): number[] {
  const { inactiveAfterDays, relaunch } = agreement.nurture;
  return [facts.createdAt, ...facts.signals.map((signal) => signal.at)].flatMap((instant) => {
    const silent = ms(instant) + (inactiveAfterDays ?? 0) * DAY;
    return [ms(instant), silent, silent + (relaunch?.sunsetAfterDays ?? 0) * DAY];
  });
}

/** Beyond its table's last entry a signal ages no more. */
function ageingHours(agreement: Agreement, kind: string): number[] {
  const rules = agreement.score.engagement.rules.filter((rule) => rule.signal === kind);
  const longest = Math.max(0, ...rules.map((rule) => rule.decay.length));
  return Array.from({ length: longest + 1 }, (_, hours) => hours);
}

function conditionDays(agreement: Agreement, kind: 'signals' | 'deals' | 'stageAge'): number[] {
  return listConditions(agreement)
    .filter((condition) => condition.kind === kind)
    .map((condition) => (kind === 'stageAge' ? condition.days : condition.withinDays) ?? 0);
}

/** Beginnings of the local days on which a date is as far from today as some condition says, and of those beside. */
function dayTurns(agreement: Agreement, facts: Facts): number[] {
  const { timeZone } = agreement.calendar;
  return listConditions(agreement).flatMap((condition) => {
    if (condition.kind !== 'property' && condition.kind !== 'daysSince') return [];
    const day = readDay(operandOf(condition, facts), condition.type, timeZone);
    if (day === null) return [];
    const distances = [condition.value, condition.highValue, ...(condition.values ?? [])]
      .filter((operand) => operand?.startsWith('today') === true)
      .map((operand) => -Number(operand?.slice('today'.length)));
    if (condition.kind === 'daysSince') distances.push(condition.days ?? 0);
    return distances.flatMap((distance) =>
      [-1, 0, 1].map((beside) => {
        const turn = iso(ms(`${day}T00:00:00.000Z`) + (distance + beside) * DAY).slice(0, 10);
        return startOfDay(timeZone, turn);
      }),
    );
  });
}

function listConditions(agreement: Agreement): Condition[] {
  const { scope, personas, stages, score, overlays, disqualify, nurture, routing } = agreement;
  const filters = [
    ...routing.rules.flatMap(({ criteria }) => criteria.map(({ when }) => when)),
    ...overlays.flatMap(({ changes }) => [changes.mqlEntry ?? null, changes.mqlExit ?? null]),
    scope.include,
    scope.exclude,
    stages.leadEntry,
    stages.mqlEntry,
    stages.mqlExit,
    nurture.maturing,
    ...nurture.tracks.map((track) => track.when),
    ...[...personas, ...disqualify, ...score.gates, ...score.fit.rules].map((named) => named.when),
  ];
  return filters.flatMap((filter) => filter?.anyOf.flat() ?? []);
}
