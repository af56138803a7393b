// HubSpot's workflow actions: judge a lead now, hand it over, recycle it, check its promises. A workflow waits for the answer,
// so it comes from tables (10.12); what is asked for becomes a fact, and the next turn decides. HubSpot repeats an execution
// under one id, and hears the same again.
import { createHash } from 'node:crypto';
import { canonicalJson } from '#domain/canonical.ts';
import { OPEN } from '#domain/course.ts';
import { SALES_REQUEST } from '#domain/names.ts';
import { type SalesRequest, writeRequest } from '#domain/requests.ts';
import { type ReceiveDeps, receiveEvents } from '#pipeline/receive-events.ts';
import {
  type ActionName,
  type ActionResult,
  type LatestDecision,
  type OutputFields,
  outputsOf,
} from './outputs.ts';

/** What a workflow hears. */
export type ActionAnswer = OutputFields & { readonly hs_execution_state: 'SUCCESS' | 'FAIL_CONTINUE' };

export interface ActionStore {
  /** Null: this HubSpot account has not installed the app (any more). */
  findPortalStatus(portalId: string): Promise<string | null>;
  /**
   * One transaction: remembers the execution with its answer and, where it asks for it, marks the contact to be read again
   * and judged first in line; unless that execution was taken before. Answers what was answered first.
   */
  takeExecution(
    portalId: string,
    execution: {
      readonly callbackId: string;
      readonly contactId: string;
      readonly judge: boolean;
      readonly answer: ActionAnswer;
    },
  ): Promise<{ readonly isNew: boolean; readonly answer: ActionAnswer }>;
  readLatest(portalId: string, contactId: string): Promise<LatestDecision | null>;
  /** Of the agreement in force that the contact's lead is under, else of the portal's first. */
  listTracks(portalId: string, contactId: string | null): Promise<readonly Track[]>;
  /** Business time. */
  readNow(): Promise<string>;
}

export interface Track {
  readonly id: string;
  readonly label: string;
}

export interface ActionDeps {
  readonly store: ActionStore;
  readonly receive: ReceiveDeps;
  readonly wake: (portalId: string) => Promise<void>;
}

export interface ActionRequest {
  readonly action: ActionName;
  readonly portalId: string;
  readonly callbackId: string;
  readonly contactId: string;
  /** Of `recycle`: a track's id; '' for the one that the agreement's rules say. */
  readonly track: string;
}

/** Null: not installed. */
export async function runAction(deps: ActionDeps, request: ActionRequest): Promise<ActionAnswer | null> {
  const { portalId, contactId, action, callbackId } = request;
  const status = await deps.store.findPortalStatus(portalId);
  if (status === null || status === 'uninstalled') return null;
  const latest = await deps.store.readLatest(portalId, contactId);
  const result = await resultOf(deps, request, latest);
  const now = await deps.store.readNow();
  const fields = outputsOf(action, latest, { now, result });
  const state = result === 'unknown_track' ? 'FAIL_CONTINUE' : 'SUCCESS';
  const answer: ActionAnswer = { ...fields, hs_execution_state: state };
  const taken = await deps.store.takeExecution(portalId, {
    callbackId,
    contactId,
    judge: action === 'judge-now',
    answer,
  });
  // Asked again though the execution is known: the process may have died between the two, and the inbox takes it once.
  if (isRequest(action) && taken.answer['result'] === 'asked') await ask(deps, request, now);
  if (action === 'judge-now' && taken.isNew) await deps.wake(portalId);
  return taken.answer;
}

function isRequest(action: ActionName): boolean {
  return action === 'hand-over' || action === 'recycle';
}

async function resultOf(
  { store }: ActionDeps,
  { action, portalId, contactId, track }: ActionRequest,
  latest: LatestDecision | null,
): Promise<ActionResult> {
  const isOpen = latest !== null && OPEN.includes(latest.state.status);
  if (action === 'hand-over') return isOpen ? 'already' : 'asked';
  if (action !== 'recycle') return 'asked';
  if (latest === null) return 'not_known';
  const tracks = track === '' ? [] : await store.listTracks(portalId, contactId);
  if (track !== '' && !tracks.some(({ id }) => id === track)) return 'unknown_track';
  return isOpen ? 'asked' : 'already';
}

/** A fact of its own, so that every replay hears it too. */
async function ask({ receive }: ActionDeps, request: ActionRequest, now: string): Promise<void> {
  const { action, portalId, contactId, callbackId, track } = request;
  const wish: SalesRequest = action === 'recycle' ? { kind: 'recycle', track } : { kind: 'handOver' };
  const fact = { source: 'action', portalId, contactId, callbackId, action };
  await receiveEvents(receive, {
    events: [requestEvent({ portalId, contactId, at: now, wish, fact })],
    setAside: [],
  });
}

/** `fact`: by which the inbox knows it again. */
export function requestEvent(given: {
  readonly portalId: string;
  readonly contactId: string;
  readonly at: string;
  readonly wish: SalesRequest;
  readonly fact: Readonly<Record<string, unknown>>;
}): Parameters<typeof receiveEvents>[1]['events'][number] {
  const { portalId, contactId, at, wish, fact } = given;
  return {
    key: createHash('sha256').update(canonicalJson(fact)).digest('hex'),
    portalId,
    objectType: 'contact',
    objectId: contactId,
    action: 'propertyChange',
    propertyName: SALES_REQUEST,
    propertyValue: writeRequest(wish),
    occurredAt: at,
    event: { ...fact, occurredAt: at, changeSource: 'ACCORD', sourceId: 'accord' },
  };
}
