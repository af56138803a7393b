// Whose doing an owner or a stage is: a person's, a workflow's, a merge's, or that of an Accord of before.
import { describe, expect, it } from 'vitest';
import { decide } from '#domain/decide.ts';
import type { LeadState } from '#domain/lead.ts';
import { isNews } from '#domain/tracked.ts';
import {
  agreementWith,
  cell,
  codesOf,
  contextAt,
  hotWith,
  hoursAfter,
  LATER,
  T0,
} from '#test/support/builders.ts';
import { HELD } from '#test/support/held-lead.ts';

const MQL = 'marketingqualifiedlead';
const HALF = hoursAfter(T0, 2);
type Context = Parameters<typeof contextAt>[1];

/** A lead that rep 7 has, seen three hours after its hand-over with what is given. */
function seen(
  contact: Parameters<typeof hotWith>[0]['contact'],
  context: Context = {},
  state: LeadState = HELD,
) {
  const shown = { lifecyclestage: cell(MQL, T0), hubspot_owner_id: cell('7', T0), ...contact };
  return decide(agreementWith(), { facts: hotWith({ contact: shown }), state }, contextAt(LATER, context));
}

describe('the owner of a lead that sales have', () => {
  const other = { hubspot_owner_id: cell('8', HALF) };

  it.each<[string, Context, string]>([
    ['has the whole time where a person gave it to him', {}, LATER],
    ['finds the promise as it stands where it came with a merge', { merged: true }, T0],
  ])('%s', (_, context, assignedAt) => {
    const { state, reasons } = seen(other, context);

    expect(state).toMatchObject({ owner: { value: '8', by: 'other' }, assignedAt });
    expect(reasons).toContainEqual({ code: 'ownerAdopted', params: { ownerId: '8' } });
  });

  it('has it since now where a merge brings the first one', () => {
    const unowned: LeadState = {
      ...HELD,
      owner: { value: '', before: '', by: 'other', at: T0 },
      assignedAt: null,
    };

    expect(seen(other, { merged: true }, unowned).state.assignedAt).toBe(LATER);
  });

  it('is nobody where somebody took him away', () => {
    expect(seen({ hubspot_owner_id: cell('', HALF) }, { merged: true }).state.assignedAt).toBeNull();
  });

  it('keeps his time where the lead is taken over from an Accord of before', () => {
    const blank = { value: '', before: '', by: 'other', at: '' } as const;
    const adopted: LeadState = { ...HELD, regime: -1, stage: blank, owner: blank };
    const decision = seen({}, {}, adopted);

    expect(decision.state).toMatchObject({ status: 'handedOver', owner: { value: '7' }, assignedAt: T0 });
    expect(codesOf(decision)).not.toContain('ownerAdopted');
  });
});

describe('a stage that is another than before', () => {
  const sql = { lifecyclestage: cell('salesqualifiedlead', HALF) };

  it.each<[string, Context, string]>([
    ['is a yes where a person set it', {}, 'accepted'],
    ['is nobody’s yes where it came with a merge', { merged: true }, 'handedOver'],
  ])('%s', (_, context, status) => {
    expect(seen(sql, context).state).toMatchObject({ status, stage: { value: 'salesqualifiedlead' } });
  });

  it('is told without a cause where a person set it, and with it where a machine did', () => {
    const byImport = { lifecyclestage: { ...cell('salesqualifiedlead', HALF), source: 'IMPORT' } };
    const adopted = (contact: typeof sql) =>
      seen(contact).reasons.find(({ code }) => code === 'stageAdopted')?.params;

    expect(Object.keys(adopted(sql) ?? {})).toEqual(['value']);
    expect(Object.keys(adopted(byImport) ?? {})).toEqual(['value', 'by']);
  });
});

describe('what HubSpot shows', () => {
  const ours = { value: MQL, before: 'lead', by: 'accord', at: T0 } as const;

  it.each([
    ['our wish', MQL, 1, false],
    ['what was there before it, as it was', 'lead', -1, false],
    ['what was there before it, set again', 'lead', 1, true],
    ['something else of after it', 'opportunity', 1, true],
    ['something else of before it, which we had not seen', 'opportunity', -1, true],
  ])('is news: %s', (...[, value, hours, news]) => {
    expect(isNews(ours, cell(value, hoursAfter(T0, hours)))).toBe(news);
  });
});
