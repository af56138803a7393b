// Shows that each invariant can fail: a small, true story passes all of them, and every single lie is found.
import { describe, expect, it } from 'vitest';
import { oracleDecide } from '#test/oracle/decide.ts';
import { initial } from '#test/oracle/initial.ts';
import {
  findChainViolations,
  findDecisionViolations,
  findFactViolations,
  findTaskViolations,
  findUnsettledLeads,
  findUnwrittenProperties,
  type HubspotDump,
  type StoredDecision,
} from '#test/oracle/invariants.ts';
import type { Desk, DeskPool } from '#test/oracle/routing-shapes.ts';
import type { Agreement, Context, Facts, Outcome } from '#test/oracle/shapes.ts';

const NO_LIMIT = { maxPerDay: null, maxOpen: null };
const rep = { weight: 100, ...NO_LIMIT, hours: null, timeZone: 'UTC', absences: [] };
const POOL: DeskPool = {
  id: '*',
  label: '',
  members: [
    { ...rep, email: 'a@example.com' },
    { ...rep, email: 'b@example.com' },
  ],
  ...NO_LIMIT,
  afterAbsence: { policy: 'forgive', cap: null, expiresDays: null },
  overflow: null,
  stickyDays: null,
  skipPrevious: 0,
  matchTakesTurn: false,
};
const DESK: Desk = {
  reps: { 'a@example.com': '101', 'b@example.com': '102' },
  loads: {},
  users: {},
  pools: {},
  domainOwner: '',
  colleague: '',
};
const clause = {
  label: null,
  stage: null,
  segment: null,
  within: { unit: 'workingHours', amount: 8 },
  counts: 'attempt',
  count: 1,
  logWithin: { unit: 'elapsedHours', amount: 24 },
  warnAt: null,
  pauses: [],
  rate: 1_000_000,
  owner: null,
  consequences: [],
};
const nothing = { fields: [], how: 'block' };
const agreement: Agreement = {
  id: 'a1',
  version: 1,
  language: 'en',
  scope: { include: null, exclude: null },
  personas: [],
  segments: [],
  calendar: { timeZone: 'Europe/Paris', week: { '1': [{ from: 540, to: 1020 }] }, daysOff: [] },
  stages: {
    lifecycle: {
      lead: 'lead',
      mql: 'marketingqualifiedlead',
      sql: 'salesqualifiedlead',
      opportunity: 'opportunity',
    },
    before: ['subscriber'],
    leadEntry: null,
    mqlEntry: { anyOf: [[{ kind: 'score', part: 'total', operator: 'GTE', milliPoints: 10_000 }]] },
    mqlExit: null,
    sql: 'propose',
    custom: [],
    protected: ['customer'],
    moveBack: 'own',
  },
  score: {
    fit: { cap: 100_000, groups: [], rules: [] },
    engagement: {
      cap: 100_000,
      groups: [],
      rules: [
        {
          id: 'form',
          label: 'Form',
          signal: 'form',
          detailContains: null,
          points: 20_000,
          cap: null,
          decay: [1_000_000],
          group: null,
        },
      ],
    },
    gates: [],
    grade: { fit: [{ letter: 'A', from: 0 }], engagement: [{ digit: '1', from: 0, label: 'hot' }] },
    step: 5,
    rewriteAfterPoints: 5,
  },
  data: {
    mandatory: { lead: nothing, mql: nothing, sql: nothing, opportunity: nothing },
    normalize: [],
    placeholders: [],
    owes: [],
    completeness: 950_000,
    duplicates: { ignoreGmailDots: true, oneOwner: false },
  },
  routing: {
    keepContactOwner: true,
    useCompanyOwner: true,
    onReturn: null,
    timeZone: 'UTC',
    daysOff: [],
    rules: [],
    otherwise: '*',
    pools: [POOL],
  },
  sales: {
    clauses: [
      { ...clause, id: 'accept', kind: 'accept', start: 'assignment' },
      { ...clause, id: 'first-touch', kind: 'touch', start: 'stage', stage: 'sql' },
      { ...clause, id: 'feedback', kind: 'feedback', start: 'reject' },
    ],
    pauses: [],
    attempts: null,
  },
  rejectReasons: [],
  answers: { leadStatus: {}, dealCreated: false, reasons: {} },
  disqualify: [],
  nurture: {
    coolDownDays: 7,
    coolDowns: {},
    cyclesPerYear: 2,
    recycledStage: 'keep',
    inactiveAfterDays: null,
    relaunch: null,
    maturing: null,
    tracks: [],
    themes: [],
    themeBy: 'recent',
  },
  overlays: [],
  needs: { contact: [], company: [], deals: true },
};

function factsOf(contactId: string, signals: number): Facts {
  const at = '2026-11-23T08:00:00.000Z';
  return {
    contactId,
    createdAt: '2026-11-23T06:00:00.000Z',
    gone: false,
    contact: { lifecyclestage: { value: 'lead', at: '2026-11-23T07:00:00.000Z' } },
    company: {},
    signals: Array.from({ length: signals }, (_, n) => ({ id: `form:${n}`, kind: 'form', at, detail: '' })),
    deals: [],
  };
}

/** Two leads; each is judged below the line, then after a form: two hand-overs, two turns. */
function tellStory(): StoredDecision[] {
  const decisions: StoredDecision[] = [];
  const states = new Map([
    ['1', initial()],
    ['2', initial()],
  ]);
  let pools: Desk['pools'] = {};
  for (const [seq, leadId] of ['1', '2', '1', '2'].entries()) {
    const at = `2026-11-23T0${6 + seq}:30:00.000Z`;
    const pool = { activeOwners: ['101', '102'], companyOwner: '' };
    const desk = { ...DESK, pools };
    const context: Context = { now: at, regime: 0, baselineAt: '2026-11-23T05:00:00.000Z', pool, desk };
    const facts = factsOf(leadId, seq < 2 ? 0 : 1);
    const state = states.get(leadId)!;
    const outcome = oracleDecide(agreement, { facts, state }, context);
    decisions.push({ seq, leadId, at, inputs: { agreement, facts, state, context }, outcome });
    states.set(leadId, outcome.state);
    const { turns } = outcome.route ?? {};
    if (turns !== undefined) pools = { [turns.pool]: turns.state };
  }
  return decisions;
}

function mirrorInHubspot(decisions: readonly StoredDecision[]): HubspotDump {
  const last = decisions.slice(2);
  return {
    contacts: last.map(({ leadId, outcome }) => ({
      id: leadId,
      properties: Object.fromEntries(outcome.properties.map(({ name, value }) => [name, value])),
    })),
    tasks: last.map(({ leadId, outcome }) => taskOf(leadId, outcome)),
    outbox: [],
  };
}

function taskOf(leadId: string, { task }: Outcome) {
  return {
    id: `9${leadId}`,
    contactIds: [leadId],
    properties: {
      hs_task_status: 'NOT_STARTED',
      hubspot_owner_id: task!.ownerId,
      hs_timestamp: task!.dueAt,
    } as Record<string, string>,
  };
}

function lie(change: (decisions: StoredDecision[]) => void): StoredDecision[] {
  const decisions = JSON.parse(JSON.stringify(tellStory())) as StoredDecision[];
  change(decisions);
  return decisions;
}

const NOW = '2026-11-23T12:00:00.000Z';

describe('facts', () => {
  const event = {
    subscriptionType: 'contact.propertyChange',
    objectId: 1,
    occurredAt: Date.parse('2026-11-23T07:00:00.000Z'),
    propertyName: 'lifecyclestage',
    propertyValue: 'lead',
    attemptNumber: 0,
  };
  const find = (facts: Facts, events: object[]): string[] =>
    findFactViolations([facts], events as Record<string, unknown>[], ['lifecyclestage']);

  it('that are the fold of the events pass', () => {
    expect(find(factsOf('1', 0), [event, { ...event, attemptNumber: 3 }])).toEqual([]);
  });

  it('that missed the newest event are found', () => {
    const newer = { ...event, occurredAt: event.occurredAt + 1, propertyValue: 'customer' };

    expect(find(factsOf('1', 0), [newer, event])).toEqual([
      expect.stringContaining('its events say "customer"'),
    ]);
  });

  it('that do not know of a deletion are found', () => {
    const deletion = { ...event, subscriptionType: 'contact.deletion', occurredAt: event.occurredAt + 5 };

    expect(find(factsOf('1', 0), [event, deletion])).toEqual([expect.stringContaining('gone is false')]);
  });
});

describe('logged decisions', () => {
  it('of a true story pass every invariant', () => {
    const decisions = tellStory();

    expect(decisions.map(({ outcome }) => outcome.route?.ownerId)).toEqual([
      undefined,
      undefined,
      '101',
      '102',
    ]);
    expect(findDecisionViolations(decisions)).toEqual([]);
    expect(findChainViolations(decisions)).toEqual([]);
    expect(findUnsettledLeads(decisions, [factsOf('1', 1)], NOW)).toEqual([]);
    expect(findUnwrittenProperties(decisions, mirrorInHubspot(decisions))).toEqual([]);
    expect(findTaskViolations(decisions, mirrorInHubspot(decisions))).toEqual([]);
  });

  it.each<[string, (decisions: StoredDecision[]) => void]>([
    ['verdict', ([, , third]) => (third!.outcome.verdict.fit = 1)],
    ['properties', ([, , third]) => third!.outcome.properties.pop()],
    ['reasons', ([, , third]) => third!.outcome.reasons.pop()],
    ['task', ([, , third]) => (third!.outcome.task!.dueAt = NOW)],
    ['route', ([, , third]) => (third!.outcome.route!.ownerId = '102')],
    ['state', ([, , third]) => (third!.inputs.state.cycle = 1)],
  ])('whose %s is not what follows from the inputs are found', (what, change) => {
    expect(findDecisionViolations(lie(change)).join('\n')).toContain(`decision 2 of lead 1: ${what} is`);
  });

  it('may word a stage reason as they like, but not leave it out', () => {
    const reword = lie(([, , third]) => (third!.outcome.properties.find(isStageReason)!.value = 'Because.'));
    const leaveOut = lie(([, , third]) => {
      third!.outcome.properties = third!.outcome.properties.filter((property) => !isStageReason(property));
    });

    expect(findDecisionViolations(reword)).toEqual([]);
    expect(findDecisionViolations(leaveOut)).toHaveLength(1);
  });

  it('that start from another state than the last one left are found, unless they are of another side', () => {
    const torn = lie(([, , third]) => (third!.inputs.state.cycle = 7));
    const otherSide = lie(([first]) => {
      first!.side = 'shadow';
      first!.outcome.state.cycle = 7;
    });

    expect(findChainViolations(torn)).toEqual([expect.stringContaining('decision 2 of lead 1')]);
    expect(findChainViolations(otherSide)).toEqual([]);
  });

  it('that give the same turn twice are found', () => {
    const twice = lie(([, , , fourth]) => (fourth!.inputs.context.desk!.pools = {}));

    expect(findChainViolations(twice)).toEqual([
      expect.stringContaining('starts from null, pool * stood at'),
    ]);
  });

  it('that give no turn and have not seen the last one are found', () => {
    const blind = lie(([, , , fourth]) => {
      delete fourth!.outcome.route!.turns;
      fourth!.inputs.context.desk!.pools = {};
    });

    expect(findChainViolations(blind)).toEqual([
      expect.stringContaining('decision 3 of lead 2: starts from null, pool * stood at'),
    ]);
  });

  it('that did not see the last fact are found', () => {
    const decisions = tellStory().slice(0, 2);

    expect(findUnsettledLeads(decisions, [factsOf('1', 1)], NOW)).toEqual([
      expect.stringContaining('lead 1'),
    ]);
  });
});

describe('HubSpot', () => {
  const decisions = tellStory();

  it('holding another value than wanted is found, unless the row is parked', () => {
    const hubspot = mirrorInHubspot(decisions);
    const changed = { ...hubspot.contacts[0]!.properties, lifecyclestage: 'lead' };
    const wrong = { ...hubspot, contacts: [{ id: '1', properties: changed }, hubspot.contacts[1]!] };
    const parked = { ...wrong, outbox: [{ leadId: '1', name: 'lifecyclestage', state: 'parked' }] };
    const sent = { ...wrong, outbox: [{ leadId: '1', name: 'lifecyclestage', state: 'sent' }] };

    expect(findUnwrittenProperties(decisions, wrong)).toEqual([
      expect.stringContaining('HubSpot says "lead"'),
    ]);
    expect(findUnwrittenProperties(decisions, sent)).toHaveLength(1);
    expect(findUnwrittenProperties(decisions, parked)).toEqual([]);
  });

  it.each<[string, (hubspot: HubspotDump) => HubspotDump]>([
    ['2 open tasks', ({ tasks, ...rest }) => ({ ...rest, tasks: [...tasks, { ...tasks[0]!, id: '99' }] })],
    ['has no task for accept', ({ tasks, ...rest }) => ({ ...rest, tasks: tasks.slice(1) })],
    ['belongs to "103"', (hubspot) => withTask(hubspot, { hubspot_owner_id: '103' })],
    ['is not due at', (hubspot) => withTask(hubspot, { hs_timestamp: NOW })],
  ])('with a task that is wrong is found: %s', (violation, change) => {
    const found = findTaskViolations(decisions, change(mirrorInHubspot(decisions)));

    expect(found).toEqual([expect.stringContaining(`lead 1: `)]);
    expect(found[0]).toContain(violation);
  });

  it('keeping a task open that nobody wants any more is found', () => {
    const early = decisions.slice(0, 2);

    expect(findTaskViolations(early, mirrorInHubspot(decisions))).toHaveLength(2);
  });

  it('where a rep completed the task is as it should be', () => {
    const completed = withTask(mirrorInHubspot(decisions), { hs_task_status: 'COMPLETED' });

    expect(findTaskViolations(decisions, completed)).toEqual([]);
  });
});

function isStageReason({ name }: { name: string }): boolean {
  return name === 'accord_stage_reason';
}

function withTask(hubspot: HubspotDump, values: Record<string, string>): HubspotDump {
  const [first, ...others] = hubspot.tasks;
  return { ...hubspot, tasks: [{ ...first!, properties: { ...first!.properties, ...values } }, ...others] };
}
