// One clause of sales as a sentence with what belongs to it, and consequences of either side in words.

import type { Clause, Consequence } from '#agreement/clause-schema.ts';
import type { AgreementDocument } from '#agreement/schema.ts';
import { formatHours } from '#agreement/text/format.ts';
import type { Duration } from '#domain/agreement.ts';
import { countOf, formatDuration, formatShare } from '#domain/amounts.ts';
import { join, quote } from '#domain/typography.ts';
import { type Block, type Line, list, note, others, stageName, type Tongue, text } from './blocks.ts';

type Sales = AgreementDocument['promises']['sales'];

export function clauseBlocks(what: string, clause: Clause, tongue: Tongue): readonly Block[] {
  const { say, language } = tongue;
  const { id, note: written, within, start, stage, rate, consequences = [], ...rest } = clause;
  const [time, share] = [formatDuration(within, language), formatShare(rate, language)];
  const from = startWords(start, stage, tongue);
  const sentence = say(
    `${what} within ${time} of ${from}, for ${share} of the leads.`,
    `${what} sous ${time} à partir ${from}, pour ${share} des leads.`,
  );
  return [
    text(sentence, [id]),
    ...note(written),
    ...list(clauseLines(rest, tongue)),
    ...consequenceBlocks(consequences, 'sales', tongue),
  ];
}

/** What stands in the sentence of an own clause, beside what every clause has. */
const IN_SENTENCE = ['label', 'segment', 'count'];

function clauseLines(
  clause: Omit<Clause, 'id' | 'note' | 'within' | 'start' | 'stage' | 'rate' | 'consequences'>,
  tongue: Tongue,
): readonly Line[] {
  const { say, language } = tongue;
  const { counts, warnAt, logWithin, pauses, owner, ...rest } = clause;
  const only = join(pauses ?? [], language, 'and');
  const left = Object.entries(rest).filter(([key]) => !IN_SENTENCE.includes(key));
  return [
    ...(counts === undefined ? [] : [countsLine(counts, tongue)]),
    ...warnLine(warnAt, tongue),
    ...logLine(logWithin, tongue),
    ...(pauses === undefined
      ? []
      : [
          {
            text: say(
              `Its clock may stand still only for: ${only}.`,
              `Son délai ne peut être suspendu que pour : ${only}.`,
            ),
          },
        ]),
    ...(owner === undefined ? [] : [{ text: say(`Answers for it: ${owner}.`, `En répond : ${owner}.`) }]),
    ...others(Object.fromEntries(left), 'promises.sales.clauses', tongue),
  ];
}

function startWords(start: Clause['start'], stage: Clause['stage'], tongue: Tongue): string {
  const { say } = tongue;
  const name = stageName(stage ?? '', tongue);
  const names = {
    handOver: say('the hand-over', 'de la transmission'),
    assignment: say('the assignment to a rep', 'de l’attribution à un commercial'),
    form: say('the form', 'du formulaire'),
    reject: say('a reject without a reason', 'd’un refus sans motif'),
    stage: say(`the stage ${name}`, `du stade ${name}`),
  };
  return names[start];
}

function countsLine(counts: 'attempt' | 'contact', { say }: Tongue): Line {
  return {
    text:
      counts === 'attempt'
        ? say('An attempt counts, also one that reaches nobody.', 'Une tentative compte, même sans réponse.')
        : say(
            'Only a contact counts: a call without an answer does not.',
            'Seul un contact compte : un appel sans réponse ne suffit pas.',
          ),
  };
}

export function logLine(logWithin: Duration | undefined, { say, language }: Tongue): readonly Line[] {
  if (logWithin === undefined) return [];
  const time = formatDuration(logWithin, language);
  return [
    {
      text: say(
        `A touch counts when it is logged within ${time}: what is not in HubSpot did not happen.`,
        `Une prise de contact compte si elle est saisie sous ${time} : ce qui n’est pas dans HubSpot n’a pas eu lieu.`,
      ),
    },
  ];
}

export function feedbackLine(isOnAll: boolean, { say }: Tongue): Line {
  return {
    text: isOnAll
      ? say(
          'Marketing gets feedback on every lead handed over.',
          'Le marketing reçoit un retour sur chaque lead transmis.',
        )
      : say('Feedback is owed on rejects only.', 'Un retour n’est dû que sur les refus.'),
  };
}

export function warnLine(warnAt: number | undefined, { say, language }: Tongue): readonly Line[] {
  if (warnAt === undefined) return [];
  const share = formatShare(warnAt, language);
  return [
    {
      text: say(
        `A warning comes when ${share} of the time is over.`,
        `Une alerte part quand ${share} du délai est passé.`,
      ),
    },
  ];
}

export function pauseLine(pause: NonNullable<Sales['pauses']>[number], { say, language }: Tongue): Line {
  const { id, label, atMost, perLead } = pause;
  const time = formatDuration(atMost, language);
  const often =
    perLead === undefined
      ? ''
      : say(
          `, at most ${countOf(perLead, ['time', 'times'], 'en')} per lead`,
          `, ${countOf(perLead, ['fois', 'fois'], 'fr')} par lead au plus`,
        );
  return {
    text: say(
      `A clock may stand still for ${quote(label, language)}: at most ${time}${often}.`,
      `Un délai peut être suspendu pour ${quote(label, language)} : ${time} au plus${often}.`,
    ),
    ids: [id],
  };
}

/** `side`: whose promises they are about. */
export function consequenceBlocks(
  consequences: readonly Consequence[],
  side: 'sales' | 'marketing',
  tongue: Tongue,
): readonly Block[] {
  if (consequences.length === 0) return [];
  const { say } = tongue;
  return [
    text(
      say('If a promise is not kept, in this order:', 'Si une promesse n’est pas tenue, dans cet ordre :'),
    ),
    ...list(consequences.map((each) => ({ text: consequenceSentence(each, side, tongue) }))),
  ];
}

function consequenceSentence(consequence: Consequence, side: 'sales' | 'marketing', tongue: Tongue): string {
  const { say, language } = tongue;
  const { after, to, maxPerHour, coolDown } = consequence;
  const what = {
    warn: say('the owner is warned', 'le propriétaire est prévenu'),
    escalate: say('the matter is escalated', 'le sujet est escaladé'),
    reassign: say('the lead goes to another rep', 'le lead passe à un autre commercial'),
    return: say('the lead goes back to marketing', 'le lead revient au marketing'),
    suspend:
      side === 'sales'
        ? say('the owner gets no further leads', 'le propriétaire ne reçoit plus de leads')
        : say(
            'hand-overs from a source below the floor are suspended',
            'les transmissions d’une source sous le plancher sont suspendues',
          ),
    agenda: say(
      'both sides are told of it as a point for their meeting',
      'le point est signalé aux deux parties pour leur réunion',
    ),
  }[consequence.do];
  const when =
    after === undefined
      ? say('At once', 'Aussitôt')
      : say(`${formatDuration(after, language)} later`, `${formatDuration(after, language)} plus tard`);
  const whom = to === undefined ? '' : say(` (to ${to})`, ` (à : ${to})`);
  const cap =
    maxPerHour === undefined
      ? ''
      : say(`, at most ${maxPerHour} an hour`, `, ${maxPerHour} par heure au plus`);
  const rest =
    coolDown === undefined
      ? ''
      : say(
          `, not again within ${formatHours(coolDown, language)}`,
          `, pas plus d’une fois en ${formatHours(coolDown, language)}`,
        );
  return say(`${when}: ${what}${whom}${cap}${rest}.`, `${when} : ${what}${whom}${cap}${rest}.`);
}
