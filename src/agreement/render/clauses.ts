// One clause of sales as a sentence with what belongs to it.

import type { Clause } from '#agreement/clause-schema.ts';
import type { AgreementDocument } from '#agreement/schema.ts';
import type { Duration } from '#domain/agreement.ts';
import { countOf, formatDuration, formatShare } from '#domain/amounts.ts';
import { join, quote } from '#domain/typography.ts';
import { type Block, type Line, list, note, others, stageName, type Tongue, text } from './blocks.ts';
import { consequenceBlocks } from './consequences.ts';

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
