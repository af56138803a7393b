// Calls to Accord's server through HubSpot's proxy, which signs them and says who asks. The user's language goes with each.
import { hubspot } from '@hubspot/ui-extensions';
import { type Answers, type Bodies, ROUTES } from './answers.ts';
import type { Language } from './words.ts';

export interface Server {
  /** `https://…`, without a slash at the end: PUBLIC_URL of the profile the app was uploaded with. */
  readonly url: string;
  readonly language: Language;
}

/** What the server or the way to it refused, in the user's language where the server said it. */
export class ServerError extends Error {
  override readonly name = 'ServerError';
  readonly status: number;
  readonly code: string;
  readonly fix: string;
  /** The whole answer: lists of problems, for one. */
  readonly answer: unknown;

  constructor(status: number, answer: unknown) {
    const said = isRecord(answer) ? answer : {};
    super(textOf(said['message']));
    this.status = status;
    this.code = textOf(said['error']);
    this.fix = textOf(said['fix']);
    this.answer = answer;
  }
}

interface Asked<Name extends keyof Answers> {
  readonly params?: Readonly<Record<string, string | number>>;
  readonly query?: Readonly<Record<string, string | number>>;
  readonly body?: Name extends keyof Bodies ? Bodies[Name] : never;
}

/** Throws ServerError. */
export async function ask<Name extends keyof Answers>(
  server: Server,
  name: Name,
  { params = {}, query = {}, body }: Asked<Name> = {},
): Promise<Answers[Name]> {
  const { method, path } = ROUTES[name];
  const place = path.replaceAll(/\{(\w+)\}/g, (_all, key: string) => encodeURIComponent(params[key] ?? ''));
  // The server's shape is pinned by its own contract.
  return (await send(server, { method, path: place, query, body })) as Answers[Name];
}

/** The rep's yes or no to the lead. A server of the release before takes an answer without a note, but none that has one, even empty. */
export async function answerLead(
  server: Server,
  given: {
    readonly contactId: string;
    readonly answer: 'accept' | 'reject';
    readonly reason?: string;
    readonly note?: string;
  },
): Promise<void> {
  const { note = '', ...rest } = given;
  const body = note.trim() === '' ? rest : { ...rest, note };
  await send({ ...server }, { method: 'POST', path: '/answer', query: {}, body });
}

interface Request {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly path: string;
  readonly query: Readonly<Record<string, string | number>>;
  readonly body: object | undefined;
}

async function send({ url, language }: Server, { method, path, query, body }: Request): Promise<unknown> {
  const parameters = Object.entries({ ...query, language })
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&');
  const response = await hubspot.fetch(`${url}/hubspot/card${path}?${parameters}`, {
    method,
    ...(body === undefined ? {} : { body: { ...body } }),
  });
  const answer = await readAnswer(response);
  if (!response.ok) throw new ServerError(response.status, answer);
  return answer;
}

async function readAnswer(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    return null;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
