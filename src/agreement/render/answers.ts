// Where answers of sales are read besides the record, as sentences.

import type { AgreementDocument } from '#agreement/schema.ts';
import { ANSWER_TEXTS, LEAD_STATE_NAMES } from '#agreement/text/names.ts';
import type { MappedAnswer } from '#domain/agreement.ts';
import type { HubspotLeadState } from '#domain/lead.ts';
import { join, quote } from '#domain/typography.ts';
import { type Block, list, type Tongue, text } from './blocks.ts';

export function answerBlocks({ feedback }: AgreementDocument, tongue: Tongue): readonly Block[] {
  const { answers } = feedback;
  if (answers === undefined) return [];
  const { say, language } = tongue;
  const { leadStatus = {}, hubspotLeads, dealCreated } = answers;
  const labelOf = (reason: string): string =>
    feedback.reasons.find(({ id, label }) =>
      [id, label].some((name) => name.toLowerCase() === reason.toLowerCase()),
    )?.label ?? reason;
  const told = (mapped: Readonly<Record<string, MappedAnswer>>): string =>
    Object.entries(mapped)
      .map(([value, answer]) => `${nameOf(value, tongue)} ${meaningOf(answer, labelOf, tongue)}`)
      .join(', ');
  const reasons = Object.entries(hubspotLeads?.reasons ?? {}).map(
    ([value, reason]) =>
      `${quote(value, language)} ${say('means', 'veut dire')} ${quote(labelOf(reason), language)}`,
  );
  const lines = [
    Object.keys(leadStatus).length === 0
      ? ''
      : `${say('Lead status: ', 'Statut du lead : ')}${told(leadStatus)}.`,
    Object.keys(hubspotLeads?.stages ?? {}).length === 0
      ? ''
      : `${say('Stage of the HubSpot lead: ', 'Phase du lead HubSpot : ')}${told(hubspotLeads?.stages ?? {})}.`,
    reasons.length === 0
      ? ''
      : say(
          `The reason of a HubSpot lead’s disqualification is the reason of the no: ${join(reasons, 'en', 'and')}.`,
          `Le motif de disqualification d’un lead HubSpot est le motif du refus : ${join(reasons, 'fr', 'and')}.`,
        ),
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

function nameOf(value: string, { language }: Tongue): string {
  const state = LEAD_STATE_NAMES[value.toLowerCase() as HubspotLeadState] as
    | Readonly<Record<'en' | 'fr', string>>
    | undefined;
  return quote(state?.[language] ?? value, language);
}

function meaningOf(
  { answer, reason }: MappedAnswer,
  labelOf: (reason: string) => string,
  tongue: Tongue,
): string {
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
