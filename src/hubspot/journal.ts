// HubSpot's webhooks journal, read with the app's own token: no portal's grant and no portal's budget is touched (its limit
// is 100 calls a second for the app). What its events mean is left to journal-event.ts.
import { z } from 'zod';
import type { JournalEntry, JournalPort, JournalSubscription } from '#pipeline/journal/ports.ts';
import type { Clock } from '#platform/clock.ts';
import { readAnswer } from './answer.ts';
import { installCallFetch } from './call-fetch.ts';
import { HubspotError } from './errors.ts';
import { journalSubscriptions, readJournalFile } from './journal-event.ts';
import { parseJson } from './json.ts';
import { pathsOf } from './paths.ts';
import { refusalOf } from './refusal.ts';
import { type Answer, exchange } from './transport.ts';

export interface JournalOptions {
  readonly apiUrl: string;
  readonly apiVersion: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly clock: Clock;
}

/** A file holds up to 5 MB. */
const TIMEOUT_MS = 20_000;
const MAX_FILE_CHARS = 20_000_000;
/** Tokens live half an hour, and none comes to renew them. */
const RENEW_BEFORE_EXPIRY_MS = 5 * 60_000;
/** For what is subscribed to, beside the journal's own. */
const SCOPES = [
  'developer.webhooks_journal.read',
  'developer.webhooks_journal.subscriptions.read',
  'developer.webhooks_journal.subscriptions.write',
  'crm.objects.contacts.read',
  'crm.objects.companies.read',
  'crm.objects.deals.read',
  'crm.objects.leads.read',
  'sales-email-read',
];

const TokenAnswer = z.object({ access_token: z.string().min(1), expires_in: z.number().positive() });
const EntryAnswer = z.object({
  url: z.url(),
  currentOffset: z.union([z.string(), z.int()]).transform(String),
});
const Texts = z
  .array(z.string())
  .nullish()
  .transform((items) => items ?? []);
const SubscriptionsAnswer = z.object({
  results: z.array(
    z.object({
      subscriptionType: z.string(),
      portalId: z.union([z.string(), z.int()]).transform(String).nullish(),
      objectTypeId: z.string().nullish(),
      eventTypeId: z.string().nullish(),
      associatedObjectTypeIds: Texts,
      actions: Texts,
      properties: Texts,
    }),
  ),
});

export function createJournal(options: JournalOptions): JournalPort {
  installCallFetch();
  const token = createAppToken(options);
  return {
    subscriptionsFor: journalSubscriptions,
    readNext: (offset, signal) => readNext(options, { token, offset, signal }),
    listSubscriptions: async (signal) => {
      const { results } = await call(options, {
        token,
        signal,
        endpoint: 'journal subscriptions',
        method: 'GET',
        path: `/webhooks-journal/subscriptions/${options.apiVersion}`,
        answer: SubscriptionsAnswer,
      });
      return results.map(({ portalId, objectTypeId, eventTypeId, ...rest }) => ({
        ...rest,
        portalId: portalId ?? '',
        objectTypeId: objectTypeId ?? '',
        eventTypeId: eventTypeId ?? '',
      }));
    },
    subscribe: async (wish, signal) => {
      await call(options, {
        token,
        signal,
        endpoint: 'journal subscription create',
        method: 'POST',
        path: `/webhooks-journal/subscriptions/${options.apiVersion}`,
        json: bodyOf(wish),
        answer: z.unknown(),
      });
    },
  };
}

/** HubSpot wants the lists of ids and properties, also where they are empty. */
function bodyOf(wish: JournalSubscription): Readonly<Record<string, unknown>> {
  const { subscriptionType, portalId, objectTypeId, eventTypeId, associatedObjectTypeIds } = wish;
  return {
    subscriptionType,
    portalId: Number(portalId),
    ...(objectTypeId === '' ? {} : { objectTypeId }),
    ...(eventTypeId === '' ? {} : { eventTypeId }),
    ...(associatedObjectTypeIds.length === 0 ? {} : { associatedObjectTypeIds }),
    actions: wish.actions,
    objectIds: [],
    properties: wish.properties,
  };
}

type AppToken = (signal: AbortSignal) => Promise<string>;

function createAppToken(options: JournalOptions): AppToken {
  let known: { readonly token: string; readonly expiresAtMs: number } | null = null;
  return async (signal) => {
    const nowMs = options.clock.nowMs();
    if (known !== null && known.expiresAtMs - RENEW_BEFORE_EXPIRY_MS > nowMs) return known.token;
    const endpoint = 'oauth client credentials';
    const { clientId, clientSecret } = options;
    const answer = await exchange({
      apiUrl: options.apiUrl,
      endpoint,
      method: 'POST',
      path: pathsOf(options.apiVersion).token,
      form: {
        grant_type: 'client_credentials',
        client_id: clientId,
        client_secret: clientSecret,
        scope: SCOPES.join(' '),
      },
      accessToken: null,
      signal,
      timeoutMs: TIMEOUT_MS,
    });
    if (answer.status !== 200) throw refusal(options, endpoint, answer);
    const { access_token, expires_in } = readAnswer(endpoint, answer, TokenAnswer);
    known = { token: access_token, expiresAtMs: nowMs + expires_in * 1_000 };
    return access_token;
  };
}

async function readNext(
  options: JournalOptions,
  read: { readonly token: AppToken; readonly offset: string | null; readonly signal: AbortSignal },
): Promise<JournalEntry | null | 'expired'> {
  const { offset, signal } = read;
  const tail = offset === null ? 'earliest' : `offset/${encodeURIComponent(offset)}/next`;
  const endpoint = 'journal read';
  const answer = await send(options, {
    ...read,
    endpoint,
    method: 'GET',
    path: `/webhooks-journal/journal/${options.apiVersion}/${tail}`,
  });
  if (answer.status === 204) return null;
  if (answer.status === 404) return offset === null ? null : 'expired';
  if (answer.status !== 200) throw refusal(options, endpoint, answer);
  const { url, currentOffset } = readAnswer(endpoint, answer, EntryAnswer);
  return { offset: currentOffset, ...readJournalFile(await download(options, url, signal)) };
}

/** The address is signed and expires: no token goes along. Only over TLS, except to where the API itself is. */
async function download({ apiUrl }: JournalOptions, url: string, signal: AbortSignal): Promise<unknown> {
  const endpoint = 'journal file';
  const { protocol, origin } = new URL(url);
  if (protocol !== 'https:' && origin !== new URL(apiUrl).origin)
    throw new HubspotError({ code: 'WRONG_SHAPE', endpoint, applied: 'no', retryable: false });
  const text = await readText(url, signal);
  if (text === null || text.length > MAX_FILE_CHARS)
    throw new HubspotError({ code: 'WRONG_SHAPE', endpoint, applied: 'no', retryable: true });
  try {
    return parseJson(text);
  } catch {
    // The parser's message quotes the file, which is about people: it is not passed on.
    throw new HubspotError({ code: 'NOT_JSON', endpoint, applied: 'no', retryable: true });
  }
}

/** Null: the address does not give the file. */
async function readText(url: string, signal: AbortSignal): Promise<string | null> {
  try {
    const response = await fetch(url, {
      redirect: 'error',
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
    });
    const text = await response.text();
    return response.ok ? text : null;
  } catch (cause) {
    throw new HubspotError({
      code: 'NETWORK',
      endpoint: 'journal file',
      applied: 'no',
      retryable: true,
      cause,
    });
  }
}

interface Call {
  readonly token: AppToken;
  readonly signal: AbortSignal;
  readonly endpoint: string;
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly json?: unknown;
}

async function call<T>(
  options: JournalOptions,
  request: Call & { readonly answer: z.ZodType<T> },
): Promise<T> {
  const answer = await send(options, request);
  if (answer.status < 200 || answer.status >= 300) throw refusal(options, request.endpoint, answer);
  return readAnswer(request.endpoint, answer, request.answer);
}

async function send(options: JournalOptions, { token, ...request }: Call): Promise<Answer> {
  const accessToken = await token(request.signal);
  return exchange({ ...request, apiUrl: options.apiUrl, accessToken, timeoutMs: TIMEOUT_MS });
}

function refusal(options: JournalOptions, endpoint: string, answer: Answer): HubspotError {
  return refusalOf(endpoint, answer, { nowMs: options.clock.nowMs(), random: 0.5 });
}
