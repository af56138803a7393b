// Where answers of sales are read besides the record, as sentences.

import type { AgreementDocument } from '#agreement/schema.ts';
import { ANSWER_TEXTS, LEAD_STATE_NAMES } from '#agreement/text/names.ts';
import type { MappedAnswer } from '#domain/agreement.ts';
import { HUBSPOT_LEAD_STATES } from '#domain/lead.ts';
import { join, quote } from '#domain/typography.ts';
import { type Block, list, type Tongue, text } from './blocks.ts';

export function answerBlocks({ feedback }: AgreementDocument, tongue: Tongue): readonly Block[] {
  const { answers, reasons } = feedback;
  if (answers === undefined) return [];
  const { say } = tongue;
  const labelOf = (reason: string): string =>
    reasons.find(({ id, label }) => [id, label].some((name) => name.toLowerCase() === reason.toLowerCase()))
      ?.label ?? reason;
  const teller: Teller = { tongue, labelOf };
  const { leadStatus = {}, hubspotLeads, dealCreated } = answers;
  const lines = [
    tellMapped(say('Lead status: ', 'Statut du lead : '), leadStatus, teller),
    tellMapped(
      say('Stage of the HubSpot lead: ', 'Phase du lead HubSpot : '),
      hubspotLeads?.stages ?? {},
      teller,
    ),
    tellReasons(hubspotLeads?.reasons ?? {}, teller),
    dealSentence(dealCreated, tongue),
  ];
  return [
    text(
      say(
        'Sales answer on the record, or with what they use already; the latest answer counts.',
        'Les ventes répondent sur la fiche, ou avec ce qu’elles utilisent déjà ; la dernière réponse compte.',
      ),
    ),
    ...list(lines.filter((line) => line !== '').map((line) => ({ text: line }))),
  ];
}

interface Teller {
  readonly tongue: Tongue;
  /** Of a reject reason, named by its id or its label. */
  readonly labelOf: (reason: string) => string;
}

/** '' where nothing is mapped. */
function tellMapped(what: string, mapped: Readonly<Record<string, MappedAnswer>>, teller: Teller): string {
  const told = Object.entries(mapped).map(
    ([value, answer]) => `${nameOf(value, teller.tongue)} ${meaningOf(answer, teller)}`,
  );
  return told.length === 0 ? '' : `${what}${told.join(', ')}.`;
}

function tellReasons(reasons: Readonly<Record<string, string>>, { tongue, labelOf }: Teller): string {
  const { say, language } = tongue;
  const told = Object.entries(reasons).map(
    ([value, reason]) =>
      `${quote(value, language)} ${say('means', 'veut dire')} ${quote(labelOf(reason), language)}`,
  );
  if (told.length === 0) return '';
  return say(
    `The reason of a HubSpot lead’s disqualification is the reason of the no: ${join(told, 'en', 'and')}.`,
    `Le motif de disqualification d’un lead HubSpot est le motif du refus : ${join(told, 'fr', 'and')}.`,
  );
}

function nameOf(value: string, { language }: Tongue): string {
  const state = HUBSPOT_LEAD_STATES.find((each) => each === value.toLowerCase());
  return quote(state === undefined ? value : LEAD_STATE_NAMES[state][language], language);
}

function meaningOf({ answer, reason }: MappedAnswer, { tongue, labelOf }: Teller): string {
  const { say, language } = tongue;
  const meaning = `${say('means', 'veut dire')} ${ANSWER_TEXTS[answer][language]}`;
  return reason === '' ? meaning : `${meaning} (${labelOf(reason)})`;
}

function dealSentence(counts: boolean | undefined, { say }: Tongue): string {
  if (counts === undefined) return '';
  return counts
    ? say('A deal that the owner creates is a yes.', 'Une transaction que crée le propriétaire vaut oui.')
    : say(
        'A deal that the owner creates is no answer.',
        'Une transaction que crée le propriétaire n’est pas une réponse.',
      );
}
