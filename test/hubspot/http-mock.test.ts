// The mock must be able to fail: a test on a mock that lets everything through proves nothing.
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { createHttpMock } from '#test/support/http-mock.ts';

const mock = createHttpMock('https://api.hubapi.com');
afterEach(() => mock.clear());
afterAll(() => mock.close());

describe('the HTTP mock', () => {
  it('reports nothing when the expected call was made as expected', async () => {
    mock.expect({ method: 'POST', path: '/a', query: { q: '1' }, body: { n: 1 } }).reply(201, { ok: true });

    const response = await post('/a?q=1', '{"n":1}');

    expect(response.status).toBe(201);
    expect(await response.json()).toEqual({ ok: true });
    expect(await mock.problems()).toEqual([]);
  });

  it('reports a mock that no call used, by method and path', async () => {
    mock.expect({ method: 'GET', path: '/never' }).reply(200, {});

    expect((await mock.problems()).join()).toMatch(/no call used.*GET https:\/\/api\.hubapi\.com.*\/never/s);
  });

  it.each([
    ['another body', { path: '/a?q=1', body: '{"n":2}' }],
    ['another query', { path: '/a?q=2', body: '{"n":1}' }],
    ['no query', { path: '/a', body: '{"n":1}' }],
    ['another path', { path: '/b?q=1', body: '{"n":1}' }],
    [
      'a header that must be absent',
      { path: '/a?q=1', body: '{"n":1}', headers: { authorization: 'Bearer x' } },
    ],
  ])('reports a call with %s together with what was waiting', async (_name, { path, body, ...more }) => {
    mock
      .expect({
        method: 'POST',
        path: '/a',
        query: { q: '1' },
        body: { n: 1 },
        absentHeaders: ['authorization'],
      })
      .reply(200, {});

    await post(path, body, 'headers' in more ? more.headers : {});

    const text = (await mock.problems()).join('\n');
    expect(text).toContain(`POST https://api.hubapi.com${path}`);
    expect(text).toContain(body);
    expect(text).toContain('Waiting mocks');
  });

  it('refuses and reports a call to a host nobody mocked', async () => {
    await expect(fetch('https://elsewhere.example/x')).rejects.toThrow('fetch failed');

    expect((await mock.problems()).join()).toContain('GET https://elsewhere.example/x');
  });
});

function post(path: string, body: string, headers: Record<string, string> = {}): Promise<Response> {
  const all = { 'content-type': 'application/json', ...headers };
  return fetch(`https://api.hubapi.com${path}`, { method: 'POST', body, headers: all });
}
