// What each workflow action answers: output fields to branch on, as app-manifest/ declares them. All texts, '' for nothing.
import type { Clock, Decision } from '#domain/decision.ts';
import type { LeadState } from '#domain/lead.ts';
import { OUTPUT_PROPERTIES } from '#domain/names.ts';

/** Which of them can be called, and what each takes besides the contact. */
export const ACTION_INPUTS = {
  'judge-now': [],
  'hand-over': [],
  recycle: ['track'],
  'check-sla': [],
} as const satisfies Readonly<Record<string, readonly string[]>>;
export type ActionName = keyof typeof ACTION_INPUTS;

export const ACTION_OUTPUTS = {
  'judge-now': ['lead_status', 'stage', 'score', 'fit', 'engagement', 'grade', 'qualifies', 'decided_at'],
  'hand-over': ['result', 'lead_status', 'stage'],
  recycle: ['result', 'lead_status', 'stage', 'track'],
  'check-sla': ['sla_status', 'clause', 'due_at', 'minutes_left', 'owner_id'],
} as const satisfies Readonly<Record<ActionName, readonly string[]>>;

/** Of `hand-over` and `recycle`: it is on its way, there was nothing to do, or it cannot be. */
export type ActionResult = 'asked' | 'already' | 'not_known' | 'unknown_track';

/** `none`: no promise runs; `kept`: those that ran were kept. */
type SlaStatus = 'none' | 'running' | 'warned' | 'breached' | 'paused' | 'kept';

export interface LatestDecision {
  readonly state: LeadState;
  readonly decision: Decision;
  /** When it was decided. */
  readonly at: string;
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
  const all: OutputFields = { ...known, result: told.result };
  return Object.fromEntries(ACTION_OUTPUTS[action].map((name) => [name, all[name] ?? '']));
}

function leadOutputs({ state, decision, at }: LatestDecision): OutputFields {
  const { verdict, properties } = decision;
  const track = properties.find(({ name }) => name === OUTPUT_PROPERTIES.nurtureTrack);
  return {
    lead_status: state.status,
    stage: state.stage.value,
    score: wholePoints(verdict.total),
    fit: wholePoints(verdict.fit),
    engagement: wholePoints(verdict.engagement),
    grade: verdict.grade,
    qualifies: String(verdict.qualifies),
    decided_at: at,
    track: track?.value ?? '',
  };
}

function wholePoints(milliPoints: number): string {
  return String(Math.floor(milliPoints / 1_000));
}

/** The promise that presses most: one that is broken first, then the one due soonest. */
function slaOutputs({ decision, state }: LatestDecision, now: string): OutputFields {
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
    owner_id: state.owner.value,
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
