// Small agreements, leads and contexts for tests of decisions. Each test says only what it is about.
import type {
  Agreement,
  Condition,
  EngagementRule,
  Filter,
  FitRule,
  Instant,
  ScoreModel,
  SignalKind,
  StageModel,
} from '#domain/agreement.ts';
import type { DataModel, NurtureModel } from '#domain/agreement-data.ts';
import type { SalesClause } from '#domain/agreement-sales.ts';
import { decide } from '#domain/decide.ts';
import type { Decision, DecisionContext, Desk, Owners } from '#domain/decision.ts';
import { fromEpochMs, toEpochMs } from '#domain/instant.ts';
import { type Cell, initialState, type LeadFacts, type LeadState, type Signal } from '#domain/lead.ts';
import type { MarketingPromises } from '#domain/marketing/promises.ts';
import { deskOf, routingTo } from './routing-builders.ts';

/** A Monday, 10:00 in Paris. */
export const T0: Instant = '2026-03-02T09:00:00.000Z';
/** Before every instant of these tests, unless they say otherwise. */
export const LONG_AGO: Instant = '2020-01-01T00:00:00.000Z';
export const NO_DECAY = [1_000_000];

export function hoursAfter(instant: Instant, hours: number): Instant {
  return fromEpochMs(toEpochMs(instant) + Math.round(hours * 3_600_000));
}
export function daysAfter(instant: Instant, days: number): Instant {
  return hoursAfter(instant, days * 24);
}

export function when(...conditions: Condition[]): Filter {
  return { anyOf: [conditions] };
}
export const never: Filter = { anyOf: [] };
export const always: Filter = { anyOf: [[]] };

export function contactIs(property: string, value: string): Condition {
  return { kind: 'property', object: 'contact', property, operator: 'EQ', value };
}
export function scoreAtLeast(points: number, part: 'total' | 'fit' | 'engagement' = 'total'): Condition {
  return { kind: 'score', part, operator: 'GTE', milliPoints: points * 1000 };
}
export function scoreBelow(points: number, part: 'total' | 'fit' | 'engagement' = 'total'): Condition {
  return { kind: 'score', part, operator: 'LT', milliPoints: points * 1000 };
}

export function fitRule(id: string, points: number, filter: Filter): FitRule {
  return { id, label: id, points: points * 1000, cap: null, when: filter, group: null };
}

export function engagementRule(
  id: string,
  points: number,
  changes: Partial<EngagementRule> = {},
): EngagementRule {
  const plain = { detailContains: null, cap: null, decay: NO_DECAY, group: null };
  return { id, label: id, signal: 'form', points: points * 1000, ...plain, ...changes };
}

/** Halves every `hours` hours, in steps of one hour, down to nothing after ten halvings. */
export function halving(hours: number): number[] {
  const table: number[] = [];
  for (let age = 0; age < hours * 10; age++) table.push(Math.floor(1_000_000 * 0.5 ** (age / hours)));
  return [...table, 0];
}

type Parts = 'stages' | 'score' | 'data' | 'routing' | 'sales' | 'nurture' | 'answers';

export interface AgreementChanges extends Partial<Omit<Agreement, Parts>> {
  readonly stages?: Partial<StageModel>;
  readonly score?: Partial<ScoreModel>;
  readonly routing?: Partial<Agreement['routing']>;
  readonly sales?: Partial<Agreement['sales']>;
  readonly data?: Partial<DataModel>;
  readonly nurture?: Partial<NurtureModel>;
  readonly answers?: Partial<Agreement['answers']>;
}

/** MQL from 50 points, cooled below 30; a form is worth 40, a big company 20. Nine to five in Paris. */
export function agreementWith(changes: AgreementChanges = {}): Agreement {
  const { stages, score, data, routing, sales, nurture, answers, ...rest } = changes;
  return {
    id: 'agreement-1',
    version: 3,
    language: 'en',
    scope: { include: null, exclude: null },
    personas: [],
    segments: [],
    calendar: { timeZone: 'Europe/Paris', week: WORKING_WEEK, daysOff: [] },
    stages: { ...STAGES, ...stages },
    score: { ...SCORE, ...score },
    data: { ...DATA, ...data },
    routing: { ...routingTo(['7', '8']), ...routing },
    sales: {
      clauses: CLAUSES,
      pauses: [],
      attempts: null,
      ...sales,
    },
    marketing: MARKETING,
    rejectReasons: [
      { id: 'budget', label: 'No budget', clause: null },
      { id: 'timing', label: 'Not now', clause: null },
    ],
    answers: {
      leadStatus: {},
      dealCreated: false,
      reasons: { budget: 'No budget', 'no budget': 'No budget', timing: 'Not now', 'not now': 'Not now' },
      ...answers,
    },
    disqualify: [],
    nurture: { ...NURTURE, ...nurture },
    overlays: [],
    needs: { contact: [], company: [], deals: true },
    ...rest,
  };
}

/** A hundred MQLs a month, of which 30 % become SQL; judged 30 days after the month. */
const MARKETING: MarketingPromises = {
  volume: [
    {
      id: 'volume',
      segment: null,
      channel: null,
      campaign: null,
      unit: 'mql',
      perMonth: 100,
      months: {},
    },
  ],
  quality: { id: 'quality', from: 'mql', to: 'sql', rate: 300_000, matureAfterDays: 30, floor: null },
  completeness: { id: 'completeness', rate: 950_000 },
  warnAt: 0,
};
const PLAIN_CLAUSE = {
  label: null,
  stage: null,
  segment: null,
  counts: 'attempt',
  count: 1,
  logWithin: { unit: 'elapsedHours', amount: 24 },
  warnAt: null,
  pauses: [],
  rate: 1_000_000,
  owner: null,
  consequences: [],
} as const;
/** Accept within 8 working hours, touch within a working day of SQL, say why within 48 hours; no warnings. */
const CLAUSES: readonly SalesClause[] = [
  {
    ...PLAIN_CLAUSE,
    id: 'accept',
    kind: 'accept',
    start: 'assignment',
    within: { unit: 'workingHours', amount: 8 },
  },
  {
    ...PLAIN_CLAUSE,
    id: 'first-touch',
    kind: 'touch',
    start: 'stage',
    stage: 'sql',
    within: { unit: 'workingDays', amount: 1 },
  },
  {
    ...PLAIN_CLAUSE,
    id: 'feedback',
    kind: 'feedback',
    start: 'reject',
    within: { unit: 'elapsedHours', amount: 48 },
  },
];
/** The three clauses, some changed by id, then further ones, of touches. */
export function clausesWith(
  changes: Readonly<Record<string, Partial<SalesClause>>>,
  further: readonly (Partial<SalesClause> & Pick<SalesClause, 'id' | 'start' | 'within'>)[] = [],
): readonly SalesClause[] {
  return [
    ...CLAUSES.map((clause) => ({ ...clause, ...changes[clause.id] })),
    ...further.map((clause) => ({ ...PLAIN_CLAUSE, kind: 'touch' as const, label: clause.id, ...clause })),
  ];
}
const ASKS_NOTHING = { fields: [], how: 'block' } as const;
const DATA: DataModel = {
  mandatory: { lead: ASKS_NOTHING, mql: ASKS_NOTHING, sql: ASKS_NOTHING, opportunity: ASKS_NOTHING },
  normalize: [],
  placeholders: [],
  owes: [],
  completeness: 950_000,
  duplicates: { oneOwner: false, ignoreGmailDots: true },
};
/** Fields without which a stage is not entered. */
export function mandatory(
  fields: Partial<Record<keyof DataModel['mandatory'], readonly string[]>>,
  how: 'block' | 'warn' = 'block',
): Partial<DataModel> {
  const asked = Object.entries(fields).map(([stage, names]) => [stage, { fields: names, how }] as const);
  return { mandatory: { ...DATA.mandatory, ...Object.fromEntries(asked) } };
}
const NURTURE: NurtureModel = {
  coolDowns: {},
  coolDownDays: 30,
  cyclesPerYear: 3,
  recycledStage: 'keep',
  inactiveAfterDays: null,
  relaunch: null,
  maturing: null,
  tracks: [],
  themes: [],
  themeBy: 'recent',
};

export const NINE_TO_FIVE = [{ from: 540, to: 1020 }];
const WORKING_WEEK = { 1: NINE_TO_FIVE, 2: NINE_TO_FIVE, 3: NINE_TO_FIVE, 4: NINE_TO_FIVE, 5: NINE_TO_FIVE };
const STAGES: StageModel = {
  lifecycle: {
    lead: 'lead',
    mql: 'marketingqualifiedlead',
    sql: 'salesqualifiedlead',
    opportunity: 'opportunity',
  },
  custom: [],
  before: ['subscriber'],
  leadEntry: null,
  mqlEntry: when(scoreAtLeast(50)),
  mqlExit: when(scoreBelow(30)),
  sql: 'propose',
  protected: ['customer', 'evangelist', 'other'],
  moveBack: 'own',
};
const SCORE: ScoreModel = {
  fit: { cap: 100_000, groups: [], rules: [fitRule('big', 20, when(contactIs('size', 'big')))] },
  engagement: { cap: 100_000, groups: [], rules: [engagementRule('form', 40)] },
  gates: [{ id: 'competitor', label: 'Competitor', when: when(contactIs('competitor', 'yes')) }],
  grade: {
    fit: [
      { letter: 'A', from: 20_000 },
      { letter: 'B', from: 0 },
    ],
    engagement: [
      { digit: '1', from: 40_000, label: 'hot' },
      { digit: '2', from: 0, label: 'warm' },
    ],
  },
  step: 5,
  rewriteAfterPoints: 5,
};

export interface FactChanges extends Partial<Omit<LeadFacts, 'contact' | 'company'>> {
  /** Values that have been so since `LONG_AGO`, or cells. */
  readonly contact?: Readonly<Record<string, string | Cell>>;
  readonly company?: Readonly<Record<string, string | Cell>>;
}

export function factsWith(changes: FactChanges = {}): LeadFacts {
  const { contact = {}, company = {}, ...rest } = changes;
  return {
    contactId: '101',
    createdAt: LONG_AGO,
    gone: false,
    signals: [],
    deals: [],
    ...rest,
    contact: cellsOf(contact),
    company: cellsOf(company),
  };
}

export function cell(value: string, at: Instant): Cell {
  return { value, at };
}

export function signal(kind: SignalKind, at: Instant, detail = ''): Signal {
  return { id: `${kind}:${at}:${detail}`, kind, at, detail };
}

export function contextAt(now: Instant, changes: ContextChanges = {}): DecisionContext {
  const { pool = {}, desk, ...rest } = changes;
  const { members = ['7', '8'], ...owners } = pool;
  return {
    now,
    regime: 1,
    baselineAt: LONG_AGO,
    ...rest,
    pool: { activeOwners: ['7', '8', '9'], companyOwner: '', ...owners },
    desk: deskOf(members, desk),
  };
}

/** `members`: the owners whom HubSpot knows by the addresses of the pool's reps. */
type ContextChanges = Partial<Omit<DecisionContext, 'pool' | 'now' | 'desk'>> & {
  pool?: Partial<Owners> & { readonly members?: readonly string[] };
  desk?: Partial<Desk>;
};

/** A qualified lead: a big company (20 points) that filled a form (40) an hour before T0. */
export const hotFacts: LeadFacts = factsWith({
  contact: { size: 'big', lifecyclestage: 'lead' },
  signals: [signal('form', hoursAfter(T0, -1))],
});

/** One after the other, each on the state that the one before left. */
export function decideInTurn(
  agreement: Agreement,
  steps: readonly { readonly facts: LeadFacts; readonly context: DecisionContext }[],
  state: LeadState = initialState(),
): Decision {
  let current = state;
  let last: Decision | undefined;
  for (const { facts, context } of steps) {
    last = decide(agreement, { facts, state: current }, context);
    current = last.state;
  }
  if (last === undefined) throw new Error('No step was given');
  return last;
}

export const HALF_LATER = hoursAfter(T0, 2);
export const LATER = hoursAfter(T0, 3);

/** The hot lead with more: contact values, or signals beside its own. */
export function hotWith({ contact = {}, signals = [] }: FactChanges): LeadFacts {
  return factsWith({
    contact: { ...hotFacts.contact, ...contact },
    signals: [...hotFacts.signals, ...signals],
  });
}

/** Handed over at T0, then seen with other facts at a later instant. */
export function thenSeen(facts: LeadFacts, agreement: Agreement = agreementWith(), now = LATER): Decision {
  return decideInTurn(agreement, [
    { facts: hotFacts, context: contextAt(T0) },
    { facts, context: contextAt(now) },
  ]);
}

/** A no with a reason, given at HALF_LATER. */
export const rejectedAnswer = {
  accord_answer: cell('reject', HALF_LATER),
  accord_reject_reason: cell('budget', HALF_LATER),
};

export function codesOf(decision: Decision): string[] {
  return decision.reasons.map(({ code }) => code);
}

export function wanted(decision: Decision, name: string): string | undefined {
  return decision.properties.find((property) => property.name === name)?.value;
}

function cellsOf(values: Readonly<Record<string, string | Cell>>): Record<string, Cell> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      typeof value === 'string' ? cell(value, LONG_AGO) : value,
    ]),
  );
}
