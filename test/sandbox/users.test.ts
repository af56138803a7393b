// HubSpot's user object in the sandbox: one record per owner, its scope, working hours and absences, users shut out.
import { afterEach, describe, expect, it } from 'vitest';
import { ALL_SCOPES, type Harness, PORTAL_ID, startHarness } from './harness.ts';

const USERS = '/crm/objects/2026-03/users';
const NOON_MS = Date.parse('2026-11-02T12:00:00Z');
let hub: Harness;

afterEach(() => hub.stop());

async function open(scopes: readonly string[] = ['crm.objects.users.read']): Promise<string> {
  hub = await startHarness();
  const { body } = await hub.control('POST', `/portals/${PORTAL_ID}/install`, {
    scopes: [...ALL_SCOPES, ...scopes],
  });
  for (const [ownerId, userId] of [
    ['71', 9071],
    ['72', 9072],
  ] as const) {
    const email = `rep${ownerId}@sales.example`;
    hub.act({ type: 'createOwner', ownerId, userId, email, firstName: 'R', lastName: ownerId });
  }
  return body.access_token as string;
}

function refusalOf(action: Parameters<Harness['sandbox']['apply']>[1][number]): string {
  const [result] = hub.sandbox.apply(PORTAL_ID, [action]);
  return result?.ok === false ? result.error : '';
}

describe('users', () => {
  it('are listed page by page with the properties asked for, and name the user that an owner names', async () => {
    const token = await open();
    const query = 'limit=1&properties=hs_internal_user_id,hs_email,hs_working_hours,not_a_property';

    const first = await hub.call('GET', `${USERS}?${query}`, undefined, token);
    const second = await hub.call(
      'GET',
      `${USERS}?${query}&after=${first.body.paging.next.after}`,
      undefined,
      token,
    );
    const owners = await hub.call('GET', '/crm/owners/2026-03', undefined, token);

    expect([first.status, first.body.results, second.body.results, second.body.paging]).toEqual([
      200,
      [
        expect.objectContaining({
          id: '207000009071',
          archived: false,
          properties: expect.objectContaining({
            hs_object_id: '207000009071',
            hs_internal_user_id: '9071',
            hs_email: 'rep71@sales.example',
            hs_working_hours: null,
          }),
        }),
      ],
      [expect.objectContaining({ id: '207000009072' })],
      undefined,
    ]);
    expect(first.body.results[0].properties).not.toHaveProperty('not_a_property');
    expect(owners.body.results.map(({ userId }: { userId: number }) => userId)).toEqual([9071, 9072]);
  });

  it('are read by id and found by search', async () => {
    const token = await open();
    hub.act({ type: 'setOutOfOffice', ownerId: '71', ranges: [{ startMs: NOON_MS, endMs: NOON_MS + 1 }] });
    const body = { properties: ['hs_out_of_office_hours'], propertiesWithHistory: [] };

    const read = await hub.call(
      'POST',
      `${USERS}/batch/read`,
      { ...body, inputs: [{ id: '207000009071' }] },
      token,
    );
    const filters = [{ propertyName: 'hs_email', operator: 'EQ', value: 'rep72@sales.example' }];
    const found = await hub.call('POST', `${USERS}/search`, { filterGroups: [{ filters }] }, token);

    expect(read.body.results[0].properties['hs_out_of_office_hours']).toBe(
      `[{"startTimestamp":${NOON_MS},"endTimestamp":${NOON_MS + 1}}]`,
    );
    expect(found.body.results).toEqual([expect.objectContaining({ id: '207000009072' })]);
  });

  it('are shut without their scope', async () => {
    const token = await open([]);

    const { status, body } = await hub.call('GET', USERS, undefined, token);

    expect([status, body.category, body.errors[0].context.requiredGranularScopes]).toEqual([
      403,
      'MISSING_SCOPES',
      ['crm.objects.users.read'],
    ]);
  });

  it('keep only hours and absences that HubSpot takes', async () => {
    await open();
    const hours = (days: string, [startMinute, endMinute]: [number, number], timeZone = 'Europe/Paris') => ({
      type: 'setWorkingHours' as const,
      ownerId: '71',
      timeZone,
      hours: [
        { days: 'MONDAY_TO_FRIDAY', startMinute: 540, endMinute: 720 },
        { days, startMinute, endMinute },
      ],
    });
    const away = (...at: readonly (readonly [number, number])[]) => ({
      type: 'setOutOfOffice' as const,
      ownerId: '71',
      ranges: at.map(([startMs, endMs]) => ({ startMs, endMs })),
    });

    expect(
      [
        refusalOf(hours('MONDAY', [720, 1440])),
        refusalOf(hours('FRIDAY', [719, 800])),
        refusalOf(hours('EVERY_WEEK', [780, 800])),
        refusalOf(hours('MONDAY', [780, 1441])),
        refusalOf(hours('MONDAY', [780, 1020], 'Europe/Nowhere')),
        refusalOf(hours('MONDAY', [780, 1020], '')),
        refusalOf(away([1, 2], [2, 3])),
        refusalOf(away([2, 3], [1, 2])),
        refusalOf(away([1, 3], [2, 4])),
      ].map((error) => /\((.*?)\)|hs_\w+/.exec(error)?.[0] ?? error),
    ).toEqual([
      '',
      'hs_working_hours',
      'hs_working_hours',
      'hs_working_hours',
      'hs_standard_time_zone',
      'hs_working_hours',
      '',
      'hs_out_of_office_hours',
      'hs_out_of_office_hours',
    ]);
  });

  it('who are deactivated are no owners any more until they are let in again', async () => {
    const token = await open();
    const look = async () => {
      const users = await hub.call('GET', `${USERS}?properties=hs_deactivated`, undefined, token);
      const owners = await hub.call('GET', '/crm/owners/2026-03?archived=true', undefined, token);
      const [user] = users.body.results;
      return [user.properties.hs_deactivated, owners.body.results.map(({ id }: { id: string }) => id)];
    };
    hub.act({ type: 'deactivateUser', ownerId: '71' });
    const shut = await look();
    hub.act({ type: 'deactivateUser', ownerId: '71', deactivated: false });

    expect([shut, await look()]).toEqual([
      ['true', ['71']],
      ['false', []],
    ]);
    expect(refusalOf({ type: 'deactivateUser', ownerId: '99' })).toBe('no such owner: 99');
  });
});
