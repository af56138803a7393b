// The only door to nock. The network is off; a call that no mock expects, and a mock that no call used, fail the test
// with a text that shows both. Mocks say method, path, query, headers and body exactly.
import { isDeepStrictEqual } from 'node:util';
import nock from 'nock';
import { afterAll, afterEach, beforeEach } from 'vitest';

export interface ExpectedCall {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  readonly path: string;
  /** All parameters of the query; none when left out. */
  readonly query?: Readonly<Record<string, string>>;
  /** The JSON body, or the form fields, as a whole. A call without a body when left out. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string | RegExp>>;
  /** Headers that must not be sent, e.g. a token. */
  readonly absentHeaders?: readonly string[];
}

export interface PreparedAnswer {
  reply(status: number, body?: unknown, headers?: Readonly<Record<string, string>>): void;
  /** The connection breaks with this code, e.g. ECONNRESET. */
  breakWith(code: string): void;
  /** The call arrives and is never answered; `whenReceived` resolves when it arrived. */
  hang(): { readonly whenReceived: Promise<void> };
}

export interface HttpMock {
  readonly origin: string;
  expect(call: ExpectedCall): PreparedAnswer;
  /** What is wrong so far, for people; empty when every call was expected and every mock used. */
  problems(): Promise<readonly string[]>;
  /** Drops all mocks and what was seen, and ends the answers that hang. */
  clear(): void;
  close(): void;
}

/** For a test file: one mock, checked and emptied after each test. */
export function useHttpMock(origin = 'https://api.hubapi.com'): HttpMock {
  const mock = createHttpMock(origin);
  beforeEach(() => mock.clear());
  afterEach(async () => {
    const problems = await mock.problems();
    mock.clear();
    if (problems.length > 0) throw new Error(problems.join('\n\n'));
  });
  afterAll(() => mock.close());
  return mock;
}

/** The mock alone, for tests of itself. */
export function createHttpMock(origin: string): HttpMock {
  const unmatched: Promise<string>[] = [];
  const releases: (() => void)[] = [];
  const onNoMatch = (request: Request): void => {
    unmatched.push(describeRequest(request));
  };
  if (!nock.isActive()) nock.activate();
  nock.disableNetConnect();
  // An unmatched call to a mocked host is answered 501 by nock, which looks like HubSpot failing; this tells it apart.
  nock.emitter.on('no match', onNoMatch);

  function clear(): void {
    for (const release of releases.splice(0)) release();
    unmatched.length = 0;
    nock.cleanAll();
  }

  return {
    origin,
    expect: (call) => prepare(interceptorFor(origin, call), releases),
    problems: async () => listProblems(await Promise.all(unmatched)),
    clear,
    close: () => {
      clear();
      nock.emitter.off('no match', onNoMatch);
      nock.enableNetConnect();
      nock.restore();
    },
  };
}

function interceptorFor(origin: string, call: ExpectedCall): nock.Interceptor {
  const scope = nock(origin, call.absentHeaders === undefined ? {} : { badheaders: [...call.absentHeaders] });
  const matchesBody = (body: unknown): boolean =>
    call.body === undefined ? body === '' : isDeepStrictEqual(plain(body), plain(call.body));
  const interceptor = scope.intercept(call.path, call.method, matchesBody);
  for (const [name, value] of Object.entries(call.headers ?? {})) interceptor.matchHeader(name, value);
  return call.query === undefined ? interceptor : interceptor.query({ ...call.query });
}

function prepare(interceptor: nock.Interceptor, releases: (() => void)[]): PreparedAnswer {
  return {
    reply: (status, body = '', headers = {}) => {
      const isText = typeof body === 'string';
      interceptor.reply(status, isText ? body : JSON.stringify(body), {
        'content-type': isText ? 'text/html' : 'application/json',
        ...headers,
      });
    },
    breakWith: (code) => {
      interceptor.replyWithError(Object.assign(new Error(`mocked ${code}`), { code }));
    },
    hang: () => {
      const received = Promise.withResolvers<void>();
      // nock's own delay sends the headers at once; an answer that does not come must not come in part.
      interceptor.reply(async () => {
        received.resolve();
        await new Promise<void>((resolve) => releases.push(resolve));
        return [504, ''];
      });
      return { whenReceived: received.promise };
    },
  };
}

function listProblems(unmatched: readonly string[]): readonly string[] {
  const unused = nock.pendingMocks();
  const waiting = unused.length === 0 ? 'No mock was waiting.' : `Waiting mocks:\n${indent(unused)}`;
  return [
    ...unmatched.map((call) => `A call that no mock expects:\n  ${call}\n${waiting}`),
    ...(unused.length === 0 ? [] : [`Mocks that no call used:\n${indent(unused)}`]),
  ];
}

async function describeRequest(request: Request): Promise<string> {
  const body = await request.clone().text();
  return `${request.method} ${request.url}${body === '' ? '' : `\n  ${body}`}`;
}

function indent(lines: readonly string[]): string {
  return lines.map((line) => `  ${line}`).join('\n');
}

/** nock hands forms over as objects without prototype; only the content counts. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}
