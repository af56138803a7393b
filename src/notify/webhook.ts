// One POST to a Slack or Teams webhook: no redirect is followed, five seconds, a small answer. Incoming webhooks have no key
// for repeats, so what may have arrived is not sent again: only what surely did not is (refused connection, 429, 5xx).
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { Message } from '#domain/notices/message.ts';
import type { Delivery, NoticeSenders } from '#pipeline/notices/ports.ts';
import { type CheckedAddress, checkWebhookAddress } from '#pipeline/notices/webhook-address.ts';
import type { Clock } from '#platform/clock.ts';
import { PRIVATE_ADDRESS, publicLookup } from './public-lookup.ts';
import { slackBody } from './slack-body.ts';
import { teamsBody } from './teams-body.ts';

const TIMEOUT_MS = 5_000;
/** Enough for `ok` and any error text; the rest is not read. */
const MAX_ANSWER_BYTES = 16_384;
const USUAL_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 3_600_000;
const TOO_MANY = 429;
const REQUEST_TIMEOUT = 408;

export interface WebhookOptions {
  /** Origins that the operator allows beside those of Slack and Microsoft. */
  readonly origins: readonly string[];
  readonly clock: Clock;
  readonly timeoutMs?: number;
}

export function createWebhook(options: WebhookOptions): NoticeSenders['webhook'] {
  return async (channel, { url, message }) => {
    const address = checkWebhookAddress(channel, url, options.origins);
    if (!address.ok) return { kind: 'parked', reason: 'WEBHOOK_FORBIDDEN' };
    return post(address.value, JSON.stringify(bodyFor(channel, message)), options);
  };
}

function bodyFor(channel: 'slack' | 'teams', message: Message): unknown {
  return channel === 'slack' ? slackBody(message) : teamsBody(message);
}

function post({ url, byOperator }: CheckedAddress, body: string, options: WebhookOptions): Promise<Delivery> {
  const { timeoutMs = TIMEOUT_MS, clock } = options;
  return new Promise((resolve) => {
    let connected = false;
    const send = url.protocol === 'https:' ? requestHttps : requestHttp;
    const request = send(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'content-length': Buffer.byteLength(body),
        'user-agent': 'Accord',
      },
      // A connection of its own: it is known whether it was ever made.
      agent: false,
      ...(byOperator ? {} : { lookup: publicLookup }),
      signal: AbortSignal.timeout(timeoutMs),
    });
    request.on('socket', (socket) => {
      socket.once(url.protocol === 'https:' ? 'secureConnect' : 'connect', () => {
        connected = true;
      });
    });
    request.on('error', (error) => resolve(failed(error, connected)));
    request.on('response', (response) => {
      const { statusCode = 0, headers } = response;
      let bytes = 0;
      // The status is the answer; the text is read only so far that the other end may finish.
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes > MAX_ANSWER_BYTES) response.destroy();
      });
      response.on('error', () => undefined);
      resolve(answered(statusCode, headers['retry-after'], clock));
    });
    request.end(body);
  });
}

function failed(error: Error, connected: boolean): Delivery {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : error.name;
  if (code === PRIVATE_ADDRESS) return { kind: 'parked', reason: 'WEBHOOK_FORBIDDEN' };
  // Without a connection not one byte of the message has left.
  return connected
    ? { kind: 'unknown', reason: code }
    : { kind: 'again', afterMs: USUAL_WAIT_MS, reason: code };
}

function answered(status: number, retryAfter: string | undefined, clock: Clock): Delivery {
  if (status >= 200 && status < 300) return { kind: 'confirmed' };
  const reason = `HTTP_${status}`;
  if (status === TOO_MANY || status === REQUEST_TIMEOUT || status >= 500) {
    return { kind: 'again', afterMs: waitOf(retryAfter, clock), reason };
  }
  return { kind: 'parked', reason };
}

/** Seconds or a date (RFC 9110, 10.2.3). */
function waitOf(retryAfter: string | undefined, clock: Clock): number {
  const text = retryAfter?.trim() ?? '';
  const asked = /^\d{1,9}$/.test(text) ? Number(text) * 1_000 : Date.parse(text) - clock.nowMs();
  if (Number.isNaN(asked)) return USUAL_WAIT_MS;
  return Math.min(Math.max(asked, USUAL_WAIT_MS), LONGEST_WAIT_MS);
}
