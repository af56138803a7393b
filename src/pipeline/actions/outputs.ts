// What each workflow action answers: output fields to branch on, as app-manifest/ declares them. HubSpot takes texts for all of
// them; '' says that there is nothing, and a number that there is not is left out, as '' is none.
import type { Clock, Decision } from '#domain/decision.ts';
import type { LeadState } from '#domain/lead.ts';
import { outputIn } from '#domain/outputs.ts';
import { outcomeOf, type RequestOutcome } from '#domain/request-outcome.ts';

/** Which of them can be called, and what each takes besides the contact. */
export const ACTION_INPUTS = {
  'judge-now': [],
  'hand-over': [],
  recycle: ['track'],
  'check-sla': [],
} as const satisfies Readonly<Record<string, readonly string[]>>;
export type ActionName = keyof typeof ACTION_INPUTS;

/** By which comparisons a workflow can branch on each: `number` knows more and less. */
export const OUTPUT_TYPES = {
  lead_status: 'string',
  stage: 'string',
  score: 'number',
  fit: 'number',
  engagement: 'number',
  grade: 'string',
  qualifies: 'string',
  completeness: 'number',
  decided_at: 'string',
  result: 'string',
  reason: 'string',
  track: 'string',
  sla_status: 'string',
  clause: 'string',
  due_at: 'string',
  minutes_left: 'number',
  owner_id: 'string',
} as const;
export type OutputName = keyof typeof OUTPUT_TYPES;

export const ACTION_OUTPUTS = {
  'judge-now': [
    'lead_status',
    'stage',
    'score',
    'fit',
    'engagement',
    'grade',
    'qualifies',
    'completeness',
    'decided_at',
  ],
  'hand-over': ['result', 'reason', 'lead_status', 'stage', 'owner_id'],
  recycle: ['result', 'reason', 'lead_status', 'stage', 'track'],
  'check-sla': ['sla_status', 'clause', 'due_at', 'minutes_left', 'owner_id'],
} as const satisfies Readonly<Record<ActionName, readonly OutputName[]>>;

/**
 * Of `hand-over` and `recycle`: what came of it, or `asked` (not decided in time to be told), `not_known` (a contact that
 * nobody has judged), `unknown_track`.
 */
export interface ActionResult {
  readonly result: RequestOutcome['result'] | 'asked' | 'not_known' | 'unknown_track';
  readonly reason: string;
}

/** `none`: no promise runs; `kept`: those that ran were kept. */
type SlaStatus = 'none' | 'running' | 'warned' | 'breached' | 'paused' | 'kept';

export interface LatestDecision {
  readonly state: LeadState;
  readonly decision: Decision;
  /** When it was decided. */
  readonly at: string;
  /** False: a rehearsal, which nobody in HubSpot sees (5a.1). */
  readonly live: boolean;
}

export type OutputFields = Readonly<Record<string, string>>;

export function outputsOf(
  action: ActionName,
  latest: LatestDecision | null,
  told: { readonly now: string; readonly result: ActionResult },
): OutputFields {
  const known: OutputFields =
    latest === null
      ? { sla_status: 'none' }
      : { ...leadOutputs(latest), ...(action === 'check-sla' ? slaOutputs(latest, told.now) : {}) };
  const all: OutputFields = { ...known, ...told.result };
  return Object.fromEntries(
    ACTION_OUTPUTS[action].flatMap((name): readonly (readonly [string, string])[] => {
      const value = all[name] ?? '';
      return value === '' && OUTPUT_TYPES[name] === 'number' ? [] : [[name, value]];
    }),
  );
}

/** Of an execution that was decided upon; what it asked for is told by the decision that heard it. */
export function decidedOutputs(
  action: ActionName,
  latest: LatestDecision | null,
  when: { readonly askedAt: string; readonly decidedAt: string },
): OutputFields {
  const result = resultOf(action, latest, when.askedAt);
  // An answer like the one before is not stored again; it was decided now all the same.
  const current = latest === null ? null : { ...latest, at: when.decidedAt };
  return outputsOf(action, current, { now: when.decidedAt, result });
}

function resultOf(action: ActionName, latest: LatestDecision | null, askedAt: string): ActionResult {
  if (latest === null) return { result: 'not_known', reason: '' };
  if (action !== 'hand-over' && action !== 'recycle') return { result: 'asked', reason: '' };
  if (!latest.live) return { result: 'refused', reason: 'observing' };
  const { state, decision } = latest;
  return outcomeOf(action === 'recycle' ? 'recycle' : 'handOver', askedAt, { ...decision, state });
}

function leadOutputs({ state, decision, at }: LatestDecision): OutputFields {
  const { verdict } = decision;
  return {
    lead_status: state.status,
    stage: state.stage.value,
    score: wholePoints(verdict.total),
    fit: wholePoints(verdict.fit),
    engagement: wholePoints(verdict.engagement),
    grade: verdict.grade,
    qualifies: String(verdict.qualifies),
    completeness: String(verdict.completeness),
    decided_at: at,
    track: outputIn(decision, 'nurtureTrack'),
    owner_id: state.owner.value,
  };
}

function wholePoints(milliPoints: number): string {
  return String(Math.floor(milliPoints / 1_000));
}

/** The promise that presses most: one that is broken first, then the one due soonest. */
function slaOutputs({ decision }: LatestDecision, now: string): OutputFields {
  const clocks = decision.clocks ?? [];
  const [first] = clocks
    .map((clock) => ({ clock, status: statusAt(clock, now) }))
    .filter(({ status }) => status !== 'kept' && status !== 'none')
    .toSorted((a, b) => order(a.status) - order(b.status) || compareDue(a.clock, b.clock));
  if (first === undefined)
    return { sla_status: clocks.some((clock) => statusAt(clock, now) === 'kept') ? 'kept' : 'none' };
  const { clock, status } = first;
  const dueAt = clock.breachedAt ?? clock.dueAt;
  return {
    sla_status: status,
    clause: clock.clause,
    due_at: dueAt ?? '',
    minutes_left: dueAt === null ? '' : String(minutesBetween(now, dueAt)),
  };
}

const PRESSING: readonly SlaStatus[] = ['breached', 'warned', 'running', 'paused'];

function order(status: SlaStatus): number {
  return PRESSING.indexOf(status);
}

function compareDue(a: Clock, b: Clock): number {
  return (a.dueAt ?? '~') < (b.dueAt ?? '~') ? -1 : 1;
}

const STANDS_AS: Readonly<Record<Clock['status'], SlaStatus>> = {
  running: 'running',
  warned: 'warned',
  breached: 'breached',
  paused: 'paused',
  met: 'kept',
  metLate: 'kept',
  metKnownLate: 'kept',
  excused: 'none',
  ended: 'none',
};

/** Time has gone on since the decision. */
function statusAt({ status, dueAt, warnAt }: Clock, now: string): SlaStatus {
  const stood = STANDS_AS[status];
  if (stood !== 'running' && stood !== 'warned') return stood;
  if (dueAt !== null && dueAt <= now) return 'breached';
  return warnAt !== null && warnAt <= now ? 'warned' : stood;
}

function minutesBetween(from: string, to: string): number {
  return Math.floor((Date.parse(to) - Date.parse(from)) / 60_000);
}
