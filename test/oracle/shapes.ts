// The JSON that the oracle reads and writes, in its own loose words. On purpose it shares no type with the product:
// a shared type would carry a shared mistake.
import type { ConsequenceEvent, Done, Step } from './consequence-shapes.ts';
import type { Absences, Desk, DeskPool, PoolTurns, RoutingRule } from './routing-shapes.ts';

export interface Cell {
  value: string;
  at: string;
  source?: string | undefined;
}

export interface Signal {
  id: string;
  kind: string;
  at: string;
  detail: string;
  late?: true;
  ownerId?: string;
  loggedAt?: string;
  outcome?: string;
}

export interface Condition {
  kind: string;
  object?: string;
  property?: string;
  type?: string;
  operator: string;
  value?: string;
  highValue?: string;
  values?: readonly string[];
  signal?: string;
  detailContains?: string;
  status?: string;
  count?: number;
  withinDays?: number;
  part?: string;
  of?: string;
  id?: string;
  parts?: readonly string[];
  milliPoints?: number;
  days?: number;
}

export interface Filter {
  anyOf: readonly (readonly Condition[])[];
}

export interface FitRule {
  id: string;
  label: string;
  points: number;
  cap: number | null;
  per?: { object: 'contact' | 'company'; property: string };
  when: Filter;
  group: string | null;
}

export interface EngagementRule {
  id: string;
  label: string;
  signal: string;
  detailContains: string | null;
  points: number;
  cap: number | null;
  decay: readonly number[];
  group: string | null;
}

export interface Dimension<Rule> {
  cap: number;
  groups: readonly { id: string; cap: number }[];
  rules: readonly Rule[];
}

interface Named {
  id: string;
  label: string;
  when: Filter;
}

export interface Calendar {
  timeZone: string;
  week: Readonly<Record<string, readonly { from: number; to: number }[]>>;
  daysOff: readonly string[];
}

export interface Duration {
  unit: string;
  amount: number;
}

export interface Overlay {
  id: string;
  label: string;
  when: Filter | null;
  teams: readonly string[];
  changes: {
    language?: string;
    calendar?: Calendar;
    sales?: Readonly<Record<string, Duration>>;
    mqlEntry?: Filter;
    mqlExit?: Filter | null;
    mandatoryForMql?: readonly string[];
    points?: Readonly<Record<string, number>>;
  };
}
export type StageName = 'lead' | 'mql' | 'sql' | 'opportunity';

export interface CustomStage {
  id: string;
  label: string;
  lifecycle: string;
  after: string | null;
  moment: string | null;
}

export interface Clause {
  id: string;
  label: string | null;
  kind: string;
  start: string;
  stage: string | null;
  segment: string | null;
  within: Duration;
  counts: string;
  count: number;
  untilReached?: boolean;
  logWithin: Duration;
  warnAt: number | null;
  pauses: readonly string[];
  rate: number;
  owner: string | null;
  consequences: readonly Step[];
}

export interface Agreement {
  id: string;
  version: number;
  language: string;
  scope: { include: Filter | null; exclude: Filter | null };
  personas: readonly Named[];
  segments: readonly Named[];
  calendar: Calendar;
  stages: {
    lifecycle: Readonly<Record<'lead' | 'mql' | 'sql' | 'opportunity', string>>;
    custom: readonly CustomStage[];
    before: readonly string[];
    leadEntry: Filter | null;
    mqlEntry: Filter;
    mqlExit: Filter | null;
    sql: string;
    protected: readonly string[];
    moveBack: string;
  };
  score: {
    fit: Dimension<FitRule>;
    engagement: Dimension<EngagementRule>;
    gates: readonly Named[];
    grade: {
      fit: readonly { letter: string; from: number }[];
      engagement: readonly { digit: string; from: number; label: string }[];
    };
    step: number;
    rewriteAfterPoints: number;
  };
  data: {
    mandatory: Readonly<Record<StageName, { fields: readonly string[]; how: string }>>;
    normalize: readonly string[];
    placeholders: readonly string[];
    owes: readonly { fields: readonly string[]; by: string; within: Duration }[];
    completeness: number;
    duplicates: { ignoreGmailDots: boolean; oneOwner: boolean };
  };
  routing: {
    keepContactOwner: boolean;
    useCompanyOwner: boolean;
    onReturn: string | null;
    timeZone: string;
    daysOff: readonly string[];
    rules: readonly RoutingRule[];
    otherwise: string;
    pools: readonly DeskPool[];
  };
  sales: {
    clauses: readonly Clause[];
    pauses: readonly { id: string; label: string; atMost: Duration; perLead: number | null }[];
    attempts: { count: number; within: Duration } | null;
  };
  hot?: { signals: readonly string[]; atMostEvery: Duration };
  rejectReasons: readonly { id: string; label: string; clause: string | null }[];
  answers: {
    leadStatus: Readonly<Record<string, { answer: string; reason: string }>>;
    hubspotLeads?: {
      stages: Readonly<Record<string, { answer: string; reason: string }>>;
      reasons: Readonly<Record<string, string>>;
    };
    dealCreated: boolean;
    reasons: Readonly<Record<string, string>>;
  };
  disqualify: readonly Named[];
  nurture: {
    coolDownDays: number;
    coolDowns: Readonly<Record<string, number | null>>;
    cyclesPerYear: number;
    recycledStage: string;
    inactiveAfterDays: number | null;
    relaunch: { attempts: number; sunsetAfterDays: number } | null;
    maturing: Filter | null;
    tracks: readonly { id: string; label: string; when: Filter | null; after: readonly string[] | null }[];
    themes: readonly { id: string; label: string; contains: readonly string[] }[];
    themeBy: string;
  };
  overlays: readonly Overlay[];
  needs: { contact: readonly string[]; company: readonly string[]; deals: boolean; hubspotLeads?: true };
}

export interface Deal {
  id: string;
  ownerId: string;
  createdAt: string;
  status: string;
  statusAt: string;
  pipeline: string;
  stage: string;
}

export interface HubspotLead {
  id: string;
  stage: string;
  stageAt: string;
  state: string;
  reason: string;
}

export interface Facts {
  contactId: string;
  createdAt: string;
  gone: boolean;
  contact: Readonly<Record<string, Cell>>;
  company: Readonly<Record<string, Cell>>;
  signals: readonly Signal[];
  deals: readonly Deal[];
  hubspotLeads?: readonly HubspotLead[];
  pauses?: readonly { reason: string; from: string; to: string | null }[];
  excuses?: readonly { clause: string; cycle: number; at: string }[];
  takenBack?: readonly { clause: string; cycle: number; run: number; step: number; at: string }[];
}

export interface Tracked {
  value: string;
  before: string;
  by: string;
  at: string;
}

export interface Scored {
  total: number;
  fit: number;
  engagement: number;
  grade: string;
  at: string;
  signalCount: number;
  status: string;
}

type Kept = 'requestedAt' | 'rejectNote' | 'heldSince' | 'unattendedSince' | 'noticedAt';
export interface State extends Partial<Record<Kept, string>> {
  regime: number;
  status: string;
  stage: Tracked;
  owner: Tracked;
  cycle: number;
  handOvers: readonly string[];
  handedOverAt: string | null;
  byHand: boolean;
  assignedAt: string | null;
  acceptedAt: string | null;
  touchedAt: string | null;
  rejectedAt: string | null;
  recycledAt: string | null;
  recycleReason: string;
  answersAfter: string | null;
  answeredAt: string | null;
  newMqlAt: string | null;
  formerReps?: readonly { ownerId: string; until: string }[];
  scored: Scored | null;
  clocks?: readonly ClockRun[];
  lastEnd?: { at: string; reason: string; note?: string };
  consequences?: readonly Done[];
}

export interface ClockRun {
  clause: string;
  startedAt: string;
  run: number;
  lastRun?: number;
  ownerId: string;
  since: string;
  dueAt: string | null;
  warnedAt: string | null;
  breachedAt: string | null;
  metAt: string | null;
}

export interface Clock extends ClockRun {
  cycle: number;
  warnAt: string | null;
  totalDueAt: string | null;
  status: string;
}

export interface Lead {
  facts: Facts;
  state: State;
}

export interface Context {
  now: string;
  regime: number;
  baselineAt: string;
  firstLiveAt?: string;
  pool: {
    activeOwners: readonly string[];
    companyOwner: string;
    left?: readonly string[];
    absences?: Absences;
    teams?: Readonly<Record<string, readonly string[]>>;
  };
  desk?: Desk;
  merged?: true;
  ownerShownAt?: string | null;
  clocksHeldUntil?: string;
  consequences?: { since: string; recent: Readonly<Record<string, readonly string[]>>; notBefore?: string };
  sourcePause?: SourcePause;
}

export interface SourcePause {
  id: string;
  source: string;
  clause: string;
  month: string;
  from: 'mql' | 'accepted';
  to: 'sql' | 'customer';
  reached: number;
  matured: number;
  floor: number;
  since: string;
}

export interface Route {
  pools: readonly string[];
  ownerId: string;
  turns?: { pool: string; state: PoolTurns };
}

export interface Part {
  rule: string;
  dimension: string;
  milliPoints: number;
  signals: number;
}

export interface Verdict {
  inScope: boolean;
  fit: number;
  engagement: number;
  total: number;
  parts: Part[];
  grade: string;
  disqualifiedBy: string | null;
  gates: string[];
  persona: string | null;
  personaGroup: number | null;
  missingFields: string[];
  completeness: number;
  meetsMql: boolean;
  qualifies: boolean;
  meetsExit: boolean;
}

export interface Reason {
  code: string;
  params: Record<string, string | number>;
}

export interface Property {
  name: string;
  value: string;
  effect: string;
  since: string | null;
  ridesAlong: boolean;
}

export interface Task {
  occurrence: string;
  clause: string;
  label?: string;
  tries?: { count: number; counts: string };
  ownerId: string;
  dueAt: string;
  since: string;
  noticedAt?: string;
  context: Reason[];
}

export interface Outcome {
  verdict: Verdict;
  state: State;
  properties: Property[];
  task: Task | null;
  clocks: Clock[];
  consequences: ConsequenceEvent[];
  reasons: Reason[];
  route?: Route;
}

export function ms(instant: string): number {
  return Date.parse(instant);
}

export function iso(at: number): string {
  return new Date(at).toISOString();
}

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
