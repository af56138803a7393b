// A person on the record card asks that a lead be handed over, or taken back into nurture. Whoever HubSpot says clicked is
// checked against the lead; the wish goes into the inbox as a fact of its own, and the next turn decides (10.12).
import type { SalesRequest } from '#domain/requests.ts';
import type { ActionStore } from './actions/action-store.ts';
import { requestEvent } from './actions/run-action.ts';
import { isManagerOf, leadRolesOf } from './lead-rights.ts';
import { type ReceiveDeps, receiveEvents } from './receive-events.ts';
import type { AnswerRight, Reports } from './reports.ts';

export interface SalesWish {
  /** As HubSpot signed them. */
  readonly portalId: string;
  readonly userId: string;
  readonly userEmail: string;
  readonly contactId: string;
  readonly wish: SalesRequest;
  /** HubSpot's clock, ISO, from the signed timestamp. */
  readonly at: string;
}

export interface AskDeps {
  readonly reports: Pick<Reports, 'readAnswerRight'>;
  readonly actions: { readonly store: Pick<ActionStore, 'listTracks'> };
  readonly receive: ReceiveDeps;
}

/** `unknown`: no such portal or lead. */
export type AskOutcome = 'asked' | 'unknown' | 'forbidden' | 'unknown-track';

export async function askSales(deps: AskDeps, given: SalesWish): Promise<AskOutcome> {
  const { portalId, contactId, userId, userEmail, wish, at } = given;
  const right = await deps.reports.readAnswerRight(portalId, { contactId, userId });
  if (right === null) return 'unknown';
  if (!mayAsk(right, userEmail)[wish.kind]) return 'forbidden';
  if (wish.kind === 'recycle' && wish.track !== '') {
    const tracks = await deps.actions.store.listTracks(portalId, contactId);
    if (!tracks.some(({ id }) => id === wish.track)) return 'unknown-track';
  }
  // The same click sent twice has one signed instant, and so one key.
  const fact = { source: 'card', portalId, contactId, wish, userId, occurredAt: at };
  const events = [requestEvent({ portalId, contactId, at, wish, fact })];
  await receiveEvents(deps.receive, { events, setAside: [] });
  return 'asked';
}

/** Sales may do both; marketing, which answers for the lead before it, may hand it over. */
export function mayAsk(
  right: AnswerRight,
  userEmail: string,
): Readonly<Record<SalesRequest['kind'], boolean>> {
  const isSales = leadRolesOf(right, userEmail).length > 0;
  return { recycle: isSales, handOver: isSales || isManagerOf('marketing', right, userEmail) };
}
