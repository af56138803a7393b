// Random agreements and lead histories for the laws of decisions: small vocabularies, so that things meet.
import * as fc from 'fast-check';
import type {
  Agreement,
  Condition,
  EngagementRule,
  Filter,
  FitRule,
  Gate,
  Instant,
  ScoreModel,
} from '#domain/agreement.ts';
import { decide, type Lead } from '#domain/decide.ts';
import type { Decision, DecisionContext } from '#domain/decision.ts';
import { fromEpochMs, toEpochMs } from '#domain/instant.ts';
import { initialState, type LeadFacts, type Signal } from '#domain/lead.ts';
import { agreementWith, halving, mandatory, NO_DECAY, T0 } from './builders.ts';
import { deskOf } from './routing-builders.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

const KINDS = ['form', 'pageView', 'meeting', 'touch'] as const;
const SIZES = ['', 'small', 'Big', '12', '300.5'] as const;
const STAGES = [
  '',
  'subscriber',
  'lead',
  'marketingqualifiedlead',
  'salesqualifiedlead',
  'opportunity',
  'customer',
  'other',
  '777',
] as const;
const OWNERS = ['', '7', '8', '9', '66'] as const;

const arbPoints = fc.integer({ min: -40, max: 60 }).map((points) => points * 1000);
const arbLine = fc.integer({ min: -20, max: 90 }).map((points) => points * 1000);

const arbProperty: fc.Arbitrary<Condition> = fc
  .record({
    object: fc.constantFrom('contact' as const, 'company' as const),
    property: fc.constantFrom('size', 'topic'),
    operator: fc.constantFrom('EQ', 'NEQ', 'LT', 'GTE', 'HAS_PROPERTY', 'NOT_HAS_PROPERTY', 'CONTAINS_TOKEN'),
    value: fc.constantFrom('big', '12', '20', 'sm*'),
  })
  .map((fields): Condition => ({ kind: 'property', ...fields }));
const arbSignals: fc.Arbitrary<Condition> = fc.record({
  kind: fc.constant('signals' as const),
  signal: fc.constantFrom(...KINDS),
  operator: fc.constantFrom('EQ' as const, 'LT' as const, 'LTE' as const, 'GT' as const, 'GTE' as const),
  count: fc.integer({ min: 0, max: 3 }),
  withinDays: fc.constantFrom(1, 7, 30, 90),
});
const arbScore: fc.Arbitrary<Condition> = fc.record({
  kind: fc.constant('score' as const),
  part: fc.constantFrom('total' as const, 'fit' as const, 'engagement' as const),
  operator: fc.constantFrom('LT' as const, 'LTE' as const, 'GT' as const, 'GTE' as const),
  milliPoints: arbLine,
});
const arbStageAge: fc.Arbitrary<Condition> = fc.record({
  kind: fc.constant('stageAge' as const),
  operator: fc.constantFrom('LT' as const, 'GTE' as const),
  days: fc.constantFrom(1, 10, 40),
});

const arbFitFilter = filterOf(fc.oneof({ weight: 4, arbitrary: arbProperty }, arbSignals, arbStageAge));
const arbFilter = filterOf(
  fc.oneof(arbProperty, arbSignals, { weight: 3, arbitrary: arbScore }, arbStageAge),
);

function filterOf(condition: fc.Arbitrary<Condition>): fc.Arbitrary<Filter> {
  return fc.array(fc.array(condition, { maxLength: 2 }), { maxLength: 2 }).map((anyOf) => ({ anyOf }));
}

const arbGroup = fc.constantFrom(null, 'g1', 'g2');
const arbGroups = fc
  .tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 60 }))
  .map(([one, two]) => [
    { id: 'g1', cap: one * 1000 },
    { id: 'g2', cap: two * 1000 },
  ]);

function arbFitRule(index: number): fc.Arbitrary<FitRule> {
  return fc.record({
    id: fc.constant(`fit${index}`),
    label: fc.constant('Fit'),
    points: arbPoints,
    cap: fc.constantFrom(null, null, 30_000),
    when: arbFitFilter,
    group: arbGroup,
  });
}

function arbEngagementRule(index: number): fc.Arbitrary<EngagementRule> {
  return fc.record({
    id: fc.constant(`eng${index}`),
    label: fc.constant('Engagement'),
    signal: fc.constantFrom('form' as const, 'form' as const, 'pageView' as const, 'meeting' as const),
    detailContains: fc.constantFrom(null, null, 'demo'),
    points: arbPoints,
    cap: fc.constantFrom(null, 30_000, 70_000),
    decay: fc.constantFrom(
      NO_DECAY,
      halving(12),
      halving(60),
      [1_000_000, 600_000, 600_000, 0],
      Array(200).fill(1_000_000).concat([250_000]),
    ),
    group: arbGroup,
  });
}

function arbRules<Rule>(
  of: (index: number) => fc.Arbitrary<Rule>,
  max: number,
): fc.Arbitrary<readonly Rule[]> {
  return fc
    .integer({ min: 0, max })
    .chain((count) => fc.tuple(...Array.from({ length: count }, (_, index) => of(index))));
}

const arbScoreModel: fc.Arbitrary<ScoreModel> = fc.record({
  fit: fc.record({
    cap: fc.constantFrom(40_000, 100_000),
    groups: arbGroups,
    rules: arbRules(arbFitRule, 3),
  }),
  engagement: fc.record({
    cap: fc.constantFrom(50_000, 100_000),
    groups: arbGroups,
    rules: arbRules(arbEngagementRule, 4),
  }),
  gates: arbRules<Gate>(
    (index) => fc.record({ id: fc.constant(`gate${index}`), label: fc.constant('Gate'), when: arbFilter }),
    1,
  ),
  grade: fc.constantFrom<ScoreModel['grade']>(
    {
      fit: [
        { letter: 'A', from: 20_000 },
        { letter: 'B', from: 0 },
      ],
      engagement: [
        { digit: '1', from: 30_000, label: 'hot' },
        { digit: '2', from: 5000, label: 'warm' },
        { digit: '3', from: 0, label: 'cold' },
      ],
    },
    { fit: [{ letter: 'A', from: 0 }], engagement: [{ digit: '1', from: 0, label: 'hot' }] },
  ),
  step: fc.constantFrom(1, 5, 10),
  rewriteAfterPoints: fc.constantFrom(0, 1, 5, 20),
});

/** The common line of 20 points beside lines drawn at random, or few leads would ever qualify. */
const arbEntry = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom<Filter>(
      { anyOf: [[{ kind: 'score', part: 'total', operator: 'GTE', milliPoints: 20_000 }]] },
      { anyOf: [[]] },
    ),
  },
  arbFilter,
);

const OFF_TOPIC: Filter = {
  anyOf: [
    [{ kind: 'property', object: 'contact', property: 'topic', operator: 'CONTAINS_TOKEN', value: 'deal' }],
  ],
};

const arbAgreement: fc.Arbitrary<Agreement> = fc
  .record({
    score: arbScoreModel,
    mqlEntry: arbEntry,
    mqlExit: fc.oneof(
      fc.constant(null),
      fc.constant<Filter>({
        anyOf: [[{ kind: 'score', part: 'total', operator: 'LT', milliPoints: 10_000 }]],
      }),
      arbFilter,
    ),
    leadEntry: fc.option(arbFilter),
    include: fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, arbFilter),
    exclude: fc.constantFrom(null, OFF_TOPIC),
    personas: arbRules<Gate>(
      (index) =>
        fc.record({ id: fc.constant(`persona${index}`), label: fc.constant('Persona'), when: arbFilter }),
      2,
    ),
    sql: fc.constantFrom('auto' as const, 'propose' as const, 'propose' as const, 'manual' as const),
    moveBack: fc.constantFrom('own' as const, 'any' as const, 'never' as const),
    nurture: fc.record({
      coolDownDays: fc.constantFrom(0, 0, 5, 30),
      cyclesPerYear: fc.constantFrom(1, 1, 3),
      recycledStage: fc.constantFrom('keep' as const, 'lead' as const),
    }),
    data: fc.constantFrom(mandatory({}), mandatory({}), mandatory({ mql: ['phone'] })),
    keepContactOwner: fc.boolean(),
    useCompanyOwner: fc.boolean(),
  })
  .map(
    ({
      score,
      mqlEntry,
      mqlExit,
      leadEntry,
      include,
      exclude,
      sql,
      moveBack,
      keepContactOwner,
      useCompanyOwner,
      ...rest
    }) =>
      agreementWith({
        ...rest,
        score,
        scope: { include, exclude },
        stages: { mqlEntry, mqlExit, leadEntry, sql, moveBack },
        routing: { keepContactOwner, useCompanyOwner },
      }),
  );

type Change =
  | { readonly do: 'nothing' | 'switchOn' | 'vanish' | 'reappear' }
  | {
      readonly do: 'set';
      readonly property: string;
      readonly value: string;
      readonly lateMs: number;
      readonly object: 'contact' | 'company';
    }
  | {
      readonly do: 'signal';
      readonly kind: Signal['kind'];
      readonly detail: string;
      readonly lateMs: number;
    };

interface Step {
  readonly waitMs: number;
  readonly changes: readonly Change[];
}

/** Most news is fresh; some is late, some is ahead of our clock. */
const arbLate = fc.constantFrom(0, 0, 0, 1000, HOUR_MS, 3 * DAY_MS, -1000, -2 * DAY_MS);
const arbSet = fc
  .constantFrom<readonly [string, readonly string[]]>(
    ['lifecyclestage', STAGES],
    ['hubspot_owner_id', OWNERS],
    ['accord_answer', ['', 'accept', 'Reject', 'maybe']],
    ['accord_answer', ['accept', 'reject']],
    ['accord_reject_reason', ['', 'budget']],
    ['accord_reject_note', ['', 'ring in May']],
    ['size', SIZES],
    ['topic', ['', 'small talk', 'Big-deal']],
    ['phone', ['', '123']],
  )
  .chain(([property, values]) =>
    fc.record({
      do: fc.constant('set' as const),
      property: fc.constant(property),
      value: fc.constantFrom(...values),
      lateMs: arbLate,
      object:
        property === 'size'
          ? fc.constantFrom('contact' as const, 'company' as const)
          : fc.constant('contact' as const),
    }),
  );
const arbSignal = fc.record({
  do: fc.constant('signal' as const),
  kind: fc.constantFrom('form' as const, 'form' as const, ...KINDS),
  detail: fc.constantFrom('', 'Demo request'),
  lateMs: arbLate,
});
const arbChange: fc.Arbitrary<Change> = fc.oneof(
  { weight: 8, arbitrary: arbSet },
  { weight: 8, arbitrary: arbSignal },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constantFrom(
        'nothing' as const,
        'switchOn' as const,
        'vanish' as const,
        'reappear' as const,
        'reappear' as const,
      ),
    }),
  },
);
const arbStep: fc.Arbitrary<Step> = fc.record({
  waitMs: fc.constantFrom(0, 1, 60_000, HOUR_MS, 5 * HOUR_MS, DAY_MS, 6 * DAY_MS, 31 * DAY_MS, 366 * DAY_MS),
  changes: fc.array(arbChange, { maxLength: 2 }),
});

export interface History {
  readonly agreement: Agreement;
  readonly ageDays: number;
  readonly pool: DecisionContext['pool'];
  readonly members: readonly string[];
  readonly steps: readonly Step[];
}

export const arbHistory: fc.Arbitrary<History> = fc.record({
  agreement: arbAgreement,
  ageDays: fc.constantFrom(0, 100),
  pool: fc.record({
    activeOwners: fc.constant(['7', '8', '9']),
    companyOwner: fc.constantFrom('', '9', '66'),
  }),
  members: fc.constantFrom(['7', '8'], ['7', '8'], []),
  steps: fc.array(arbStep, { minLength: 2, maxLength: 10 }),
});

/** One decision of a history, with what it was made of. */
export interface Moment {
  readonly agreement: Agreement;
  readonly lead: Lead;
  readonly context: DecisionContext;
  readonly decision: Decision;
}

/** Every decision in turn, each on the state that the one before left; HubSpot takes what was wished before. */
export function playHistory({ agreement, ageDays, pool, members, steps }: History): readonly Moment[] {
  const moments: Moment[] = [];
  let nowMs = toEpochMs(T0);
  let facts: LeadFacts = {
    contactId: '101',
    createdAt: fromEpochMs(nowMs - ageDays * DAY_MS),
    gone: false,
    contact: {},
    company: {},
    signals: [],
    deals: [],
  };
  let state = initialState();
  let regime = { number: 1, since: fromEpochMs(nowMs - DAY_MS) };
  const firstLiveAt = regime.since;
  let desk = deskOf(members);
  for (const step of steps) {
    nowMs += step.waitMs;
    const now = fromEpochMs(nowMs);
    for (const change of step.changes) facts = applyChange(facts, change, nowMs);
    if (step.changes.some((change) => change.do === 'switchOn'))
      regime = { number: regime.number + 1, since: now };
    const context = {
      now,
      regime: regime.number,
      baselineAt: regime.since,
      firstLiveAt,
      pool,
      desk,
    };
    const decision = decide(agreement, { facts, state }, context);
    moments.push({ agreement, lead: { facts, state }, context, decision });
    ({ state } = decision);
    const { turns } = decision.route ?? {};
    if (turns !== undefined) desk = { ...desk, pools: { ...desk.pools, [turns.pool]: turns.state } };
  }
  return moments;
}

export const arbMoment: fc.Arbitrary<Moment> = fc.tuple(arbHistory, fc.nat()).map(([history, choice]) => {
  const moments = playHistory(history);
  return moments[choice % moments.length]!;
});

function applyChange(facts: LeadFacts, change: Change, nowMs: number): LeadFacts {
  switch (change.do) {
    case 'set': {
      const values = {
        ...facts[change.object],
        [change.property]: { value: change.value, at: instantOf(nowMs, change) },
      };
      return { ...facts, [change.object]: values };
    }
    case 'signal': {
      const at = instantOf(nowMs, change);
      const signal: Signal = { id: `${change.kind}:${at}`, kind: change.kind, at, detail: change.detail };
      const others = facts.signals.filter(({ id }) => id !== signal.id);
      return {
        ...facts,
        signals: [...others, signal].sort((a, b) => (`${a.at}${a.id}` < `${b.at}${b.id}` ? -1 : 1)),
      };
    }
    case 'vanish':
      return { ...facts, gone: true };
    case 'reappear':
      return { ...facts, gone: false };
    default:
      return facts;
  }
}

function instantOf(nowMs: number, { lateMs }: { lateMs: number }): Instant {
  return fromEpochMs(nowMs - lateMs);
}
