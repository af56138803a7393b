// Plays a generated history: HubSpot's side of the story moves, each move is followed by a decision whose state is
// carried on. Leaves to its caller what is compared at each decision.
import type { History, Logged, Move, Step } from './arbitraries.ts';
import { REPS } from './arbitrary-conditions.ts';
import { absencesAt, deskAt } from './arbitrary-routing.ts';
import { oracleDecide } from './decide.ts';
import { initial } from './initial.ts';
import type { Desk } from './routing-shapes.ts';
import {
  type Agreement,
  type Cell,
  type Context,
  DAY,
  HOUR,
  iso,
  type Lead,
  ms,
  type Outcome,
  type Signal,
  type SourcePause,
} from './shapes.ts';

export interface Moment {
  agreement: Agreement;
  lead: Lead;
  context: Context;
  outcome: Outcome;
}

interface World {
  agreement: Agreement;
  second: Agreement;
  lead: Lead;
  context: Context;
  last: Outcome | null;
  reviewAt: string | null;
}

/** `visit` may answer when the decision wants to be looked at again, so that the history goes there. */
export function play(history: History, visit: (moment: Moment) => string | null): void {
  const world = begin(history);
  for (const move of history.beforeStart) make(world, move);
  const first: Step = { waitMs: 0, move: { do: 'wait' } };
  for (const step of [first, ...history.steps]) {
    world.context = { ...world.context, now: iso(ms(world.context.now) + step.waitMs) };
    make(world, step.move);
    const { agreement, lead, context } = world;
    const outcome = oracleDecide(agreement, lead, context);
    world.reviewAt = visit({ agreement, lead, context, outcome });
    world.last = outcome;
    world.lead = { ...lead, state: outcome.state };
    const { merged: _told, ...lasting } = context;
    world.context = { ...lasting, ...afterConsequences(context, outcome), ...goOn(context.desk, outcome) };
  }
}

/** The portal has had those of this decision, too; what is older than an hour counts no more. */
function afterConsequences({ now, consequences }: Context, outcome: Outcome): Pick<Context, 'consequences'> {
  if (consequences === undefined) return {};
  const recent: Record<string, string[]> = {};
  const names = outcome.consequences
    .filter(({ event }) => event === 'done')
    .map(({ clause, step }) => `${clause}:${step}`);
  for (const name of new Set([...Object.keys(consequences.recent), ...names])) {
    const known = (consequences.recent[name] ?? []).filter((at) => ms(at) > ms(now) - HOUR);
    recent[name] = [...known, ...names.filter((one) => one === name).map(() => now)];
  }
  return { consequences: { ...consequences, recent } };
}

/** The pool that gave a lead has taken the turn. */
function goOn(desk: Desk | undefined, { route }: Outcome): { desk?: Desk } {
  if (desk === undefined) return {};
  const { turns } = route ?? {};
  return {
    desk: turns === undefined ? desk : { ...desk, pools: { ...desk.pools, [turns.pool]: turns.state } },
  };
}

function begin({ agreement, second, startMs, bornMs, liveMs, consequencesMs, desk }: History): World {
  const baselineAt = startMs - DAY;
  const createdAt = iso(baselineAt - bornMs);
  const facts = {
    contactId: '55001',
    createdAt,
    gone: false,
    contact: {},
    company: {},
    signals: [],
    deals: [],
  };
  return {
    agreement,
    second,
    lead: { facts, state: initial() },
    context: {
      now: iso(startMs),
      regime: 0,
      baselineAt: iso(baselineAt),
      ...(consequencesMs === null
        ? {}
        : { consequences: { since: iso(startMs + consequencesMs), recent: {} } }),
      ...(liveMs === null ? {} : { firstLiveAt: iso(startMs - liveMs) }),
      pool: { activeOwners: REPS, companyOwner: '', teams: { '101': ['north'] } },
      ...(desk === null ? {} : { desk: deskAt(desk, startMs) }),
    },
    last: null,
    reviewAt: null,
  };
}

function make(world: World, move: Move): void {
  const now = ms(world.context.now);
  switch (move.do) {
    case 'wait':
      return;
    case 'review':
      return goToReview(world, move.early);
    case 'signal':
      return addSignal(world, signalOf(move, now, world.lead.state));
    case 'field':
      return setCell(world, move.object, { name: move.name, value: move.value, at: world.context.now });
    case 'date':
      return setDate(world, move);
    case 'stage':
      return setTracked(world, 'lifecyclestage', move);
    case 'owner':
      return setTracked(world, 'hubspot_owner_id', move);
    case 'answer':
      return answer(world, move);
    case 'echo':
      return echo(world, move.half);
    default:
      return makeRare(world, move);
  }
}

function makeRare(world: World, move: Move): void {
  const { context } = world;
  makeClockMove(world, move);
  if (move.do === 'gone') {
    world.lead = { ...world.lead, facts: { ...world.lead.facts, gone: move.gone } };
  }
  if (move.do === 'deal') addDeal(world, move);
  if (move.do === 'hubspotLead') moveLead(world, move);
  changeOwners(world, move);
  if (move.do === 'pauseSource') pauseSource(world, move.reached);
  if (move.do === 'merge') {
    const at = context.now;
    if (move.stage !== null) setCell(world, 'contact', { name: 'lifecyclestage', value: move.stage, at });
    if (move.owner !== null) setCell(world, 'contact', { name: 'hubspot_owner_id', value: move.owner, at });
    world.context = { ...context, merged: true };
  }
  startRegime(world, move);
}

/** A switch, or a version that comes into force. */
function startRegime(world: World, move: Move): void {
  const { context } = world;
  if (move.do !== 'regime' && move.do !== 'publish') return;
  if (move.do === 'publish') world.agreement = world.second;
  const ageMs = move.do === 'regime' ? move.ageMs : 0;
  world.context = { ...context, regime: context.regime + 1, baselineAt: iso(ms(context.now) - ageMs) };
}

function pauseSource(world: World, reached: number | null): void {
  const { sourcePause: _before, ...context } = world.context;
  const sourcePause: SourcePause = {
    id: '7',
    source: 'PAID_SOCIAL',
    clause: 'quality',
    month: '2026-01',
    from: 'mql',
    to: 'sql',
    reached: reached ?? 0,
    matured: 40,
    floor: 100_000,
    since: context.now,
  };
  world.context = reached === null ? context : { ...context, sourcePause };
}

function changeOwners(world: World, move: Move): void {
  const { context } = world;
  if (move.do === 'owners') {
    const { active, companyOwner, left, teams } = move;
    const gone = left.filter((id) => !active.includes(id));
    const pool = { ...context.pool, activeOwners: active, companyOwner, left: gone, teams };
    world.context = { ...context, pool };
  }
  if (move.do === 'absences') {
    const { absences: _before, ...pool } = context.pool;
    const absences = absencesAt(move.spans, ms(context.now));
    const isAny = Object.keys(absences).length > 0;
    world.context = { ...context, pool: isAny ? { ...pool, absences } : pool };
  }
  if (move.do === 'desk' && context.desk !== undefined) {
    world.context = { ...context, desk: deskAt(move.change, ms(context.now), context.desk.pools) };
  }
}

function makeClockMove(world: World, move: Move): void {
  const { facts, state } = world.lead;
  const { now } = world.context;
  if (move.do === 'shown') return showOwner(world, move.ageMs);
  if (move.do === 'others') return noteOthers(world, move);
  if (move.do === 'unread') return holdBack(world, move.aheadMs);
  if (move.do === 'holdClocks') {
    world.context = { ...world.context, clocksHeldUntil: iso(ms(now) + move.aheadMs) };
    return;
  }
  const changes: Partial<Record<Move['do'], () => Partial<Lead['facts']>>> = {
    untouch: () => {
      const latest = facts.signals.findLast(({ kind }) => kind === 'touch');
      return { signals: facts.signals.filter((signal) => signal !== latest) };
    },
    pause: () => ({
      pauses: [...(facts.pauses ?? []), pauseOf(move as Move & { do: 'pause' }, ms(now))].sort(byStart),
    }),
    unpause: () => ({
      pauses: (facts.pauses ?? []).map((one) =>
        one.to === null && ms(one.from) <= ms(now) ? { ...one, to: now } : one,
      ),
    }),
    excuse: () => {
      const { clause, wasLast } = move as Move & { do: 'excuse' };
      const cycle = state.cycle - (wasLast ? 1 : 0);
      return { excuses: [...(facts.excuses ?? []), { clause, cycle, at: now }] };
    },
    takeBack: () => {
      const done = (state.consequences ?? []).at(-1 - (move as Move & { do: 'takeBack' }).place);
      if (done === undefined) return {};
      const { clause, cycle, run, step } = done;
      return { takenBack: [...(facts.takenBack ?? []), { clause, cycle, run, step, at: now }] };
    },
  };
  world.lead = { state, facts: { ...facts, ...changes[move.do]?.() } };
}

function pauseOf({ reason, ageMs, lastsMs }: Move & { do: 'pause' }, now: number) {
  const from = now - ageMs;
  return { reason, from: iso(from), to: lastsMs === null ? null : iso(from + lastsMs) };
}

function showOwner(world: World, ageMs: number | null | 'untold'): void {
  const { ownerShownAt: _before, ...context } = world.context;
  const shown = typeof ageMs === 'number' ? iso(ms(context.now) - ageMs) : null;
  world.context = ageMs === 'untold' ? context : { ...context, ownerShownAt: shown };
}

function noteOthers(world: World, { clause, step, agesMs }: Move & { do: 'others' }): void {
  const { consequences, now } = world.context;
  if (consequences === undefined) return;
  const name = `${clause}:${step}`;
  const had = [...(consequences.recent[name] ?? []), ...agesMs.map((ageMs) => iso(ms(now) - ageMs))].sort();
  const recent = { ...consequences.recent, [name]: had };
  world.context = { ...world.context, consequences: { ...consequences, recent } };
}

function holdBack(world: World, aheadMs: number): void {
  const { consequences, now } = world.context;
  if (consequences === undefined) return;
  world.context = {
    ...world.context,
    consequences: { ...consequences, notBefore: iso(ms(now) + aheadMs) },
  };
}

function byStart(a: { from: string; reason: string }, b: { from: string; reason: string }): number {
  return `${a.from} ${a.reason}` < `${b.from} ${b.reason}` ? -1 : 1;
}

function goToReview(world: World, early: boolean): void {
  const { reviewAt, context } = world;
  if (reviewAt === null) return;
  const at = ms(reviewAt) - (early ? 1 : 0);
  if (at > ms(context.now)) world.context = { ...context, now: iso(at) };
}

/** What is dated ahead is older than no version, so it is never late. */
function signalOf(
  { kind, detail, ageMs, late, logged }: Move & { do: 'signal' },
  now: number,
  state: Lead['state'],
): Signal {
  const at = iso(now - ageMs);
  const isLate = late && ageMs >= 0;
  return {
    id: '',
    kind,
    detail,
    at,
    ...(isLate ? { late: true } : {}),
    ...(logged === undefined ? {} : entryOf(logged, at, state)),
  };
}

function entryOf(
  { ownerId, afterMs, outcome }: Logged,
  at: string,
  { owner, consequences = [] }: Lead['state'],
): Partial<Signal> {
  const former = consequences.at(-1)?.ownerId ?? owner.value;
  const people: Readonly<Record<string, string>> = { own: owner.value, former };
  const named = people[ownerId ?? ''] ?? ownerId ?? '';
  return {
    ...(named === '' ? {} : { ownerId: named }),
    ...(afterMs === null ? {} : { loggedAt: iso(ms(at) + afterMs) }),
    ...(outcome === null ? {} : { outcome }),
  };
}

function addSignal(world: World, signal: Signal): void {
  const added = { ...signal, id: `${signal.kind}:${ms(signal.at)}` };
  const others = world.lead.facts.signals.filter((other) => other.id !== added.id);
  const signals = [...others, added].sort((a, b) => (`${a.at} ${a.id}` < `${b.at} ${b.id}` ? -1 : 1));
  world.lead = { ...world.lead, facts: { ...world.lead.facts, signals } };
}

function setCell(
  world: World,
  object: 'contact' | 'company',
  { name, ...cell }: Cell & { name: string },
): void {
  const facts = { ...world.lead.facts, [object]: { ...world.lead.facts[object], [name]: cell } };
  world.lead = { ...world.lead, facts };
}

function setDate(world: World, move: Move & { do: 'date' }): void {
  const at = ms(world.context.now) + move.aheadMs;
  const day = iso(at).slice(0, 10);
  const value = {
    day,
    iso: iso(at),
    epoch: String(at),
    midnight: String(ms(`${day}T00:00:00.000Z`)),
  }[move.form];
  setCell(world, move.object, { name: move.name, value, at: world.context.now });
}

function addDeal(world: World, { id, status, ownerId, ageMs, lastsMs }: Move & { do: 'deal' }): void {
  const statusAt = iso(ms(world.context.now) - ageMs);
  const createdAt = status === 'open' ? statusAt : iso(ms(statusAt) - lastsMs);
  const owner = ownerId === 'own' ? world.lead.state.owner.value : ownerId;
  const made = { id, ownerId: owner, createdAt, status, statusAt, pipeline: 'default', stage: '1' };
  const others = world.lead.facts.deals.filter((other) => other.id !== id);
  const deals = (status === 'removed' ? others : [...others, made]).sort((a, b) =>
    `${a.createdAt} ${a.id}` < `${b.createdAt} ${b.id}` ? -1 : 1,
  );
  world.lead = { ...world.lead, facts: { ...world.lead.facts, deals } };
}

function moveLead(world: World, { id, stage, state, reason, ageMs }: Move & { do: 'hubspotLead' }): void {
  const { hubspotLeads: before = [] } = world.lead.facts;
  const others = before.filter((lead) => lead.id !== id);
  const made = { id, stage, stageAt: iso(ms(world.context.now) - ageMs), state, reason };
  const after: Record<string, typeof before> = {
    removed: others,
    same: before.map((lead) => ({ ...lead, reason })),
  };
  const hubspotLeads = [...(after[stage] ?? [...others, made])].sort((a, b) =>
    `${a.stageAt} ${a.id}` < `${b.stageAt} ${b.id}` ? -1 : 1,
  );
  world.lead = { ...world.lead, facts: { ...world.lead.facts, hubspotLeads } };
}

function setTracked(world: World, name: string, move: Move & { do: 'stage' | 'owner' }): void {
  const { at: decidedAt } = world.lead.state[move.do];
  const decided = decidedAt === '' ? ms(world.context.now) : ms(decidedAt);
  const at = {
    age: ms(world.context.now) - move.ageMs,
    atDecision: decided,
    before: decided - 1,
    after: decided + 1,
  }[move.when];
  const told = move.do === 'stage' && move.source !== '' ? { source: move.source } : {};
  setCell(world, 'contact', { name, value: move.value, at: iso(at), ...told });
}

function answer(world: World, move: Move & { do: 'answer' }): void {
  const at = iso(ms(world.context.now) - move.ageMs);
  setCell(world, 'contact', { name: move.by, value: move.value, at });
  if (move.reason === null) return;
  setCell(world, 'contact', { name: 'accord_reject_reason', value: move.reason, at });
}

function echo(world: World, half: boolean): void {
  for (const { name, value } of world.last?.properties ?? []) {
    const shown = name === 'lifecyclestage' && half && movesBack(world) ? '' : value;
    if ((world.lead.facts.contact[name]?.value ?? '') === shown) continue;
    setCell(world, 'contact', { name, value: shown, at: world.context.now });
  }
}

function movesBack({ lead }: World): boolean {
  const { value, before } = lead.state.stage;
  return ['lead', '8001', '8002'].includes(value) && !['', 'subscriber', 'lead'].includes(before);
}
