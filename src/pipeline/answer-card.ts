// A rep's yes or no from the record card: whoever HubSpot says clicked is checked against the lead, and the answer goes into
// the inbox as a fact of its own, so that every replay hears it too (10.12). Nothing is judged here.
import { createHash } from 'node:crypto';
import { canonicalJson } from '#domain/canonical.ts';
import { writeCardAnswer } from '#domain/card-answer.ts';
import { CARD_ANSWER } from '#domain/names.ts';
import { leadRolesOf } from './lead-rights.ts';
import { type ReceiveDeps, receiveEvents } from './receive-events.ts';
import type { Reports } from './reports.ts';

export interface CardAnswer {
  /** As HubSpot signed them. */
  readonly portalId: string;
  readonly userId: string;
  readonly userEmail: string;
  readonly contactId: string;
  readonly answer: 'accept' | 'reject';
  /** An id or a label of the agreement's reasons, or free text; '' for none. */
  readonly reason: string;
  /** What a rep wrote beside the no; '' for nothing. */
  readonly note: string;
  /** HubSpot's clock, ISO, from the signed timestamp. */
  readonly at: string;
}

export interface CardDeps {
  readonly reports: Pick<Reports, 'readAnswerRight'>;
  readonly receive: ReceiveDeps;
}

/** `unknown`: no such portal or lead; `forbidden`: neither the lead's owner nor a manager of its agreement. */
export type CardOutcome = 'taken' | 'unknown' | 'forbidden';

export async function answerCard(deps: CardDeps, given: CardAnswer): Promise<CardOutcome> {
  const right = await deps.reports.readAnswerRight(given.portalId, given);
  if (right === null) return 'unknown';
  if (leadRolesOf(right, given.userEmail).length === 0) return 'forbidden';
  const { portalId, contactId, answer, reason, note, userId, at } = given;
  // The same click sent twice has one signed instant, and so one key.
  const said = { source: 'card', portalId, contactId, answer, reason, userId, occurredAt: at };
  const fact = note === '' ? said : { ...said, note };
  await receiveEvents(deps.receive, {
    events: [
      {
        key: createHash('sha256').update(canonicalJson(fact)).digest('hex'),
        portalId,
        objectType: 'contact',
        objectId: contactId,
        action: 'propertyChange',
        propertyName: CARD_ANSWER,
        propertyValue: writeCardAnswer({ word: answer, reason, note }),
        occurredAt: at,
        event: { ...fact, changeSource: 'CARD', sourceId: `userId:${userId}` },
      },
    ],
    setAside: [],
  });
  return 'taken';
}
