// Where answers of sales are read besides the record, as sentences.
import type { AgreementDocument } from '#agreement/schema.ts';
import { LEAD_STATE_NAMES } from '#agreement/text/names.ts';
import type { MappedAnswer } from '#domain/agreement.ts';
import { HUBSPOT_LEAD_STATES } from '#domain/lead.ts';
import { quote } from '#domain/typography.ts';
import { type Block, type Line, list, others, type Tongue, text } from './blocks.ts';

type Feedback = AgreementDocument['feedback'];

export function answerBlocks(
  { leadStatus = {}, hubspotLeads, dealCreated, ...rest }: NonNullable<Feedback['answers']>,
  { reasons }: Feedback,
  tongue: Tongue,
): readonly Block[] {
  const { say, language } = tongue;
  const labelOf = (reason: string): string => {
    const name = reason.toLowerCase();
    return (
      reasons.find(({ id, label }) => [id, label].some((each) => each.toLowerCase() === name))?.label ??
      reason
    );
  };
  const teller: Teller = { tongue, labelOf };
  return [
    text(
      say(
        'Besides the record’s own answer, these count; the latest one holds.',
        'Outre la réponse donnée sur la fiche, comptent aussi les suivantes ; la plus récente l’emporte.',
      ),
    ),
    ...list([
      ...tellMapped(say('Lead status', 'Statut du lead'), leadStatus, teller),
      ...tellMapped(
        say('Stage of the HubSpot lead', 'Phase du lead HubSpot'),
        hubspotLeads?.stages ?? {},
        teller,
      ),
      ...Object.entries(hubspotLeads?.reasons ?? {}).map(([value, reason]) => ({
        text: say(
          `A HubSpot lead disqualified as ${quote(value, language)}: rejected as ${quote(labelOf(reason), language)}.`,
          `Lead HubSpot disqualifié pour ${quote(value, language)} : refusé au motif ${quote(labelOf(reason), language)}.`,
        ),
      })),
      ...tellDeal(dealCreated, tongue),
      ...others(rest, 'feedback.answers', tongue),
    ]),
  ];
}

interface Teller {
  readonly tongue: Tongue;
  /** Of a reject reason, named by its id or its label. */
  readonly labelOf: (reason: string) => string;
}

function tellMapped(
  what: string,
  mapped: Readonly<Record<string, MappedAnswer>>,
  teller: Teller,
): readonly Line[] {
  const { say } = teller.tongue;
  return Object.entries(mapped).map(([value, answer]) => {
    const [name, meaning] = [nameOf(value, teller.tongue), meaningOf(answer, teller)];
    return { text: say(`${what} ${name}: ${meaning}.`, `${what} ${name} : ${meaning}.`) };
  });
}

function nameOf(value: string, { language }: Tongue): string {
  const state = HUBSPOT_LEAD_STATES.find((each) => each === value.toLowerCase());
  return quote(state === undefined ? value : LEAD_STATE_NAMES[state][language], language);
}

function meaningOf({ answer, reason }: MappedAnswer, { tongue, labelOf }: Teller): string {
  const { say, language } = tongue;
  if (answer === 'accept') return say('accepted', 'accepté');
  if (answer === 'working') return say('accepted and worked on', 'accepté et suivi');
  if (reason === '') return say('rejected', 'refusé');
  const label = quote(labelOf(reason), language);
  return say(`rejected as ${label}`, `refusé au motif ${label}`);
}

/** Nothing where the agreement does not say. */
function tellDeal(counts: boolean | undefined, { say }: Tongue): readonly Line[] {
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
