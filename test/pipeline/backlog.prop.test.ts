// A release of the backlog, day after day, over any team: what turns do with desks and decisions, without a database. No rep gets more
// than his share or than the agreement allows, the best go first, and all go in the end where there is room.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Agreement, Instant } from '#domain/agreement.ts';
import type { RoutingPool } from '#domain/agreement-routing.ts';
import { type BacklogLead, isInBacklog, orderBacklog } from '#domain/backlog/backlog.ts';
import { planRelease } from '#domain/backlog/release-plan.ts';
import { nextReleaseStep, releaseDay } from '#domain/backlog/release-step.ts';
import { decide } from '#domain/decide.ts';
import type { Decision, DecisionContext } from '#domain/decision.ts';
import { initialState, type LeadFacts, type LeadState } from '#domain/lead.ts';
import { ReleaseBatch } from '#pipeline/backlog/release-batch.ts';
import { Desks, type RoutingLedger } from '#pipeline/desks.ts';
import {
  agreementWith,
  contactIs,
  daysAfter,
  factsWith,
  hoursAfter,
  signal,
  T0,
  when,
} from '#test/support/builders.ts';
import { memberWith, poolWith, routingTo } from '#test/support/routing-builders.ts';
import { reached } from '#test/support/thorough.ts';

const REPS = ['1', '2', '3', '4'];
/** Owns contacts, and is in no pool. */
const OUTSIDER = '9';
const LAST_DAY = 80;
const BATCH = 4;

const limit = (max: number) => fc.option(fc.integer({ min: 1, max }), { nil: null, freq: 2 });
const member = fc.record({
  maxPerDay: limit(4),
  maxOpen: limit(5),
  /** Days from T0 on which he is absent, two long. */
  absent: fc.option(fc.integer({ min: 0, max: 6 }), { nil: null, freq: 2 }),
  isLate: fc.boolean(),
});
const teams = fc.record({
  members: fc.array(member, { minLength: 4, maxLength: 4 }),
  /** How many of them are in the second pool, which big companies go to. */
  second: fc.integer({ min: 0, max: 2 }),
  poolPerDay: limit(6),
  keeps: fc.boolean(),
  perRepAndDay: fc.integer({ min: 1, max: 4 }),
  limit: fc.option(fc.integer({ min: 1, max: 20 }), { nil: null, freq: 3 }),
  leads: fc.array(
    fc.record({
      owner: fc.constantFrom('', '', '', ...REPS, OUTSIDER),
      forms: fc.integer({ min: 2, max: 4 }),
      isBig: fc.boolean(),
    }),
    { minLength: 1, maxLength: 24, size: 'max' },
  ),
  /** Working days after which a lead is closed. */
  closes: fc.integer({ min: 1, max: 3 }),
});
type Team = typeof teams extends fc.Arbitrary<infer One> ? One : never;

interface Given {
  readonly leadId: string;
  readonly ownerId: string;
  readonly at: Instant;
  readonly day: string;
}

interface Play {
  readonly agreement: Agreement;
  readonly given: readonly Given[];
  /** Leads given though a limit was reached, or to somebody away. */
  readonly breaches: readonly string[];
  readonly isDone: boolean;
  readonly waiting: readonly string[];
}

function found({ members, second, poolPerDay, keeps }: Team): Agreement {
  const late = { timeZone: 'Europe/Paris', week: { 1: LATE, 2: LATE, 3: LATE, 4: LATE, 5: LATE } };
  const seats = members.map(({ maxPerDay, maxOpen, absent, isLate }, index) =>
    memberWith(REPS[index] ?? '', {
      maxPerDay,
      maxOpen,
      hours: isLate ? late : null,
      absences:
        absent === null
          ? []
          : [{ from: daysAfter(T0, absent).slice(0, 10), until: daysAfter(T0, absent + 1).slice(0, 10) }],
    }),
  );
  const pools: RoutingPool[] = [poolWith({ members: seats.slice(second), maxPerDay: poolPerDay })];
  if (second > 0) pools.push(poolWith({ id: 'big', members: seats.slice(0, second) }));
  const rule = {
    id: 'big',
    label: 'big',
    pool: 'big',
    criteria: [{ by: 'when', when: when(contactIs('size', 'big')) }],
  } as const;
  return agreementWith({
    routing: {
      ...routingTo([]),
      keepContactOwner: keeps,
      useCompanyOwner: false,
      pools,
      rules: second > 0 ? [rule] : [],
    },
    score: { fit: { cap: 100_000, groups: [], rules: [] } },
  });
}

/** Their working day begins an hour after the agreement's. */
const LATE = [{ from: 600, to: 1020 }];

function factsOf({ owner, forms, isBig }: Team['leads'][number], leadId: string): LeadFacts {
  return factsWith({
    contactId: leadId,
    contact: {
      lifecyclestage: 'lead',
      hubspot_owner_id: owner,
      ...(isBig ? { size: 'big' } : {}),
    },
    signals: Array.from({ length: forms }, (_, index) => signal('form', hoursAfter(T0, -1 - index))),
  });
}

class World {
  readonly agreement: Agreement;
  readonly states = new Map<string, LeadState>();
  readonly facts = new Map<string, LeadFacts>();
  readonly left = new Map<string, ReturnType<ReleaseBatch['changes']>['left'][number]>();
  readonly given: Given[] = [];
  readonly breaches: string[] = [];
  ledger: RoutingLedger | null = null;
  isDone = false;
  readonly team: Team;

  constructor(team: Team) {
    this.team = team;
    this.agreement = found(team);
    for (const [index, lead] of team.leads.entries()) {
      const leadId = String(100 + index);
      const facts = factsOf(lead, leadId);
      this.facts.set(leadId, facts);
      const decision = decide(this.agreement, { facts, state: initialState() }, this.contextAt(T0));
      if (!isInBacklog(decision)) throw new Error(`${leadId} is not in the backlog`);
      this.states.set(leadId, decision.state);
    }
  }

  contextAt(now: Instant): DecisionContext {
    return { now, regime: 1, baselineAt: T0, pool: { activeOwners: [...REPS, OUTSIDER], companyOwner: '' } };
  }

  backlog(): readonly BacklogLead[] {
    return [...this.states].flatMap(([leadId, { status, owner, scored }]) =>
      status === 'baseline'
        ? [
            {
              leadId,
              contactId: leadId,
              agreementId: this.agreement.id,
              ownerId: owner.value,
              grade: scored?.grade ?? '',
              score: scored?.total ?? 0,
              pools: this.left.get(leadId)?.pools ?? null,
              putOffUntil: this.left.get(leadId)?.until ?? null,
            },
          ]
        : [],
    );
  }

  openLoads(now: Instant): Record<string, number> {
    const since = daysAfter(now, -this.team.closes);
    const open: Record<string, number> = {};
    for (const { ownerId, at } of this.given) if (at > since) open[ownerId] = (open[ownerId] ?? 0) + 1;
    return open;
  }

  desksAt(now: Instant): Desks {
    const owners = [...REPS, OUTSIDER].map((id) => ({
      id,
      email: `rep${id}@example.com`,
      userId: `1${id}`,
      firstName: null,
      lastName: null,
      archived: false,
      teams: [],
    }));
    const ledgers = this.ledger === null ? {} : { [this.agreement.id]: this.ledger };
    return new Desks({ now, owners, ledgers, openLoads: this.openLoads(now), accounts: {}, users: {} });
  }

  givenOn(day: string): Record<string, number> {
    const counts: Record<string, number> = {};
    for (const { ownerId, day: on } of this.given)
      if (on === day) counts[ownerId] = (counts[ownerId] ?? 0) + 1;
    return counts;
  }

  /** One step, as a turn makes it; answers when to make the next one. */
  step(now: Instant): Instant {
    const { agreement, team } = this;
    const { calendar } = agreement;
    const day = releaseDay(calendar, now);
    const release = {
      number: 1,
      by: '',
      startedAt: T0,
      perRepAndDay: team.perRepAndDay,
      given: this.givenOn(day),
    };
    const progress = { release, limit: team.limit, released: this.given.length };
    const desks = this.desksAt(now);
    const leads = orderBacklog([agreement], this.backlog());
    const desk = {
      routing: agreement.routing,
      desk: desks.deskFor(agreement, ''),
      owners: { activeOwners: [...REPS, OUTSIDER] },
    };
    const step = nextReleaseStep({
      now,
      calendar,
      progress,
      leads,
      isWhole: true,
      desks: new Map([[agreement.id, desk]]),
    });
    if (step.kind === 'done') this.isDone = true;
    if (step.kind !== 'try') return step.kind === 'wait' ? step.until : now;
    const batch = new ReleaseBatch({ open: { ...progress, nextAt: now, isWhole: true }, day }, calendar, now);
    for (const { leadId } of step.leads.slice(0, BATCH)) this.tryLead(leadId, { now, day, desks, batch });
    for (const one of batch.changes().left) {
      // Nothing here is puzzling: whoever is not taken is known to be blocked.
      if (one.until !== null) this.breaches.push(`${one.leadId} was put off at ${now}`);
      this.left.set(one.leadId, one);
    }
    this.ledger = desks.changes()[0]?.ledger ?? this.ledger;
    return now;
  }

  tryLead(leadId: string, at: { now: Instant; day: string; desks: Desks; batch: ReleaseBatch }): void {
    const { now, day, desks, batch } = at;
    const { agreement } = this;
    const [facts, state] = [this.facts.get(leadId)!, this.states.get(leadId)!];
    const { release } = batch;
    if (release === null) return;
    const context = { ...this.contextAt(now), release, desk: desks.deskFor(agreement, leadId) };
    const room = {
      routing: agreement.routing,
      desk: context.desk,
      owners: { activeOwners: [...REPS, OUTSIDER] },
    };
    if (!batch.mayTry(state.owner.value, room)) return;
    const decision = decide(agreement, { facts, state }, context);
    if (!batch.note(leadId, decision, room)) return;
    this.keepBooks(leadId, decision, { now, day });
    desks.note(agreement, { leadId, before: state }, decision);
    this.states.set(leadId, decision.state);
  }

  keepBooks(leadId: string, { state }: Decision, { now, day }: { now: Instant; day: string }): void {
    const ownerId = state.owner.value;
    const wrong = this.faultsOf(ownerId, { now, day });
    if (this.states.get(leadId)?.status !== 'baseline') wrong.push('was given before');
    this.breaches.push(...wrong.map((what) => `${now} ${leadId} ${ownerId}: ${what}`));
    this.given.push({ leadId, ownerId, at: now, day });
  }

  faultsOf(ownerId: string, { now, day }: { now: Instant; day: string }): string[] {
    const today = this.givenOn(day);
    const had = today[ownerId] ?? 0;
    const index = REPS.indexOf(ownerId);
    const faults = had >= this.team.perRepAndDay ? ['had his share'] : [];
    if (index >= this.team.second && this.pooledOn(day) >= (this.team.poolPerDay ?? Infinity))
      faults.push('his pool had as many as it may');
    const seat = this.team.members[index];
    const open = this.openLoads(now)[ownerId] ?? 0;
    return seat === undefined ? faults : [...faults, ...faultsOf(seat, { had, open, now, day })];
  }

  pooledOn(day: string): number {
    const today = this.givenOn(day);
    return REPS.slice(this.team.second).reduce((sum, id) => sum + (today[id] ?? 0), 0);
  }
}

function faultsOf(
  seat: Team['members'][number],
  moment: { readonly had: number; readonly open: number; readonly now: Instant; readonly day: string },
): readonly string[] {
  const { had, open, now, day } = moment;
  const faults: readonly (readonly [boolean, string])[] = [
    [had >= (seat.maxPerDay ?? Infinity), 'had as many as he may in a day'],
    [open >= (seat.maxOpen ?? Infinity), 'has too many open ones'],
    [isAway(seat, day), 'is absent'],
    [seat.isLate && hourInParis(now) < 10, 'is not at work yet'],
  ];
  return faults.flatMap(([isFault, what]) => (isFault ? [what] : []));
}

function isAway({ absent }: Team['members'][number], day: string): boolean {
  return absent !== null && [0, 1].some((each) => daysAfter(T0, absent + each).slice(0, 10) === day);
}

/** Summer time begins on 29 March 2026. */
function hourInParis(now: Instant): number {
  return Number(now.slice(11, 13)) + (now < '2026-03-29T01' ? 1 : 2);
}

function play(team: Team): Play {
  const world = new World(team);
  let now = T0;
  const end = daysAfter(T0, LAST_DAY);
  for (let steps = 0; now < end && !world.isDone; steps++) {
    if (steps > 20_000) throw new Error('a release never waits');
    now = world.step(now);
  }
  const { agreement, given, breaches, isDone } = world;
  return { agreement, given, breaches, isDone, waiting: world.backlog().map(({ leadId }) => leadId) };
}

/** Leads that nothing tells apart but their worth: of one owner who keeps them, or for one pool. */
function classOf(team: Team, leadId: string): string {
  const lead = team.leads[Number(leadId) - 100];
  if (lead === undefined) throw new Error(leadId);
  return team.keeps && lead.owner !== '' ? lead.owner : `pool ${team.second > 0 && lead.isBig}`;
}

describe('a release of the backlog over any team', () => {
  it('passes no limit, lets the best of a kind go first, and all of them in the end', () => {
    let [late, limited] = [0, 0];
    fc.assert(
      fc.property(teams, (team) => {
        const { given, breaches, isDone, waiting } = play(team);
        expect(breaches).toEqual([]);
        expect(isDone).toBe(true);
        const wanted = Math.min(team.leads.length, team.limit ?? Infinity);
        expect(given).toHaveLength(wanted);
        expect(waiting).toHaveLength(team.leads.length - wanted);
        if (new Set(given.map(({ day }) => day)).size > 1) late += 1;
        if (waiting.length > 0) limited += 1;

        const worth = (leadId: string): number => team.leads[Number(leadId) - 100]?.forms ?? 0;
        const kinds = Map.groupBy(given, ({ leadId }) => classOf(team, leadId));
        for (const leads of kinds.values()) {
          const order = leads.map(({ leadId }) => leadId);
          // A cap hides how much better four forms are than three.
          const worths = order.map((leadId) => Math.min(worth(leadId), 3));
          expect(worths).toEqual(worths.toSorted((a, b) => b - a));
        }
      }),
      { numRuns: 300 },
    );
    expect(late).toBeGreaterThan(reached(100));
    expect(limited).toBeGreaterThan(reached(20));
  });

  it('takes as long as planned where nothing but limits of a day stand in its way', () => {
    fc.assert(
      fc.property(teams, (team) => {
        const plain: Team = {
          ...team,
          keeps: false,
          second: 0,
          limit: null,
          members: team.members.map(({ maxPerDay }) => ({
            maxPerDay,
            maxOpen: null,
            absent: null,
            isLate: false,
          })),
        };
        const { agreement, given } = play(plain);
        const owners = REPS.map((id) => ({ id, email: `rep${id}@example.com` }));
        const { perRepAndDay, leads } = plain;
        const plan = planRelease(agreement.routing, { leads: leads.length, perRepAndDay, owners });

        expect(new Set(given.map(({ day }) => day)).size).toBe(plan.days);
      }),
      { numRuns: 200 },
    );
  });
});
