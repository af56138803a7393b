// Where an answer of sales may come from (5a.7): our own property, the record card, the lead status, the HubSpot lead, a
// deal. The latest by HubSpot's clock is the one that counts.
import type { Agreement, Instant, MappedAnswer } from './agreement.ts';
import { readCardAnswer } from './card-answer.ts';
import { laterOf } from './instant.ts';
import type { Cell, HubspotLead, LeadFacts, LeadState } from './lead.ts';
import { ANSWER_PROPERTY, CARD_ANSWER, LEAD_STATUS_PROPERTY, REJECT_REASON_PROPERTY } from './names.ts';
import { contactValue } from './view.ts';

export type AnswerSource = 'card' | 'property' | 'leadStatus' | 'hubspotLead' | 'deal';

export interface HeardAnswer extends MappedAnswer {
  readonly source: AnswerSource;
  readonly at: Instant;
}

interface Listened {
  readonly agreement: Agreement;
  readonly facts: LeadFacts;
  readonly state: Pick<LeadState, 'answersAfter' | 'answeredAt' | 'owner'>;
}

/** The latest answer that is neither spent nor taken; of two at the same instant, the first in this order. Null: none. */
export function hearAnswer(listened: Listened): HeardAnswer | null {
  const { answersAfter, answeredAt } = listened.state;
  const after = laterOf(answersAfter ?? '', answeredAt ?? '');
  return answersIn(listened)
    .filter(({ at }) => at > after)
    .reduce<HeardAnswer | null>((last, each) => (last === null || each.at > last.at ? each : last), null);
}

/** The earliest answer of the cycle; what was taken of it since does not matter. Null: none that is not spent. */
export function firstAnswerAt(listened: Listened): Instant | null {
  const after = listened.state.answersAfter ?? '';
  return answersIn(listened).reduce<Instant | null>(
    (first, { at }) => (at > after && (first === null || at < first) ? at : first),
    null,
  );
}

function answersIn(listened: Listened): readonly HeardAnswer[] {
  return LISTENERS.flatMap((listen) => listen(listened));
}

/**
 * What sales gave as reason, by its label where the agreement has it: in our property, else on the HubSpot lead whose no
 * was taken, which may get its reason later. '' when nothing.
 */
export function givenReason({ agreement, facts, state }: Listened): string {
  const written = reasonLabel(agreement, contactValue(facts, REJECT_REASON_PROPERTY));
  if (written !== '') return written;
  const { hubspotLeads = [] } = facts;
  const taken = hubspotLeads.find(
    (lead) => lead.stageAt === state.answeredAt && mappedOf(agreement, lead)?.answer === 'reject',
  );
  return taken === undefined ? '' : (mappedOf(agreement, taken)?.reason ?? '');
}

function fromProperty({ facts }: Listened): readonly HeardAnswer[] {
  const cell = facts.contact[ANSWER_PROPERTY];
  const answer = readAnswer(cell);
  return cell === undefined || answer === null
    ? []
    : [{ source: 'property', answer, reason: '', at: cell.at }];
}

function fromCard({ agreement, facts }: Listened): readonly HeardAnswer[] {
  const cell = facts.contact[CARD_ANSWER];
  if (cell === undefined) return [];
  const { word, reason } = readCardAnswer(cell.value);
  const answer = readAnswer({ ...cell, value: word });
  if (answer === null) return [];
  return [{ source: 'card', answer, reason: reasonLabel(agreement, reason), at: cell.at }];
}

function fromLeadStatus({ agreement, facts }: Listened): readonly HeardAnswer[] {
  const cell = facts.contact[LEAD_STATUS_PROPERTY];
  const mapped = lookUp(agreement.answers.leadStatus, cell?.value ?? '');
  return cell === undefined || mapped === undefined ? [] : [{ source: 'leadStatus', ...mapped, at: cell.at }];
}

function fromHubspotLeads({ agreement, facts: { hubspotLeads = [] } }: Listened): readonly HeardAnswer[] {
  return hubspotLeads.flatMap((lead) => {
    const mapped = mappedOf(agreement, lead);
    return mapped === undefined ? [] : [{ source: 'hubspotLead', ...mapped, at: lead.stageAt }];
  });
}

/** A stage by its id, else by what HubSpot says of it. */
function mappedOf({ answers }: Agreement, { stage, state, reason }: HubspotLead): MappedAnswer | undefined {
  const { stages = {}, reasons = {} } = answers.hubspotLeads ?? {};
  const mapped = lookUp(stages, stage) ?? lookUp(stages, state);
  if (mapped?.answer !== 'reject') return mapped;
  // What the rep chose says more than what the stage stands for.
  const chosen = lookUp(reasons, reason) ?? lookUp(answers.reasons, reason);
  return { answer: 'reject', reason: chosen ?? (mapped.reason || reason) };
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
  return lookUp(answers.reasons, given) ?? given;
}

/** Keys are lower case; nothing is found on the prototype. */
function lookUp<T>(map: Readonly<Record<string, T>>, value: string): T | undefined {
  const key = value.toLowerCase();
  return Object.hasOwn(map, key) ? map[key] : undefined;
}

const LISTENERS: readonly ((listened: Listened) => readonly HeardAnswer[])[] = [
  fromCard,
  fromProperty,
  fromLeadStatus,
  fromHubspotLeads,
  fromDeals,
];
