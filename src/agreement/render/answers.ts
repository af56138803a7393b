// Where answers of sales are read besides the record, as sentences.
import type { AgreementDocument } from '#agreement/schema.ts';
import { ANSWER_TEXTS, LEAD_STATE_NAMES } from '#agreement/text/word-names.ts';
import type { MappedAnswer } from '#domain/agreement.ts';
import { HUBSPOT_LEAD_STATES } from '#domain/lead.ts';
import { quote } from '#domain/typography.ts';
import { type Block, type Line, list, others, type Tongue, text } from './blocks.ts';

type Mapped = Readonly<Record<string, MappedAnswer>>;

export function answerBlocks({ feedback }: AgreementDocument, tongue: Tongue): readonly Block[] {
  const { answers, reasons } = feedback;
  if (answers === undefined) return [];
  const { say, language } = tongue;
  const { leadStatus = {}, hubspotLeads, dealCreated, ...rest } = answers;
  const quoted = (reason: string): string =>
    quote(
      reasons.find(({ id, label }) => [id, label.toLowerCase()].includes(reason.toLowerCase()))?.label ??
        reason,
      language,
    );
  const tell = (what: string, mapped: Mapped): readonly Line[] =>
    Object.entries(mapped).map(([value, answer]) => {
      const [name, meaning] = [nameOf(value, tongue), meaningOf(answer, quoted, tongue)];
      return { text: say(`${what} ${name}: ${meaning}.`, `${what} ${name} : ${meaning}.`) };
    });
  const because = Object.entries(hubspotLeads?.reasons ?? {}).map(([value, reason]): Line => {
    const [given, ours] = [quote(value, language), quoted(reason)];
    return {
      text: say(
        `HubSpot lead disqualified for ${given}: rejected as ${ours}.`,
        `Lead HubSpot disqualifié pour ${given} : refusé au motif ${ours}.`,
      ),
    };
  });
  return [
    text(
      say(
        'Besides the record’s own answer, these count; the latest one holds.',
        'Outre la réponse donnée sur la fiche, comptent aussi les suivantes ; la plus récente l’emporte.',
      ),
    ),
    ...list([
      ...tell(say('Lead status', 'Statut du lead'), leadStatus),
      ...tell(say('HubSpot lead in the stage', 'Lead HubSpot dans la phase'), hubspotLeads?.stages ?? {}),
      ...because,
      ...dealLines(dealCreated, tongue),
      ...others(rest, 'feedback.answers', tongue),
    ]),
  ];
}

function nameOf(value: string, { language }: Tongue): string {
  const state = HUBSPOT_LEAD_STATES.find((each) => each === value.toLowerCase());
  return quote(state === undefined ? value : LEAD_STATE_NAMES[state][language], language);
}

function meaningOf(
  { answer, reason }: MappedAnswer,
  quoted: (reason: string) => string,
  { say, language }: Tongue,
): string {
  const meaning = ANSWER_TEXTS[answer][language];
  return reason === ''
    ? meaning
    : say(`${meaning} as ${quoted(reason)}`, `${meaning} au motif ${quoted(reason)}`);
}

function dealLines(counts: boolean | undefined, { say }: Tongue): readonly Line[] {
  if (counts === undefined) return [];
  return [
    {
      text: counts
        ? say(
            'A deal that the owner creates counts as a yes.',
            'Une transaction créée par le propriétaire vaut acceptation.',
          )
        : say(
            'A deal that the owner creates is no answer.',
            'Une transaction créée par le propriétaire n’est pas une réponse.',
          ),
    },
  ];
}
