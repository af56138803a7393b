import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Harness, PORTAL_ID, startHarness } from './harness.ts';

describe('the control API', () => {
  let hub: Harness;
  const portal = `/portals/${PORTAL_ID}`;
  beforeAll(async () => {
    hub = await startHarness();
  });
  afterAll(() => hub.stop());

  it('applies actions in order and says which one was refused and why', async () => {
    const answer = await hub.control('POST', `${portal}/actions`, {
      actions: [
        { type: 'create', properties: { email: 'a@lead.example' } },
        { type: 'create', properties: { email: 'a@lead.example' } },
        { type: 'sett', id: '1' },
        { type: 'set', email: 'a@lead.example', propertys: {} },
        {
          type: 'set',
          email: 'a@lead.example',
          properties: { lifecyclestage: 'customer' },
          atMs: 1_700_000_000_000,
        },
      ],
    });

    expect(answer.body.results.map((result: { ok: boolean }) => result.ok)).toEqual([
      true,
      false,
      false,
      false,
      true,
    ]);
    expect(answer.body.results[1].error).toContain('already exists');
    const dump = await hub.control('GET', `${portal}/contacts`);
    expect(dump.body).toMatchObject({
      next: null,
      results: [{ values: { email: 'a@lead.example', lifecyclestage: 'customer' } }],
    });
    expect(dump.body.results[0].history.lifecyclestage.at(-1)).toMatchObject({
      value: 'customer',
      timestampMs: 1_700_000_000_000,
    });
  });

  it('fills a portal and dumps all of it page by page', async () => {
    const made = await hub.control('POST', '/portals', { portalId: 77, timeZone: 'America/New_York' });
    expect(made.body).toMatchObject({ portalId: 77, contacts: 0 });
    await hub.control('POST', '/portals/77/generate', { seed: 3, contacts: 250, companies: 20 });

    const ids: string[] = [];
    let after: number | null = 0;
    while (after !== null) {
      const page = await hub.control('GET', `/portals/77/contacts?limit=100&after=${after}`);
      ids.push(...page.body.results.map((one: { id: string }) => one.id));
      after = page.body.next;
    }

    expect(new Set(ids).size).toBe(250);
    expect((await hub.control('GET', '/portals/77/owners')).body.results).toHaveLength(7);
  });

  it('takes a CSV export as a body', async () => {
    const response = await fetch(`${hub.url}/sandbox${portal}/import`, {
      method: 'POST',
      headers: { 'content-type': 'text/csv' },
      body: 'Record ID,Email\n1001,csv@lead.example\n1001,dup@lead.example\n',
    });

    expect(await response.json()).toMatchObject({
      contacts: 1,
      problems: [{ line: 3, column: 'Record ID' }],
    });
  });

  it('moves the clock of records, not of tokens', async () => {
    const before = await hub.control('GET', '/clock');
    await hub.control('PUT', '/clock', { offsetMs: 86_400_000 });

    const id = hub.act({ type: 'create', properties: { email: 'later@lead.example' } });
    const shown = await hub.call('GET', `/crm/objects/2026-03/contacts/${id}`);
    await hub.control('PUT', '/clock', { offsetMs: 0 });

    expect(shown.status).toBe(200);
    expect(Date.parse(shown.body.createdAt) - before.body.nowMs).toBeGreaterThanOrEqual(86_400_000);
  });

  it('pages the call log from where the last page ended', async () => {
    await hub.control('DELETE', '/calls');
    for (let call = 0; call < 5; call++) await hub.call('GET', '/crm/owners/2026-03');

    const first = await hub.control('GET', '/calls?limit=3');
    const second = await hub.control('GET', `/calls?limit=3&after=${first.body.next}`);

    const seqs = [...first.body.results, ...second.body.results].map((one: { seq: number }) => one.seq);
    expect(first.body.results).toHaveLength(3);
    expect(second.body).toMatchObject({ next: null, results: [{}, {}] });
    expect(seqs).toEqual(Array.from({ length: 5 }, (_, index) => Number(seqs[0]) + index));
  });

  it('refuses knobs that do not exist', async () => {
    expect((await hub.control('PUT', '/faults', { share: {} })).status).toBe(400);
    expect((await hub.control('PUT', '/webhook', { batchSize: 1 })).status).toBe(400);
    expect((await hub.control('PUT', '/switches', { latencyMs: [0] })).status).toBe(400);
    expect((await hub.control('GET', '/portals/1/contacts')).status).toBe(404);
  });
});
