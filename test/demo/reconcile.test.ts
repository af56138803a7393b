// The demo's last word: a difference between HubSpot and Accord must be told, whichever side it is on.
import { describe, expect, it } from 'vitest';
import { readDemoOptions } from '#demo/options.ts';
import type { PortalDump } from '#demo/portal-dump.ts';
import { reconcile } from '#demo/reconcile.ts';
import { initialState } from '#domain/lead.ts';
import type { LedgerLead, LedgerTask } from '#store/ledger.ts';

const AT = '2026-11-02T09:00:00.000Z';

function leadWith(changes: Partial<LedgerLead> = {}): LedgerLead {
  const cell = (v: string) => ({ v, at: AT, k: '' });
  return {
    leadId: '1',
    contactId: '1',
    cells: {
      lifecyclestage: cell('lead'),
      accord_score: cell('40'),
      accord_handover_date: cell(String(Date.parse(AT))),
    },
    state: initialState(),
    decision: null,
    confirmed: { accord_score: '40' },
    ...changes,
  };
}

const TASK: LedgerTask = {
  taskKey: 'p:1:c1',
  taskId: '9',
  contactId: '1',
  ownerId: '7',
  clause: 'accept',
  subject: '',
  dueAt: AT,
  open: true,
  state: 'confirmed',
};

function dumpWith(contact: Record<string, string> | null, tasks: Record<string, string>[]): PortalDump {
  return {
    contacts: contact === null ? [] : [{ id: '1', values: contact }],
    tasks: tasks.map((values, index) => ({ id: String(9 + index), values })),
    owners: [],
    stats: {
      calls: { total: 0, recordWrites: 0 },
      rateLimited: { general: 0, search: 0 },
      events: { emitted: 0, accepted: 0, posts: 0 },
    },
  };
}

const CONTACT = { lifecyclestage: 'lead', accord_score: '40', accord_handover_date: AT };
const IN_HUBSPOT = { accord_task_key: 'p:1:c1', hubspot_owner_id: '7', hs_timestamp: String(Date.parse(AT)) };

describe('reconcile', () => {
  it('finds nothing where both sides agree, however an instant is spelled', () => {
    expect(reconcile(dumpWith(CONTACT, [IN_HUBSPOT]), { leads: [leadWith()], tasks: [TASK] })).toEqual([]);
  });

  it.each([
    ['a contact Accord does not know', CONTACT, [], { leads: [], tasks: [] }],
    ['a contact that is gone unnoticed', null, [], { leads: [leadWith()], tasks: [] }],
    [
      'another value of ours',
      { ...CONTACT, accord_score: '45' },
      [],
      { leads: [leadWith({ confirmed: {} })], tasks: [] },
    ],
    ['another stage', { ...CONTACT, lifecyclestage: 'customer' }, [], { leads: [leadWith()], tasks: [] }],
    ['a task that is not there', CONTACT, [], { leads: [leadWith()], tasks: [TASK] }],
    ['a task that is there twice', CONTACT, [IN_HUBSPOT, IN_HUBSPOT], { leads: [leadWith()], tasks: [TASK] }],
    [
      'a task with another owner',
      CONTACT,
      [{ ...IN_HUBSPOT, hubspot_owner_id: '8' }],
      { leads: [leadWith()], tasks: [TASK] },
    ],
    [
      'a task nobody asked for',
      CONTACT,
      [{ ...IN_HUBSPOT, accord_task_key: 'x' }],
      { leads: [leadWith()], tasks: [] },
    ],
  ])('tells %s', (...[, contact, tasks, ledger]) => {
    expect(reconcile(dumpWith(contact, tasks), ledger)).toHaveLength(1);
  });

  it('leaves a parked task out: it is told elsewhere, with its reason', () => {
    const ledger = { leads: [leadWith()], tasks: [{ ...TASK, state: 'parked' }] };

    expect(reconcile(dumpWith(CONTACT, []), ledger)).toEqual([]);
  });
});

describe('the demo’s options', () => {
  it('have defaults that run in a minute', () => {
    expect(readDemoOptions([])).toMatchObject({
      ok: true,
      value: { seed: 1, speed: 2, language: 'en', keep: false },
    });
  });

  it.each([['--speed', 'fast'], ['--seed', '-1'], ['--language', 'de'], ['--what']])(
    'refuse %s %s and say what they take',
    (...argv) => {
      const read = readDemoOptions(argv.filter((word) => word !== undefined));

      expect(read).toMatchObject({ ok: false, error: expect.stringMatching(/--/) });
    },
  );
});
