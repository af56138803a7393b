import { afterEach, describe, expect, it } from 'vitest';
import { createRollingWindow } from '#sandbox/rate-limit.ts';
import { type Answer, type Harness, PORTAL_ID, startHarness } from './harness.ts';

const CONTACTS = '/crm/objects/2026-03/contacts';

describe('limits and faults', () => {
  let hub: Harness;
  afterEach(() => hub.stop());

  it('refuses the 111th call in ten seconds with the exact body, and counts it', async () => {
    hub = await startHarness({ rateLimit: {} });
    const answers: Answer[] = [];

    for (let call = 0; call < 111; call++) answers.push(await hub.call('GET', CONTACTS));

    expect(answers.slice(0, 110).map((answer) => answer.status)).toEqual(
      Array.from({ length: 110 }, () => 200),
    );
    const first = answers[0]!.headers;
    expect(first.get('x-hubspot-ratelimit-max')).toBe('110');
    expect(first.get('x-hubspot-ratelimit-remaining')).toBe('109');
    expect(first.get('x-hubspot-ratelimit-interval-milliseconds')).toBe('10000');
    expect(first.get('x-hubspot-ratelimit-daily')).toBeNull();
    const last = answers[110]!;
    expect(last.status).toBe(429);
    expect(last.body).toMatchObject({
      status: 'error',
      message: 'You have reached your ten_secondly_rolling limit.',
      errorType: 'RATE_LIMIT',
      policyName: 'TEN_SECONDLY_ROLLING',
    });
    expect(last.body.correlationId).toMatch(/-/);
    const stats = await hub.control('GET', '/stats');
    expect(stats.body.rateLimited).toEqual({ general: 1, search: 0 });
    expect(stats.body.peaks).toContainEqual({ portalId: PORTAL_ID, bucket: 'general', max: 111 });
  });

  it('gives search a bucket of its own: the sixth in a second is refused, without rate headers', async () => {
    hub = await startHarness({ rateLimit: { max: 1 } });

    const answers = await Promise.all(
      Array.from({ length: 6 }, () => hub.call('POST', `${CONTACTS}/search`, {})),
    );

    const refused = answers.filter((answer) => answer.status === 429);
    expect(refused).toHaveLength(1);
    expect(refused[0]!.body).toMatchObject({
      policyName: 'SECONDLY',
      message: 'You have reached your secondly limit.',
    });
    expect(answers.every((answer) => answer.headers.get('x-hubspot-ratelimit-max') === null)).toBe(true);
    expect((await hub.call('GET', CONTACTS)).status).toBe(200);
  });

  it('frees a place exactly one interval after it was taken', () => {
    hub = { stop: async () => undefined } as Harness;
    const window = createRollingWindow(2, 1_000);

    expect(window.take(0)).toEqual({ allowed: true, remaining: 1 });
    expect(window.take(500)).toEqual({ allowed: true, remaining: 0 });
    expect(window.take(999).allowed).toBe(false);
    expect(window.take(1_000)).toEqual({ allowed: true, remaining: 0 });
    expect(window.take(1_499).allowed).toBe(false);
    expect(window.take(1_500).allowed).toBe(true);
  });

  it('applies nothing before a scripted failure, and applies all before a reset after it', async () => {
    hub = await startHarness();
    const create = (email: string): Promise<Answer> =>
      hub.call('POST', CONTACTS, { properties: { email }, associations: [] });
    const { unique } = hub.sandbox.requirePortal(PORTAL_ID).objects.contacts;

    await hub.control('PUT', '/faults', {
      script: [
        { kind: '503', times: 1, method: 'POST' },
        { kind: 'resetAfterApply', times: 1 },
      ],
    });
    expect((await create('a@lead.example')).status).toBe(503);
    await expect(create('b@lead.example')).rejects.toThrow('fetch failed');

    expect(unique.get('email')?.has('a@lead.example')).toBe(false);
    expect(unique.get('email')?.has('b@lead.example')).toBe(true);
    expect((await create('a@lead.example')).status).toBe(201);
    const calls = await hub.control('GET', '/calls');
    expect(calls.body.results.map((call: { status: number }) => call.status)).toEqual([503, 0, 201]);
    expect((await hub.control('GET', '/stats')).body.faults).toEqual({ '503': 1, resetAfterApply: 1 });
  });

  it('leaves a hanging call without an answer until the caller gives up', async () => {
    hub = await startHarness({ faults: { script: [{ kind: 'hangAfterApply', times: 1 }] } });
    const id = hub.act({ type: 'create', properties: { email: 'h@lead.example' } });

    const call = fetch(`${hub.url}${CONTACTS}/${id}`, {
      method: 'PATCH',
      headers: { authorization: `Bearer ${hub.token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ properties: { city: 'Nantes' } }),
      signal: AbortSignal.timeout(200),
    });

    await expect(call).rejects.toThrow(/abort|timeout/i);
    expect(hub.sandbox.requirePortal(PORTAL_ID).objects.contacts.live.get(id)?.values['city']).toBe('Nantes');
  });

  it('draws the same failures for the same seed', async () => {
    const run = async (): Promise<number[]> => {
      const one = await startHarness({ seed: 'faulty', faults: { shares: { '500': 0.3, '429': 0.2 } } });
      const answers: number[] = [];
      for (let call = 0; call < 30; call++) answers.push((await one.call('GET', CONTACTS)).status);
      await one.stop();
      return answers;
    };
    hub = await startHarness();

    const [first, second] = [await run(), await run()];

    expect(first).toEqual(second);
    expect(new Set(first)).toEqual(new Set([200, 429, 500]));
  });

  it('shows in the call log whether records were written', async () => {
    hub = await startHarness();
    await hub.call('POST', `${CONTACTS}/batch/read`, {
      inputs: [{ id: '1' }, { id: '2' }],
      properties: [],
      propertiesWithHistory: [],
    });
    await hub.call('POST', CONTACTS, { properties: { email: 'w@lead.example' }, associations: [] });

    const { results } = (await hub.control('GET', `/calls?portalId=${PORTAL_ID}`)).body;

    expect(results).toMatchObject([
      { kind: 'contacts.batchRead', status: 207, rows: 1, writesRecords: false, bucket: 'general' },
      { kind: 'contacts.create', status: 201, rows: 1, writesRecords: true, portalId: PORTAL_ID },
    ]);
    expect((await hub.control('GET', '/stats')).body.calls).toMatchObject({ total: 2, recordWrites: 1 });
  });
});
