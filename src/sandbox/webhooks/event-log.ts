// Every event ever emitted and every POST ever tried: the truth that tests compare an app with.
import type { WebhookEvent } from './events.ts';

export interface LoggedEvent {
  readonly seq: number;
  readonly portalId: number;
  /** As first sent; attempts differ in attemptNumber only. */
  readonly event: WebhookEvent;
  readonly emittedAtMs: number;
  attempts: number;
  /** Machine time of the first 2xx answer that covered it. */
  acceptedAtMs: number | null;
  /** Set when the last retry failed, or the event got lost before the first. */
  abandoned: boolean;
}

interface LoggedDelivery {
  readonly seq: number;
  readonly startedAtMs: number;
  readonly durationMs: number;
  readonly portalIds: readonly number[];
  readonly eventSeqs: readonly number[];
  readonly attemptNumbers: readonly number[];
  /** HTTP status, or what kept an answer from coming. */
  readonly outcome: number | 'timeout' | 'unreachable';
}

export interface EventLog {
  readonly events: LoggedEvent[];
  readonly deliveries: LoggedDelivery[];
}

export function createEventLog(): EventLog {
  return { events: [], deliveries: [] };
}
