// Turns an answer outside 2xx into a HubspotError: its code, its wait, and what HubSpot named as the fault.
import { HubspotError, treatmentOf } from './errors.ts';
import { readFaults } from './faults.ts';
import { isRecord, parseJson } from './json.ts';
import type { Answer } from './transport.ts';

interface RefusalTiming {
  readonly nowMs: number;
  /** In [0, 1): spreads the returns of many callers that were refused together. */
  readonly random: number;
}

const SECOND_MS = 1_000;
const HOUR_MS = 3_600 * SECOND_MS;
const DAY_MS = 24 * HOUR_MS;
/** When HubSpot moves a portal without saying for how long. */
const DEFAULT_HEADER_WAIT_MS = 60 * SECOND_MS;

/** The typed error of a refused call. */
export function refusalOf(endpoint: string, answer: Answer, timing: RefusalTiming): HubspotError {
  const body = readBody(answer.text);
  const treatment = treatmentOf(answer.status);
  const category = textOf(body['category']);
  const correlationId = textOf(body['correlationId']) ?? answer.headers.get('x-hubspot-correlation-id');
  const isScopeMissing = answer.status === 403 && category === 'MISSING_SCOPES';
  const waitMs = waitOf(answer, body, timing);
  return new HubspotError({
    code: isScopeMissing ? 'MISSING_SCOPES' : treatment.code,
    endpoint,
    applied: treatment.write === 'unknown' ? 'unknown' : 'no',
    retryable: treatment.retryable,
    status: answer.status,
    faults: readFaults(body),
    ...(treatment.retryable ? { retryAfterMs: waitMs } : {}),
    ...(category === null ? {} : { category }),
    ...(correlationId === null ? {} : { correlationId }),
  });
}

function readBody(text: string): Readonly<Record<string, unknown>> {
  try {
    const body = parseJson(text);
    return isRecord(body) ? body : {};
  } catch {
    // Edges and proxies answer in HTML; the status says enough.
    return {};
  }
}

function waitOf(answer: Answer, body: Readonly<Record<string, unknown>>, timing: RefusalTiming): number {
  const { wait } = treatmentOf(answer.status);
  const headerMs = readRetryAfterMs(answer.headers);
  if (wait === 'header') return headerMs ?? DEFAULT_HEADER_WAIT_MS;
  const ownMs = wait === 'policy' ? policyWaitMs(body, timing) : wait;
  return Math.max(ownMs, headerMs ?? 0);
}

/** HubSpot documents no Retry-After on 429; the policy that was hit tells how long its window is. */
function policyWaitMs(body: Readonly<Record<string, unknown>>, { nowMs, random }: RefusalTiming): number {
  const policy = textOf(body['policyName']) ?? policyFromMessage(textOf(body['message']) ?? '');
  if (policy === 'SECONDLY') return Math.round(SECOND_MS * (1 + random / 4));
  if (policy !== 'DAILY') return Math.round(10 * SECOND_MS + random * SECOND_MS);
  // The zone of HubSpot's midnight is not documented, so ask again each hour at the latest.
  const untilMidnightMs = DAY_MS - (nowMs % DAY_MS);
  return Math.round(Math.min(untilMidnightMs, HOUR_MS) + random * 60 * SECOND_MS);
}

function policyFromMessage(message: string): string {
  const lower = message.toLowerCase();
  if (lower.includes('daily')) return 'DAILY';
  return lower.includes('secondly') && !lower.includes('ten_secondly') ? 'SECONDLY' : 'TEN_SECONDLY_ROLLING';
}

/** HubSpot writes seconds; never more than a day. */
export function readRetryAfterMs(headers: Headers): number | null {
  const value = headers.get('retry-after');
  if (value === null || !/^\d+$/.test(value)) return null;
  return Math.min(Number(value) * SECOND_MS, DAY_MS);
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
