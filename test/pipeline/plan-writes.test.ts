// What rides along never goes alone (5a.12): also when the change it waited with is not wanted any more.
import { describe, expect, it } from 'vitest';
import { EFFECTS, type WantedProperty, type WantedTask } from '#domain/decision.ts';
import { emptyMirror } from '#domain/mirror.ts';
import { OUTPUT_PROPERTIES, STAGE_PROPERTY } from '#domain/names.ts';
import { type PlanInput, planWrites } from '#pipeline/plan-writes.ts';
import type { OutboxProperty, PortalRecord, TaskRow } from '#pipeline/turn-store.ts';
import { decisionOf, TASK } from '#test/support/decisions.ts';
import { planned } from '#test/support/planned.ts';

const AT = '2026-11-20T09:00:00.000Z';
const { grade, agreementVersion, stageReason } = OUTPUT_PROPERTIES;
// EFFECTS lists every key of the record.
const ALL_ON = Object.fromEntries(
  EFFECTS.map((effect) => [effect, { enabled: true, since: '2000-01-01T00:00:00.000Z' }]),
) as PortalRecord['effects'];

function wish(name: string, value: string, ridesAlong = false): WantedProperty {
  return {
    name,
    value,
    effect: name === grade || name === agreementVersion ? 'scores' : 'stage',
    since: null,
    ridesAlong,
  };
}

function waiting(property: string, value: string): OutboxProperty {
  return {
    ...planned(property, value),
    state: 'intended',
    sentValue: null,
    intendedAt: AT,
    confirmedAt: null,
    restoreTo: null,
  };
}

function plan(given: {
  readonly wishes: readonly WantedProperty[];
  readonly outbox?: readonly OutboxProperty[];
  readonly inHubspot?: Readonly<Record<string, string>>;
  readonly blockedStages?: readonly string[];
  readonly agreement?: PlanInput['agreement'];
  readonly adopted?: boolean;
}) {
  const cells = Object.entries(given.inHubspot ?? {}).map(([name, v]) => [name, { v, at: AT, k: '' }]);
  const input: PlanInput = {
    portal: { portalId: '1', effects: ALL_ON, live: true },
    lead: { leadId: '7', adopted: given.adopted ?? false, outbox: given.outbox ?? [], tasks: [] },
    mirror: { ...emptyMirror(AT), cells: Object.fromEntries(cells) },
    agreement: given.agreement ?? {},
    decision: { ...decisionOf({}), task: null, properties: given.wishes },
    blockedStages: given.blockedStages ?? [],
    renderTask: () => ({ subject: '', bodyHtml: '' }),
  };
  const { properties, cancel } = planWrites(input);
  return { writes: properties.map(({ property }) => property), cancel };
}

describe('what rides along', () => {
  it('goes with a change, and not without one', () => {
    const rider = wish(agreementVersion, '4', true);

    expect(plan({ wishes: [wish(grade, 'A1'), rider] })).toEqual({
      writes: [grade, agreementVersion],
      cancel: [],
    });
    expect(plan({ wishes: [wish(grade, 'A1'), rider], inHubspot: { [grade]: 'A1' } })).toEqual({
      writes: [],
      cancel: [],
    });
  });

  it('is renewed while its change still waits', () => {
    const outbox = [waiting(grade, 'A1'), waiting(agreementVersion, '3')];

    expect(plan({ wishes: [wish(grade, 'A1'), wish(agreementVersion, '4', true)], outbox })).toEqual({
      writes: [agreementVersion],
      cancel: [],
    });
  });

  it.each([
    ['waits already', [waiting(grade, 'B2'), waiting(agreementVersion, '4')], [grade, agreementVersion]],
    ['would only come now', [waiting(grade, 'B2')], [grade]],
  ])('is given up with the change that is not wanted any more: where it %s', (_where, outbox, cancel) => {
    const wishes = [wish(grade, 'A1'), wish(agreementVersion, '4', true)];

    expect(plan({ wishes, outbox, inHubspot: { [grade]: 'A1' } })).toEqual({ writes: [], cancel });
  });

  it('is given up with a stage that the portal has lost', () => {
    const stage = 'marketingqualifiedlead';
    const wishes = [wish(STAGE_PROPERTY, stage), wish(stageReason, 'because', true)];
    const outbox = [waiting(STAGE_PROPERTY, stage), waiting(stageReason, 'because')];

    expect(plan({ wishes, outbox, blockedStages: [stage] })).toEqual({
      writes: [],
      cancel: [STAGE_PROPERTY, stageReason],
    });
  });
});

describe('a promise’s status of a lead that was taken over', () => {
  const { slaStatus } = OUTPUT_PROPERTIES;
  const old: Partial<WantedProperty> = { effect: 'stage', since: '1999-01-01T00:00:00.000Z' };

  it.each([
    ['in our own property', {}, slaStatus],
    ['where the agreement keeps it', { outputs: { slaStatus: 'crm_status' } }, 'crm_status'],
  ])('is not emptied for want of its past: %s', (_, agreement, name) => {
    const adopted = { agreement, adopted: true, inHubspot: { [name]: 'met' } };

    expect(plan({ ...adopted, wishes: [{ ...wish(name, ''), ...old }] }).writes).toEqual([]);
    expect(plan({ ...adopted, wishes: [{ ...wish(name, 'warning'), ...old }] }).writes).toEqual([name]);
  });
});

describe('the task', () => {
  const row: TaskRow = {
    taskKey: '1:7:c1',
    ownerId: TASK.ownerId,
    clause: TASK.clause,
    subject: 'Accept or reject: Anne',
    body: 'what was known then',
    dueAt: TASK.dueAt,
    open: true,
    state: 'confirmed',
    noticedAt: null,
    taskId: '900',
  };
  const planTask = (task: WantedTask) =>
    planWrites({
      portal: { portalId: '1', effects: ALL_ON, live: true },
      lead: { leadId: '7', adopted: false, outbox: [], tasks: [row] },
      mirror: emptyMirror(AT),
      agreement: {},
      decision: { ...decisionOf({}), task },
      blockedStages: [],
      renderTask: () => ({ subject: 'New: …', bodyHtml: 'what is known now' }),
    }).tasks;

  it('is not written again for its body alone (5a.12)', () => {
    expect(planTask(TASK)).toEqual([]);
    expect(planTask({ ...TASK, context: [] })).toEqual([]);
  });

  it.each<[string, Partial<WantedTask>]>([
    ['a notice', { noticedAt: AT }],
    ['another due time', { dueAt: '2026-12-01T10:00:00.000Z' }],
    ['another owner', { ownerId: '78' }],
    ['another clause', { clause: 'firstTouch' }],
  ])('is written with everything that is known now for %s', (_, change) => {
    expect(planTask({ ...TASK, ...change })).toEqual([
      expect.objectContaining({ taskKey: '1:7:c1', taskId: '900', body: 'what is known now', ...change }),
    ]);
  });
});
