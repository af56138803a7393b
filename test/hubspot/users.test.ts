// The account's users as HubSpot's user object tells of them: hours, zones, absences, values that make no sense.
import { describe, expect, it } from 'vitest';
import { type PreparedAnswer, useHttpMock } from '#test/support/http-mock.ts';
import { bearer, callOf, startHubspot } from './harness.ts';

const http = useHttpMock();
const NINE_TO_FIVE = [{ from: 540, to: 1020 }];
const REST_OF_WEEK = { '6': [], '7': [] };
const WORK_WEEK = {
  '1': NINE_TO_FIVE,
  '2': NINE_TO_FIVE,
  '3': NINE_TO_FIVE,
  '4': NINE_TO_FIVE,
  '5': NINE_TO_FIVE,
  ...REST_OF_WEEK,
};

function list(after?: string): PreparedAnswer {
  return http.expect({
    method: 'GET',
    path: '/crm/objects/2026-03/users',
    headers: bearer(),
    query: {
      limit: '100',
      archived: 'false',
      properties:
        'hs_internal_user_id,hs_standard_time_zone,hs_working_hours,hs_out_of_office_hours,hs_deactivated',
      ...(after === undefined ? {} : { after }),
    },
  });
}

function user(userId: string | null, properties: Readonly<Record<string, string | null>> = {}): unknown {
  const date = '2026-01-10T20:36:06.761Z';
  return {
    id: `2078388${userId}`,
    properties: {
      hs_object_id: `2078388${userId}`,
      hs_internal_user_id: userId,
      hs_createdate: date,
      hs_lastmodifieddate: date,
      hs_standard_time_zone: null,
      hs_working_hours: null,
      hs_out_of_office_hours: null,
      hs_deactivated: null,
      ...properties,
    },
    createdAt: date,
    updatedAt: date,
    archived: false,
  };
}

async function read(properties: Readonly<Record<string, string | null>>): Promise<unknown> {
  list().reply(200, { results: [user('9', properties)] });
  const [found] = await startHubspot().hubspot.listUsers(callOf());
  return found;
}

describe('users', () => {
  it('are all of them, page by page, under the id that owners name them by', async () => {
    const { hubspot } = startHubspot();
    list().reply(200, { results: [user('1'), user(null)], paging: { next: { after: 'p2' } } });
    list('p2').reply(200, { results: [user('2', { hs_deactivated: 'true' })] });

    expect(await hubspot.listUsers(callOf())).toEqual([
      { userId: '1', deactivated: false, away: [], unreadable: [] },
      { userId: '2', deactivated: true, away: [], unreadable: [] },
    ]);
  });

  it('work at the hours of HubSpot’s guide, in their own zone', async () => {
    expect(
      await read({
        hs_standard_time_zone: 'America/Detroit',
        hs_working_hours: '[{"days":"MONDAY_TO_FRIDAY","startMinute":540,"endMinute":1020}]',
      }),
    ).toMatchObject({ hours: { timeZone: 'America/Detroit', week: WORK_WEEK }, unreadable: [] });
    expect(
      await read({
        hs_standard_time_zone: 'Europe/Dublin',
        hs_working_hours:
          '[{"days":"SATURDAY_SUNDAY","startMinute":660,"endMinute":840},{"days":"MONDAY","startMinute":780,"endMinute":1440},' +
          '{"days":"MONDAY","startMinute":0,"endMinute":720},{"days":"EVERY_DAY","startMinute":720,"endMinute":740}]',
      }),
    ).toMatchObject({
      hours: {
        week: {
          '1': [
            { from: 0, to: 740 },
            { from: 780, to: 1440 },
          ],
          '2': [{ from: 720, to: 740 }],
          '7': [{ from: 660, to: 840 }],
        },
      },
    });
  });

  it.each([null, '', '[]', ' '])('have no hours where none are set: %j', async (hours) => {
    const found = await read({ hs_working_hours: hours, hs_standard_time_zone: 'Europe/Paris' });

    expect(found).toEqual({ userId: '9', deactivated: false, away: [], unreadable: [] });
  });

  it.each([
    ['no JSON', 'Mon-Fri 9-17', 'Europe/Paris'],
    ['no list', '{"days":"MONDAY","startMinute":1,"endMinute":2}', 'Europe/Paris'],
    ['an unknown day', '[{"days":"LUNDI","startMinute":1,"endMinute":2}]', 'Europe/Paris'],
    ['minutes beyond a day', '[{"days":"MONDAY","startMinute":1,"endMinute":1441}]', 'Europe/Paris'],
    ['hours that end before they begin', '[{"days":"MONDAY","startMinute":9,"endMinute":9}]', 'Europe/Paris'],
    ['no time zone', '[{"days":"MONDAY","startMinute":1,"endMinute":2}]', null],
    ['a time zone that is none', '[{"days":"MONDAY","startMinute":1,"endMinute":2}]', 'Mars/Olympus'],
  ])('have no hours, and it is said so, where the value has %s', async (_what, hours, zone) => {
    const found = await read({ hs_working_hours: hours, hs_standard_time_zone: zone });

    expect(found).toEqual({
      userId: '9',
      deactivated: false,
      away: [],
      unreadable: ['hs_working_hours'],
    });
  });

  it('are out of office in the ranges of milliseconds that make sense, in order', async () => {
    const range = (from: unknown, until: unknown) => ({ startTimestamp: from, endTimestamp: until });
    const noon = Date.parse('2026-11-02T12:00:00Z');
    const later = [range(noon + 10, noon + 20), range(String(noon), String(noon + 5))];

    expect(await read({ hs_out_of_office_hours: JSON.stringify(later) })).toMatchObject({
      away: [
        { from: '2026-11-02T12:00:00.000Z', until: '2026-11-02T12:00:00.005Z' },
        { from: '2026-11-02T12:00:00.010Z', until: '2026-11-02T12:00:00.020Z' },
      ],
      unreadable: [],
    });
    // HubSpot's own sample, eleven digits long.
    const odd = [
      range(17_303_796_000, 17_304_084_000),
      range(noon, noon - 1),
      range(noon, null),
      'x',
      later[0],
    ];
    expect(await read({ hs_out_of_office_hours: JSON.stringify(odd) })).toMatchObject({
      away: [{ from: '2026-11-02T12:00:00.010Z', until: '2026-11-02T12:00:00.020Z' }],
      unreadable: ['hs_out_of_office_hours'],
    });
    expect(await read({ hs_out_of_office_hours: 'next week' })).toMatchObject({
      away: [],
      unreadable: ['hs_out_of_office_hours'],
    });
  });

  it('cannot be listed without their scope', async () => {
    const { hubspot } = startHubspot();
    list().reply(403, {
      status: 'error',
      category: 'MISSING_SCOPES',
      message: 'This app has not been granted all required scopes.',
      errors: [{ message: 'x', context: { requiredGranularScopes: ['crm.objects.users.read'] } }],
    });

    await expect(hubspot.listUsers(callOf())).rejects.toMatchObject({
      code: 'MISSING_SCOPES',
      endpoint: 'users list',
      retryable: false,
    });
  });
});
