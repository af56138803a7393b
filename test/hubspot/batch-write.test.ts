// Every row of a batch write gets an outcome, whatever HubSpot answers (10.3). Updates stand for both kinds of write.
import { describe, expect, it } from 'vitest';
import type { RowOutcome, UpdateRow } from '#pipeline/ports.ts';
import { type PreparedAnswer, useHttpMock } from '#test/support/http-mock.ts';
import { bearer, callOf, type Harness, rateLimitBody, rowError, startHubspot } from './harness.ts';

const http = useHttpMock();

/** Rows t1…tn on records 1…n. */
function rowsOf(
  count: number,
  changes: Readonly<Record<string, UpdateRow['properties']>> = {},
): readonly UpdateRow[] {
  return Array.from({ length: count }, (_, index) => {
    const id = String(index + 1);
    return { traceId: `t${id}`, id, properties: changes[id] ?? { accord_score: '10' } };
  });
}

function expectUpdate(rows: readonly UpdateRow[]): PreparedAnswer {
  return http.expect({
    method: 'POST',
    path: '/crm/objects/2026-03/contacts/batch/update',
    headers: { ...bearer(), 'content-type': 'application/json' },
    body: {
      inputs: rows.map(({ traceId, id, properties }) => ({ id, properties, objectWriteTraceId: traceId })),
    },
  });
}

/** A batch answer that accepts these rows. */
function accepted(rows: readonly UpdateRow[], errors: readonly unknown[] = []): unknown {
  return {
    status: 'COMPLETE',
    results: rows.map(({ traceId, id, properties }) => ({
      id,
      properties: { hs_object_id: id, ...properties },
      createdAt: '2026-01-01T00:00:00.000Z',
      updatedAt: '2026-11-22T10:00:00.000Z',
      archived: false,
      objectWriteTraceId: traceId,
    })),
    ...(errors.length === 0 ? {} : { numErrors: errors.length, errors }),
    startedAt: '2026-11-22T10:00:00.000Z',
    completedAt: '2026-11-22T10:00:00.000Z',
  };
}

function invalid(name: string, error: string, message = 'not valid'): unknown {
  const faults = JSON.stringify([{ isValid: false, message, error, name }]);
  return {
    status: 'error',
    category: 'VALIDATION_ERROR',
    correlationId: 'c-400',
    message: `Property values were not valid: ${faults}`,
  };
}

function update(harness: Harness, rows: readonly UpdateRow[]): Promise<readonly RowOutcome[]> {
  return harness.hubspot.batchUpdate(callOf(), 'contacts', rows);
}

function kindsOf(outcomes: readonly RowOutcome[]): readonly string[] {
  return outcomes.map((outcome) => `${outcome.traceId}:${outcome.kind}`);
}

describe('a batch write that HubSpot answers', () => {
  it('is written for every row in the results, with what HubSpot then holds', async () => {
    const harness = startHubspot();
    const rows = rowsOf(2);
    expectUpdate(rows).reply(200, accepted(rows));

    expect(await update(harness, rows)).toEqual([
      {
        kind: 'written',
        traceId: 't1',
        id: '1',
        properties: { hs_object_id: '1', accord_score: '10' },
        updatedAt: '2026-11-22T10:00:00.000Z',
      },
      expect.objectContaining({ kind: 'written', traceId: 't2', id: '2' }),
    ]);
  });

  it('is matched by id where no trace id comes back, in any order, and by trace id where the id changed', async () => {
    const harness = startHubspot();
    const rows = rowsOf(3);
    expectUpdate(rows).reply(200, {
      results: [{ id: '2' }, { id: '1' }, { id: '77', objectWriteTraceId: 't3' }],
    });

    const outcomes = await update(harness, rows);

    expect(outcomes).toMatchObject([
      { traceId: 't1', id: '1' },
      { traceId: 't2', id: '2' },
      { traceId: 't3', id: '77' },
    ]);
  });

  it('refuses only the failed rows of a 207, named by trace id or by id, with code and properties', async () => {
    const harness = startHubspot();
    const rows = rowsOf(4);
    const { message } = invalid('hs_lead_status', 'INVALID_OPTION', 'no such option') as { message: string };
    expectUpdate(rows).reply(
      207,
      accepted(rows.slice(0, 2), [
        rowError('VALIDATION_ERROR', { objectWriteTraceId: ['t3'] }, message),
        rowError('OBJECT_NOT_FOUND', { ids: ['4'] }, 'gone'),
      ]),
    );

    const outcomes = await update(harness, rows);

    expect(kindsOf(outcomes.slice(0, 2))).toEqual(['t1:written', 't2:written']);
    expect(outcomes.slice(2)).toEqual([
      {
        kind: 'refused',
        traceId: 't3',
        code: 'INVALID_OPTION',
        message: 'no such option',
        properties: ['hs_lead_status'],
      },
      { kind: 'refused', traceId: 't4', code: 'OBJECT_NOT_FOUND', message: 'gone', properties: [] },
    ]);
  });

  it('leaves a row unknown that stands neither in the results nor in the errors', async () => {
    const harness = startHubspot();
    const rows = rowsOf(3);
    expectUpdate(rows).reply(207, accepted(rows.slice(0, 1), [rowError('VALIDATION_ERROR', {})]));

    expect(await update(harness, rows)).toMatchObject([
      { kind: 'written' },
      { kind: 'unknown', traceId: 't2', code: 'NOT_ANSWERED' },
      { kind: 'unknown', traceId: 't3', code: 'NOT_ANSWERED' },
    ]);
  });

  it('leaves a row unknown that stands in both', async () => {
    const harness = startHubspot();
    const rows = rowsOf(2);
    expectUpdate(rows).reply(207, accepted(rows, [rowError('VALIDATION_ERROR', { ids: ['2'] })]));

    expect(await update(harness, rows)).toMatchObject([
      { kind: 'written' },
      { kind: 'unknown', code: 'CONTRADICTORY' },
    ]);
  });

  it('takes an error that names nobody for the only row there is', async () => {
    const harness = startHubspot();
    const rows = rowsOf(1);
    expectUpdate(rows).reply(207, accepted([], [rowError('VALIDATION_ERROR', {})]));

    expect(await update(harness, rows)).toMatchObject([{ kind: 'refused', code: 'VALIDATION_ERROR' }]);
  });

  it('tells a failed row that may be tried again from one whose fate is open', async () => {
    const harness = startHubspot();
    const rows = rowsOf(3);
    const errors = [
      rowError('RATE_LIMITS', { ids: ['1'] }),
      rowError('INTERNAL_ERROR', { ids: ['2'] }),
      rowError('MISSING_SCOPES', { ids: ['3'] }),
    ];
    expectUpdate(rows).reply(207, accepted([], errors));

    expect(kindsOf(await update(harness, rows))).toEqual(['t1:retry', 't2:unknown', 't3:refused']);
  });

  it('reads the good rows of an answer that holds an odd one', async () => {
    const harness = startHubspot();
    const rows = rowsOf(2);
    expectUpdate(rows).reply(200, { results: [null, { id: '2', properties: 'odd', updatedAt: 7 }] });

    expect(await update(harness, rows)).toEqual([
      { kind: 'unknown', traceId: 't1', code: 'NOT_ANSWERED' },
      { kind: 'written', traceId: 't2', id: '2', properties: {}, updatedAt: null },
    ]);
  });

  it('of no rows is no call', async () => {
    expect(await update(startHubspot(), [])).toEqual([]);
  });
});

describe('a batch write that fails as a whole', () => {
  it.each([500, 502, 503, 504, 524, 599])(
    'with %i is sent once and its outcome is unknown',
    async (status) => {
      const harness = startHubspot();
      const rows = rowsOf(2);
      expectUpdate(rows).reply(status, {});

      expect(kindsOf(await update(harness, rows))).toEqual(['t1:unknown', 't2:unknown']);
    },
  );

  it('by a broken connection is unknown, by one that never stood may be sent again', async () => {
    const harness = startHubspot();
    const rows = rowsOf(1);
    expectUpdate(rows).breakWith('ECONNRESET');
    expectUpdate(rows).breakWith('ECONNREFUSED');

    expect(await update(harness, rows)).toEqual([{ kind: 'unknown', traceId: 't1', code: 'NETWORK' }]);
    expect(await update(harness, rows)).toEqual([
      { kind: 'retry', traceId: 't1', afterMs: 1_000, code: 'NOT_REACHED' },
    ]);
  });

  it('by a time-out is unknown and gives its slot back', async () => {
    const harness = startHubspot({ timeoutMs: 40 });
    const rows = rowsOf(1);
    expectUpdate(rows).hang();

    expect(await update(harness, rows)).toEqual([{ kind: 'unknown', traceId: 't1', code: 'TIMEOUT' }]);
    expect(harness.budgetUses[0]?.released).toMatchObject({ remaining: null, throttled: false });
  });

  it('by its signal is unknown once sent, and may be sent again if it was not', async () => {
    const harness = startHubspot();
    const stop = new AbortController();
    const { whenReceived } = expectUpdate(rowsOf(1)).hang();

    const attempt = harness.hubspot.batchUpdate(callOf({ signal: stop.signal }), 'contacts', rowsOf(1));
    await whenReceived;
    stop.abort();

    expect(await attempt).toEqual([{ kind: 'unknown', traceId: 't1', code: 'ABORTED' }]);
    expect(
      await harness.hubspot.batchUpdate(callOf({ signal: stop.signal }), 'contacts', rowsOf(1)),
    ).toMatchObject([{ kind: 'retry', code: 'ABORTED' }]);
  });

  it('by an answer of another shape is unknown', async () => {
    const harness = startHubspot();
    expectUpdate(rowsOf(1)).reply(200, { ok: true });

    expect(await update(harness, rowsOf(1))).toEqual([
      { kind: 'unknown', traceId: 't1', code: 'WRONG_SHAPE' },
    ]);
  });

  it.each([
    [429, rateLimitBody('TEN_SECONDLY_ROLLING'), { afterMs: 10_500, code: 'RATE_LIMITED' }],
    [429, rateLimitBody('SECONDLY'), { afterMs: 1_125, code: 'RATE_LIMITED' }],
    [423, {}, { afterMs: 2_000, code: 'LOCKED' }],
    [477, {}, { afterMs: 60_000, code: 'PORTAL_MOVING' }],
  ])('with %i %j may be sent again: %j', async (status, body, expected) => {
    const harness = startHubspot();
    expectUpdate(rowsOf(1)).reply(status, body);

    expect(await update(harness, rowsOf(1))).toEqual([{ kind: 'retry', traceId: 't1', ...expected }]);
    expect(harness.budgetUses[0]?.released?.throttled).toBe(status === 429);
  });

  it('with 403 is no verdict on a row: all wait until the portal may write', async () => {
    const harness = startHubspot();
    const rows = rowsOf(2);
    expectUpdate(rows).reply(403, {
      category: 'MISSING_SCOPES',
      message: 'needs more',
      correlationId: 'c-403',
    });

    expect(await update(harness, rows)).toMatchObject([
      { kind: 'retry', code: 'MISSING_SCOPES', afterMs: 60_000 },
      { kind: 'retry', code: 'MISSING_SCOPES', afterMs: 60_000 },
    ]);
  });

  it('with 409 for a single update is read back', async () => {
    const harness = startHubspot();
    expectUpdate(rowsOf(1)).reply(409, { category: 'CONFLICT' });

    expect(await update(harness, rowsOf(1))).toEqual([{ kind: 'unknown', traceId: 't1', code: 'CONFLICT' }]);
  });
});

describe('a batch that HubSpot would refuse', () => {
  it.each([
    ['a record twice', [rowsOf(1)[0]!, { ...rowsOf(1)[0]!, traceId: 'other' }]],
    ['a trace id twice', [rowsOf(2)[0]!, { ...rowsOf(2)[1]!, traceId: 't1' }]],
    ['101 rows', rowsOf(101)],
  ])('for %s is a bug and is not sent', async (_name, rows) => {
    const harness = startHubspot();

    await expect(update(harness, rows)).rejects.toThrow(/batch holds/);
    expect(harness.budgetUses).toEqual([]);
  });
});

describe('a 400 for the whole batch', () => {
  it('is halved until only the bad row is refused: 12 extra calls for the last of 100', async () => {
    const harness = startHubspot();
    const rows = rowsOf(100);
    // The halves that hold row 100, and their good siblings, in the order in which they are sent.
    const cuts = [0, 50, 75, 88, 94, 97, 99];
    expectUpdate(rows).reply(400, invalid('x', 'INVALID_OPTION'));
    for (const [index, from] of cuts.slice(0, -1).entries()) {
      const middle = cuts[index + 1]!;
      expectUpdate(rows.slice(from, middle)).reply(200, accepted(rows.slice(from, middle)));
      expectUpdate(rows.slice(middle)).reply(400, invalid('x', 'INVALID_OPTION'));
    }

    const outcomes = await update(harness, rows);

    expect(outcomes.slice(0, 99).every(({ kind }) => kind === 'written')).toBe(true);
    expect(outcomes[99]).toEqual({
      kind: 'refused',
      traceId: 't100',
      code: 'INVALID_OPTION',
      message: 'not valid',
      properties: ['x'],
      correlationId: 'c-400',
    });
    expect(harness.budgetUses).toHaveLength(13);
  });

  it('about a property the portal has not refuses its rows at once and sends the others again', async () => {
    const harness = startHubspot();
    const rows = rowsOf(4, { '2': { gone: '1', other: '1' }, '4': { gone: '2' } });
    const others = [rows[0]!, rows[2]!];
    expectUpdate(rows).reply(400, invalid('gone', 'PROPERTY_DOESNT_EXIST'));
    expectUpdate(others).reply(200, accepted(others));

    const outcomes = await update(harness, rows);

    expect(kindsOf(outcomes)).toEqual(['t1:written', 't2:refused', 't3:written', 't4:refused']);
    expect(outcomes[1]).toMatchObject({ code: 'PROPERTY_DOESNT_EXIST', properties: ['gone'] });
    expect(harness.budgetUses).toHaveLength(2);
  });

  it('about a property that all rows carry costs one call', async () => {
    const harness = startHubspot();
    const rows = rowsOf(100);
    expectUpdate(rows).reply(400, invalid('accord_score', 'PROPERTY_DOESNT_EXIST'));

    const outcomes = await update(harness, rows);

    expect(new Set(outcomes.map(({ kind }) => kind))).toEqual(new Set(['refused']));
    expect(harness.budgetUses).toHaveLength(1);
  });

  it('halves at most 16 times, then sends row by row in the backfill lane', async () => {
    const harness = startHubspot();
    const rows = rowsOf(32);
    // Every group of more than one row is refused: 1 + 2 + 4 + 8 groups, then 2 of the 16 pairs, then rows alone.
    for (const size of [32, 16, 8, 4]) {
      for (let from = 0; from < 32; from += size) {
        expectUpdate(rows.slice(from, from + size)).reply(400, invalid('x', 'INVALID_OPTION'));
      }
    }
    for (const from of [0, 2])
      expectUpdate(rows.slice(from, from + 2)).reply(400, invalid('x', 'INVALID_OPTION'));
    for (const row of rows) expectUpdate([row]).reply(200, accepted([row]));

    const outcomes = await update(harness, rows);

    expect(outcomes.every(({ kind }) => kind === 'written')).toBe(true);
    const lanes = harness.budgetUses.map(({ lane }) => lane);
    expect(lanes.slice(0, 17)).toEqual(Array.from({ length: 17 }, () => 'live'));
    expect(lanes.slice(17)).toEqual(Array.from({ length: 32 }, () => 'backfill'));
  });

  it('followed by a rate limit stops: the rows not yet sent wait as well', async () => {
    const harness = startHubspot();
    const rows = rowsOf(4);
    expectUpdate(rows).reply(400, invalid('x', 'INVALID_OPTION'));
    expectUpdate(rows.slice(0, 2)).reply(429, rateLimitBody('TEN_SECONDLY_ROLLING'));

    const outcomes = await update(harness, rows);

    expect(outcomes).toEqual(
      rows.map(({ traceId }) => ({ kind: 'retry', traceId, afterMs: 10_500, code: 'RATE_LIMITED' })),
    );
  });

  it('followed by a lost answer leaves only the rows of that call unknown', async () => {
    const harness = startHubspot();
    const rows = rowsOf(4);
    expectUpdate(rows).reply(400, invalid('x', 'INVALID_OPTION'));
    expectUpdate(rows.slice(0, 2)).breakWith('ECONNRESET');

    expect(kindsOf(await update(harness, rows))).toEqual([
      't1:unknown',
      't2:unknown',
      't3:retry',
      't4:retry',
    ]);
  });

  it.each([404, 409])('and so is a %i, which one row of an update may have caused', async (status) => {
    const harness = startHubspot();
    const rows = rowsOf(2);
    expectUpdate(rows).reply(status, {});
    expectUpdate(rows.slice(0, 1)).reply(200, accepted(rows.slice(0, 1)));
    expectUpdate(rows.slice(1)).reply(404, { category: 'OBJECT_NOT_FOUND', message: 'gone' });

    expect(await update(harness, rows)).toMatchObject([
      { kind: 'written' },
      { kind: 'refused', code: 'OBJECT_NOT_FOUND' },
    ]);
  });
});
