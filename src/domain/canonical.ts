// One text for one value, and the part of a decision that counts as its answer.
import type { Decision, WantedProperty, WantedTask } from './decision.ts';
import type { ClockState, LeadState, Verdict } from './lead.ts';

/** What makes a decision worth storing and a lead worth reviewing: all but numbers that only time moves. */
export interface Answer {
  readonly state: Omit<LeadState, 'regime' | 'scored'>;
  readonly properties: readonly WantedProperty[];
  readonly elsewhere: Decision['elsewhere'];
  readonly task: Omit<WantedTask, 'context'> | null;
  readonly verdict: VerdictAnswer;
}

type VerdictAnswer = Omit<
  Verdict,
  'fit' | 'engagement' | 'total' | 'parts' | 'completeness' | 'personaGroup'
>;

/** JSON with sorted keys; what is undefined is left out. Equal values give equal text. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  const sorted = entries.toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${sorted.map(([key, item]) => `${JSON.stringify(key)}:${canonicalJson(item)}`).join(',')}}`;
}

/** Wishes that ride along, the scores behind the grade and the reasons are no part of it. */
export function answerOf(decision: Decision): Answer {
  const { regime: _regime, scored: _scored, ...state } = decision.state;
  return {
    state,
    properties: decision.properties.filter((property) => !property.ridesAlong),
    elsewhere: decision.elsewhere,
    task: decision.task === null ? null : withoutContext(decision.task),
    verdict: verdictAnswer(decision.verdict),
  };
}

/** The same as comparing the answers, without making them. */
export function isSameVerdictAnswer(a: Verdict, b: Verdict): boolean {
  return (
    a.grade === b.grade &&
    a.qualifies === b.qualifies &&
    a.inScope === b.inScope &&
    a.meetsMql === b.meetsMql &&
    a.meetsExit === b.meetsExit &&
    a.persona === b.persona &&
    a.disqualifiedBy === b.disqualifiedBy &&
    isSameList(a.gates, b.gates) &&
    isSameList(a.missingFields, b.missingFields)
  );
}

/** Of all fields: one that is added is to be listed. */
const RUN_FIELDS = Object.keys({
  clause: true,
  startedAt: true,
  run: true,
  lastRun: true,
  ownerId: true,
  since: true,
  dueAt: true,
  warnedAt: true,
  breachedAt: true,
  metAt: true,
} satisfies Record<keyof ClockState, true>) as (keyof ClockState)[];

export function isSameRun(a: ClockState, b: ClockState | undefined): boolean {
  return b !== undefined && RUN_FIELDS.every((field) => a[field] === b[field]);
}

function verdictAnswer(verdict: Verdict): VerdictAnswer {
  const {
    fit: _fit,
    engagement: _engagement,
    total: _total,
    parts: _parts,
    completeness: _completeness,
    personaGroup: _personaGroup,
    ...answer
  } = verdict;
  return answer;
}

function withoutContext({ context: _context, ...task }: WantedTask): Omit<WantedTask, 'context'> {
  return task;
}

function isSameList(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((item, index) => item === b[index]);
}
