// Generators of agreements, shaped so that the rare paths are walked often: thresholds near the line, short decays,
// exit lines, gates, yearly limits. Their conditions: arbitrary-conditions.ts.
import * as fc from 'fast-check';
import { clausesWith, pausesWith } from './arbitrary-clauses.ts';
import {
  anyFilter,
  FIELDS,
  filterOf,
  fitFilter,
  KINDS,
  propertyCondition,
  scoreCondition,
  turningCondition,
} from './arbitrary-conditions.ts';
import { dataWith, hotWith, nothing, nurtureWith, rarely } from './arbitrary-data.ts';
import { routing } from './arbitrary-routing.ts';
import type {
  Agreement,
  Calendar,
  Condition,
  Duration,
  EngagementRule,
  Filter,
  FitRule,
  Overlay,
} from './shapes.ts';

const always: Filter = { anyOf: [[]] };

function atLeast(operator: 'GTE' | 'LT', points: number): Filter {
  return { anyOf: [[{ kind: 'score', part: 'total', operator, milliPoints: points }]] };
}

const points = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 1, max: 40 }).map((value) => value * 1000) },
  { weight: 1, arbitrary: fc.integer({ min: -20_000, max: 30_000 }) },
);

const decay = fc.oneof(
  fc.constant([1_000_000]),
  fc
    .record({ hours: fc.integer({ min: 1, max: 400 }), last: fc.constantFrom(0, 0, 250_000) })
    .map(({ hours, last }) =>
      Array.from({ length: hours + 1 }, (_, h) => Math.floor(1_000_000 - ((1_000_000 - last) * h) / hours)),
    ),
  fc.constantFrom(24, 72, 240).map((life) => [...Array.from({ length: life }, () => 1_000_000), 0]),
  fc
    .constantFrom(6, 48, 168)
    .map((half) => Array.from({ length: half * 6 }, (_, h) => Math.floor(1_000_000 / 2 ** (h / half)))),
);

function rules<Rule extends { id: string }>(prefix: string, rule: fc.Arbitrary<Rule>): fc.Arbitrary<Rule[]> {
  return fc
    .array(rule, { minLength: 1, maxLength: 4, size: 'max' })
    .map((list) => list.map((one, index) => ({ ...one, id: `${prefix}${index}` })));
}

const groupOf = (...ids: string[]) => fc.constantFrom(null, null, ...ids);
const cap = fc.integer({ min: 0, max: 60 }).map((value) => value * 1000);
const groupsOf = (first: string, second: string) =>
  fc.tuple(cap, cap).map((caps) => [
    { id: first, cap: caps[0] },
    { id: second, cap: caps[1] },
  ]);

const fitRule = {
  id: fc.constant(''),
  label: fc.constant('Fit'),
  points,
  cap: fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, cap),
  when: fitFilter,
  group: groupOf('f1', 'f2'),
};
/** Some of their values are numbers. */
const number = fc.constantFrom(
  ...(['contact', 'company'] as const).flatMap((object) =>
    ['numemployees', 'size', 'industry'].map((property) => ({ object, property })),
  ),
);

const fit = fc.record({
  cap: fc.oneof(cap, fc.constant(100_000)),
  groups: groupsOf('f1', 'f2'),
  rules: rules<FitRule>(
    'fit',
    fc.oneof({ weight: 4, arbitrary: fc.record(fitRule) }, fc.record({ ...fitRule, cap, per: number })),
  ),
});

const engagement = fc.record({
  cap: fc.oneof(cap, fc.constant(100_000)),
  groups: groupsOf('g1', 'g2'),
  rules: rules<EngagementRule>(
    'eng',
    fc.record({
      id: fc.constant(''),
      label: fc.constant('Engagement'),
      signal: fc.constantFrom(...KINDS.slice(0, 4), 'form', 'form'),
      detailContains: fc.constantFrom(null, null, null, 'pricing', 'DEMO'),
      points,
      cap: fc.option(cap),
      decay,
      group: groupOf('g1', 'g2'),
    }),
  ),
});

const named = (prefix: string, when: fc.Arbitrary<Filter>, maxLength: number) =>
  fc
    .array(when, { maxLength, size: 'max' })
    .map((filters) =>
      filters.map((filter, index) => ({ id: `${prefix}${index}`, label: prefix, when: filter })),
    );

const block = { from: 540, to: 720 };
const weeks: Calendar['week'][] = [
  Object.fromEntries(['1', '2', '3', '4', '5'].map((day) => [day, [block, { from: 840, to: 1080 }]])),
  {
    '1': [{ from: 480, to: 1020 }],
    '2': [{ from: 600, to: 720 }],
    '4': [{ from: 480, to: 1020 }],
    '5': [{ from: 480, to: 600 }],
  },
  Object.fromEntries(['1', '2', '3', '4', '5', '6', '7'].map((day) => [day, [{ from: 0, to: 1440 }]])),
  { '6': [{ from: 1200, to: 1440 }], '7': [{ from: 0, to: 300 }] },
  // Into, within and out of the hours that clock changes skip or double.
  {
    '6': [{ from: 1410, to: 1425 }],
    '7': [
      { from: 15, to: 45 },
      { from: 70, to: 130 },
      { from: 140, to: 160 },
      { from: 170, to: 200 },
    ],
  },
];

export const calendar: fc.Arbitrary<Calendar> = fc.record({
  timeZone: fc.constantFrom(
    'UTC',
    'Europe/Paris',
    'America/New_York',
    'Asia/Kolkata',
    'Australia/Lord_Howe',
    'America/Santiago',
  ),
  week: fc.constantFrom(...weeks),
  daysOff: fc.subarray([
    '2026-03-30',
    '2026-04-06',
    '2026-05-01',
    '2026-10-26',
    '2026-11-11',
    '2026-12-25',
    '2027-01-01',
  ]),
});

const duration: fc.Arbitrary<Duration> = fc.oneof(
  fc.record({ unit: fc.constant('workingHours'), amount: fc.constantFrom(1, 2, 4, 8, 16) }),
  fc.record({ unit: fc.constant('workingDays'), amount: fc.constantFrom(1, 2, 5) }),
  fc.record({ unit: fc.constant('elapsedHours'), amount: fc.constantFrom(1, 24, 48) }),
);

const mqlEntry = fc.oneof(
  { weight: 5, arbitrary: fc.integer({ min: 1, max: 40 }).map((line) => atLeast('GTE', line * 1000)) },
  { weight: 1, arbitrary: fc.constant(always) },
  { weight: 1, arbitrary: anyFilter },
);

/** Below the entry line where there is one; an exit above the entry would be refused when the agreement is checked. */
function exitBelow(entry: Filter): fc.Arbitrary<Filter | null> {
  const line = entry.anyOf[0]?.[0];
  if (line?.kind !== 'score' || line.part !== 'total') return fc.constant(null);
  const at = line.milliPoints ?? 0;
  return fc.oneof(
    fc.constant(null),
    fc.integer({ min: 1, max: 15_000 }).map((below) => atLeast('LT', at - below)),
  );
}

/** The portal's own: two at the side, a yes, work, and one that only people set. */
const custom = fc.subarray([
  { id: 'recycled', label: 'Recycled', lifecycle: '8001', after: null, moment: 'recycled' },
  { id: 'out', label: 'Out', lifecycle: '8002', after: null, moment: 'disqualified' },
  { id: 'sal', label: 'Accepted by sales', lifecycle: '8003', after: 'mql', moment: 'accepted' },
  { id: 'work', label: 'In work', lifecycle: '8004', after: 'mql', moment: 'working' },
  { id: 'engaged', label: 'Engaged', lifecycle: '8005', after: 'lead', moment: null },
]);

const stages = fc
  .record({
    leadEntry: fc.oneof(fc.constant(null), fc.constant(always), anyFilter),
    mqlEntry,
    sql: fc.constantFrom('propose', 'propose', 'auto', 'manual'),
    custom: fc.oneof(fc.constant([]), custom, custom),
    protected: fc.constantFrom(
      ['customer', 'evangelist', 'other'],
      ['customer'],
      ['customer', 'opportunity'],
    ),
    moveBack: fc.constantFrom('own', 'any', 'never'),
  })
  .chain((stage) => exitBelow(stage.mqlEntry).map((mqlExit) => ({ ...stage, mqlExit })))
  .map((stage) => ({
    ...stage,
    lifecycle: {
      lead: 'lead',
      mql: 'marketingqualifiedlead',
      sql: 'salesqualifiedlead',
      opportunity: 'opportunity',
    },
    before: ['subscriber'],
  }));

export const TEAMS = ['North', 'south ', 'East'];
const CLAUSE_TIMES = { accept: duration, 'first-touch': duration, feedback: duration, hot: duration };
const times = {
  language: fc.constantFrom('en', 'fr'),
  calendar,
  sales: fc.record(CLAUSE_TIMES, { requiredKeys: [] }),
};

/** One for a country or the like, that may move every line, and one for a team, that moves times only. */
const leadOverlay: fc.Arbitrary<Overlay> = fc.record({
  id: fc.constant('lead'),
  label: fc.constant('Elsewhere'),
  when: fc.oneof(fc.constant(null), filterOf([propertyCondition])),
  teams: fc.constant([]),
  changes: fc.record(
    {
      ...times,
      mqlEntry: fc.integer({ min: 1, max: 40 }).map((line) => atLeast('GTE', line * 1000)),
      mqlExit: fc.oneof(fc.constant(null), fc.constant(atLeast('LT', 500))),
      mandatoryForMql: fc.subarray(FIELDS, { maxLength: 1 }),
      points: fc.record({ fit0: points, eng0: points, eng1: points, form: points }, { requiredKeys: [] }),
    },
    { requiredKeys: [] },
  ),
});
const teamOverlay: fc.Arbitrary<Overlay> = fc.record({
  id: fc.constant('team'),
  label: fc.constant('A team'),
  when: fc.constant(null),
  teams: fc.subarray(['north', 'South', 'West'], { minLength: 1 }),
  changes: fc.record(times, { requiredKeys: [] }),
});
const overlays = fc.oneof(
  { weight: 3, arbitrary: fc.constant([]) },
  { weight: 2, arbitrary: fc.array(fc.oneof(leadOverlay, leadOverlay, teamOverlay), { maxLength: 3 }) },
);

const answers: fc.Arbitrary<Agreement['answers']> = fc.record(
  {
    leadStatus: fc.constantFrom(
      {},
      {
        open_deal: { answer: 'accept', reason: '' },
        in_progress: { answer: 'working', reason: '' },
        unqualified: { answer: 'reject', reason: 'Budget' },
        bad_timing: { answer: 'reject', reason: '' },
      },
    ),
    hubspotLeads: fc.constant({
      stages: {
        ready: { answer: 'accept', reason: '' },
        '4711': { answer: 'reject', reason: 'timing' },
        connected: { answer: 'working', reason: '' },
        qualified: { answer: 'accept', reason: '' },
        disqualified: { answer: 'reject', reason: '' },
      },
      reasons: { no_budget: 'Budget' },
    }),
    dealCreated: fc.boolean(),
    reasons: fc.constant({ budget: 'Budget', timing: 'timing', 'why: so': 'Because' }),
  },
  { requiredKeys: ['leadStatus', 'dealCreated', 'reasons'] },
);

const plainAgreement: fc.Arbitrary<Agreement> = fc.record({
  id: fc.constant('a1'),
  version: fc.integer({ min: 1, max: 9 }),
  language: fc.constantFrom('en', 'fr'),
  scope: fc.record({
    include: rarely<Filter | null>(filterOf([propertyCondition]), null),
    exclude: rarely<Filter | null>(filterOf([propertyCondition, scoreCondition]), null),
  }),
  personas: named('persona', anyFilter, 2),
  segments: named('segment', anyFilter, 2),
  calendar,
  stages,
  score: fc.record({
    fit,
    engagement,
    gates: rarely(named('gate', anyFilter, 2), []),
    grade: fc.constant({
      fit: [
        { letter: 'A', from: 30_000 },
        { letter: 'B', from: 10_000 },
        { letter: 'C', from: 0 },
      ],
      engagement: [
        { digit: '1', from: 25_000, label: 'hot' },
        { digit: '2', from: 8_000, label: 'warm' },
        { digit: '3', from: 0, label: 'cold' },
      ],
    }),
    step: fc.constantFrom(1, 5, 10),
    rewriteAfterPoints: fc.constantFrom(0, 1, 5, 10),
  }),
  data: dataWith(FIELDS, duration),
  routing,
  sales: fc.record({
    clauses: clausesWith(duration),
    pauses: pausesWith(duration),
    attempts: fc.option(fc.record({ count: fc.integer({ min: 1, max: 2 }), within: duration })),
  }),
  rejectReasons: fc.constant([
    { id: 'budget', label: 'Budget', clause: null },
    { id: 'timing', label: 'timing', clause: 'nurture' },
  ]),
  answers,
  disqualify: rarely(named('rule', anyFilter, 2), []),
  nurture: nurtureWith(anyFilter),
  overlays,
  needs: fc.record({
    contact: fc.constant([]),
    company: fc.constant([]),
    deals: fc.constantFrom(true, true, true, false),
  }),
});

const anyAgreement: fc.Arbitrary<Agreement> = fc
  .record({ plain: plainAgreement, hot: hotWith(duration) })
  .map(({ plain, hot: told }) => (told === undefined ? plain : { ...plain, hot: told }));

const ruleOf = (id: string, signal: string, milliPoints: number) =>
  decay.map(
    (table): EngagementRule => ({
      id,
      label: id,
      signal,
      detailContains: null,
      points: milliPoints,
      cap: null,
      decay: table,
      group: null,
    }),
  );

/** One form brings a lead over the line, time or a mail opened takes it back: most paths begin behind a hand-over. */
const easyAgreement = fc
  .record({
    base: anyAgreement,
    form: ruleOf('form', 'form', 30_000),
    open: ruleOf('open', 'emailOpen', -12_000),
    line: fc.integer({ min: 10, max: 30 }),
    exit: fc.constantFrom(null, 1, 5, 15),
    gates: fc.constantFrom([], ['phone'], ['phone'], ['phone', 'country']),
    coolDownDays: fc.constantFrom(0, 1, 3),
    isStrict: fc.boolean(),
    // Sales accept at once, the company comes later.
    sql: fc.constantFrom(null, { fields: ['company'], how: 'block' }, { fields: ['company'], how: 'block' }),
  })
  .map(({ base, form, open, line, exit, gates, coolDownDays, isStrict, sql }): Agreement => {
    const engagement = { cap: 100_000, groups: [], rules: [form, open] };
    const has = (property: string): Filter => ({
      anyOf: [[{ kind: 'property', object: 'contact', property, operator: 'HAS_PROPERTY' }]],
    });
    return {
      ...base,
      scope: { include: null, exclude: gates.length > 0 ? has('industry') : null },
      data: {
        ...base.data,
        mandatory: {
          ...base.data.mandatory,
          lead: nothing,
          mql: nothing,
          sql: sql ?? base.data.mandatory.sql,
        },
      },
      disqualify: isStrict ? [{ id: 'rule0', label: 'Size', when: has('numemployees') }] : [],
      nurture: { ...base.nurture, coolDownDays },
      stages: {
        ...base.stages,
        mqlEntry: atLeast('GTE', line * 1000),
        mqlExit: exit === null ? null : atLeast('LT', (line - exit) * 1000),
      },
      score: {
        ...base.score,
        fit: { ...base.score.fit, rules: [] },
        engagement,
        gates: gates.map((property) => ({ id: `no-${property}`, label: property, when: has(property) })),
      },
    };
  });

/** A condition on a part of the score names the parts that there are: one rule, or a group's rules and its cut. */
function fillParts(made: Agreement): Agreement {
  const rules = [...made.score.fit.rules, ...made.score.engagement.rules];
  const groups = [...made.score.fit.groups, ...made.score.engagement.groups];
  const fill = (condition: Condition): Condition => {
    const rule = rules.find(({ id }) => id === condition.id) ?? rules[0];
    const id = condition.of === 'rule' ? rule?.id : (rule?.group ?? groups[0]?.id);
    const members = rules.filter(({ group }) => group === id).map((member) => member.id);
    return {
      ...condition,
      id: id ?? '',
      parts: condition.of === 'rule' ? [id ?? ''] : [...members, `cap:group:${id}`],
    };
  };
  const walk = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(walk);
    if (typeof value !== 'object' || value === null) return value;
    if ('kind' in value && value.kind === 'scorePart') return fill(value as Condition); // its kind says so
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, walk(each)]));
  };
  return walk(made) as Agreement; // the same shape
}

export const agreement: fc.Arbitrary<Agreement> = fc
  .oneof({ weight: 1, arbitrary: anyAgreement }, { weight: 2, arbitrary: easyAgreement })
  .map(fillParts);

/** One gate that time turns, and nothing else that does so soon. */
export const turningAgreement: fc.Arbitrary<Agreement> = fc
  .record({
    base: easyAgreement,
    gate: fc.array(turningCondition, { minLength: 1, maxLength: 2 }).map((group) => ({ anyOf: [group] })),
    isBare: fc.boolean(),
  })
  .map(({ base, gate, isBare }) => {
    const gates = [{ id: 'turning', label: 'turning', when: gate }];
    const engagement = { ...base.score.engagement, rules: isBare ? [] : base.score.engagement.rules };
    return fillParts({ ...base, personas: [], score: { ...base.score, engagement, gates } });
  });
