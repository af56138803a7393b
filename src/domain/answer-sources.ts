// Where an answer of sales may come from (5a.7): our own property, the record card, the lead status, a deal. The latest
// by HubSpot's clock is the one that counts.
import type { Agreement, Instant, MappedAnswer } from './agreement.ts';
import { laterOf } from './instant.ts';
import type { Cell, LeadFacts, LeadState } from './lead.ts';
import { ANSWER_PROPERTY, CARD_ANSWER, LEAD_STATUS_PROPERTY, REJECT_REASON_PROPERTY } from './names.ts';
import { contactValue } from './view.ts';

export type AnswerSource = 'card' | 'property' | 'leadStatus' | 'deal';

export interface HeardAnswer extends MappedAnswer {
  readonly source: AnswerSource;
  readonly at: Instant;
}

interface Listened {
  readonly agreement: Agreement;
  readonly facts: LeadFacts;
  readonly state: LeadState;
}

/** The latest answer that is neither spent nor taken; of two at the same instant, the first in this order. Null: none. */
export function hearAnswer(listened: Listened): HeardAnswer | null {
  const { answersAfter, answeredAt } = listened.state;
  const after = laterOf(answersAfter ?? '', answeredAt ?? '');
  const heard = [fromCard, fromProperty, fromLeadStatus, fromDeals].flatMap((listen) => listen(listened));
  return heard
    .filter(({ at }) => at > after)
    .reduce<HeardAnswer | null>((last, each) => (last === null || each.at > last.at ? each : last), null);
}

/** What sales gave as reason in our property, by its label where the agreement has it; '' when nothing. */
export function givenReason({ agreement, facts }: Pick<Listened, 'agreement' | 'facts'>): string {
  return reasonLabel(agreement, contactValue(facts, REJECT_REASON_PROPERTY));
}

function fromProperty({ facts }: Listened): readonly HeardAnswer[] {
  const cell = facts.contact[ANSWER_PROPERTY];
  const answer = readAnswer(cell);
  return cell === undefined || answer === null
    ? []
    : [{ source: 'property', answer, reason: '', at: cell.at }];
}

/** `accept`, `reject`, `reject:<reason>` */
function fromCard({ agreement, facts }: Listened): readonly HeardAnswer[] {
  const cell = facts.contact[CARD_ANSWER];
  if (cell === undefined) return [];
  const colon = cell.value.indexOf(':');
  const word = colon < 0 ? cell.value : cell.value.slice(0, colon);
  const answer = readAnswer({ ...cell, value: word });
  if (answer === null) return [];
  const reason = colon < 0 ? '' : reasonLabel(agreement, cell.value.slice(colon + 1));
  return [{ source: 'card', answer, reason, at: cell.at }];
}

function fromLeadStatus({ agreement, facts }: Listened): readonly HeardAnswer[] {
  const cell = facts.contact[LEAD_STATUS_PROPERTY];
  const { leadStatus } = agreement.answers;
  const value = cell?.value.toLowerCase() ?? '';
  const mapped = Object.hasOwn(leadStatus, value) ? leadStatus[value] : undefined;
  return cell === undefined || mapped === undefined ? [] : [{ source: 'leadStatus', ...mapped, at: cell.at }];
}

/** A deal that the lead's owner made is a yes. */
function fromDeals({ agreement, facts, state }: Listened): readonly HeardAnswer[] {
  const owner = state.owner.value;
  if (!agreement.answers.dealCreated || owner === '') return [];
  return facts.deals
    .filter((deal) => deal.ownerId === owner)
    .map((deal) => ({ source: 'deal', answer: 'accept', reason: '', at: deal.createdAt }));
}

function readAnswer(cell: Cell | undefined): 'accept' | 'reject' | null {
  const word = cell?.value.toLowerCase();
  return word === 'accept' || word === 'reject' ? word : null;
}

/** As typed where the agreement does not know it. */
function reasonLabel({ answers }: Agreement, given: string): string {
  const key = given.toLowerCase();
  return Object.hasOwn(answers.reasons, key) ? (answers.reasons[key] ?? given) : given;
}
