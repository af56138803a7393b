// What sales owe, what marketing owes, and what follows when either does not keep it (R26, R28): each clause a sentence with
// its numbers and its id.

import type { Clause, Consequence, OwnClause } from '#agreement/clause-schema.ts';
import type { AgreementDocument } from '#agreement/schema.ts';
import {
  formatDay,
  formatDays,
  formatDuration,
  formatHours,
  formatNumber,
  formatShare,
} from '#agreement/text/format.ts';
import type { Duration } from '#domain/agreement.ts';
import { join, quote } from '#domain/conditions/describe.ts';
import { type Block, heading, type Line, list, note, others, type Tongue, text } from './blocks.ts';

type Sales = AgreementDocument['promises']['sales'];
type Marketing = AgreementDocument['promises']['marketing'];
type AnyClause = Omit<Clause, 'id'> & { readonly id: string };

export function salesBlocks({ promises, segments }: AgreementDocument, tongue: Tongue): readonly Block[] {
  const { say, language } = tongue;
  const {
    acceptWithin,
    firstTouchWithin,
    feedbackWithin,
    attempts,
    clauses = [],
    ...general
  } = promises.sales;
  const { logWithin, feedbackOnAll, warnAt, pauses = [], consequences = [], ...rest } = general;
  const own = (clause: OwnClause): string => {
    const who = segments.find(({ id }) => id === clause.segment)?.label;
    const of = who === undefined ? '' : say(` for ${quote(who, language)}`, ` pour ${quote(who, language)}`);
    return say(
      `${clause.label}${of}: ${clause.count} × ${countsWord(clause.counts, tongue)}`,
      `${clause.label}${of} : ${clause.count} × ${countsWord(clause.counts, tongue)}`,
    );
  };
  return [
    ...clauseBlocks(
      say('Sales accept or reject each lead', 'Les ventes acceptent ou refusent chaque lead'),
      acceptWithin,
      tongue,
    ),
    ...clauseBlocks(
      say('Sales make the first contact', 'Les ventes prennent le premier contact'),
      firstTouchWithin,
      tongue,
    ),
    ...clauseBlocks(say('Sales say why they reject', 'Les ventes motivent un refus'), feedbackWithin, tongue),
    ...(attempts === undefined
      ? []
      : clauseBlocks(
          say(
            `Sales try ${formatNumber(attempts.count, language)} times before they give up`,
            `Les ventes font ${formatNumber(attempts.count, language)} tentatives avant de renoncer`,
          ),
          attempts,
          tongue,
        )),
    ...clauses.flatMap((clause) => clauseBlocks(own(clause), clause, tongue)),
    heading(say('For all clauses of sales', 'Pour toutes les clauses des ventes')),
    ...list([
      ...logLine(logWithin, tongue),
      ...(feedbackOnAll === undefined ? [] : [feedbackLine(feedbackOnAll, tongue)]),
      ...warnLine(warnAt, tongue),
      ...pauses.map((pause) => pauseLine(pause, tongue)),
      ...others(rest, 'promises.sales', tongue),
    ]),
    ...consequenceBlocks(consequences, tongue),
  ];
}

function clauseBlocks(what: string, clause: AnyClause, tongue: Tongue): readonly Block[] {
  const { say, language } = tongue;
  const {
    id,
    note: written,
    within,
    start,
    stage,
    rate,
    counts,
    warnAt,
    logWithin,
    pauses,
    owner,
    consequences,
    ...rest
  } = clause;
  const time = formatDuration(within, language);
  const from = startWords(start, stage, tongue);
  const sentence = say(
    `${what} within ${time} of ${from}, for ${formatShare(rate, language)} of the leads.`,
    `${what} sous ${time} à partir ${from}, pour ${formatShare(rate, language)} des leads.`,
  );
  // Those of own clauses are in their sentence.
  const {
    label: _label,
    segment: _segment,
    count: _count,
    ...left
  } = rest as Readonly<Record<string, unknown>>;
  return [
    text(sentence, [id]),
    ...note(written),
    ...list([
      ...(counts === undefined ? [] : [countsLine(counts, tongue)]),
      ...warnLine(warnAt, tongue),
      ...logLine(logWithin, tongue),
      ...(pauses === undefined
        ? []
        : [
            {
              text: say(
                `Its clock may stand still only for: ${join(pauses, language, 'and')}.`,
                `Son délai ne peut être suspendu que pour : ${join(pauses, language, 'and')}.`,
              ),
            },
          ]),
      ...(owner === undefined ? [] : [{ text: say(`Answers for it: ${owner}.`, `En répond : ${owner}.`) }]),
      ...others(left, 'promises.sales.clauses', tongue),
    ]),
    ...consequenceBlocks(consequences ?? [], tongue),
  ];
}

function startWords(start: Clause['start'], stage: Clause['stage'], { say }: Tongue): string {
  const names = {
    handOver: say('the hand-over', 'de la transmission'),
    assignment: say('the assignment to a rep', 'de l’attribution à un commercial'),
    form: say('the form', 'du formulaire'),
    reject: say('a reject without a reason', 'd’un refus sans motif'),
    stage: say(`the stage ${String(stage).toUpperCase()}`, `du stade ${String(stage).toUpperCase()}`),
  };
  return names[start];
}

function countsWord(counts: 'attempt' | 'contact', { say }: Tongue): string {
  return counts === 'attempt' ? say('attempt', 'tentative') : say('contact', 'contact');
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

function logLine(logWithin: Duration | undefined, { say, language }: Tongue): readonly Line[] {
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

function feedbackLine(isOnAll: boolean, { say }: Tongue): Line {
  return {
    text: isOnAll
      ? say(
          'Marketing gets feedback on every lead handed over.',
          'Le marketing reçoit un retour sur chaque lead transmis.',
        )
      : say('Feedback is owed on rejects only.', 'Un retour n’est dû que sur les refus.'),
  };
}

function warnLine(warnAt: number | undefined, { say, language }: Tongue): readonly Line[] {
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

function pauseLine(pause: NonNullable<Sales['pauses']>[number], { say, language }: Tongue): Line {
  const { id, label, atMost, perLead } = pause;
  const time = formatDuration(atMost, language);
  const often =
    perLead === undefined
      ? ''
      : say(`, at most ${perLead} times per lead`, `, ${perLead} fois par lead au plus`);
  return {
    text: say(
      `A clock may stand still for ${quote(label, language)}: at most ${time}${often}.`,
      `Un délai peut être suspendu pour ${quote(label, language)} : ${time} au plus${often}.`,
    ),
    ids: [id],
  };
}

function consequenceBlocks(consequences: readonly Consequence[], tongue: Tongue): readonly Block[] {
  if (consequences.length === 0) return [];
  const { say } = tongue;
  return [
    text(
      say('If a promise is not kept, in this order:', 'Si une promesse n’est pas tenue, dans cet ordre :'),
    ),
    ...list(consequences.map((each) => ({ text: consequenceSentence(each, tongue) }))),
  ];
}

function consequenceSentence(consequence: Consequence, tongue: Tongue): string {
  const { say, language } = tongue;
  const { after, to, maxPerHour, coolDown } = consequence;
  const what = {
    warn: say('the owner is warned', 'le propriétaire est prévenu'),
    escalate: say('the matter is escalated', 'le sujet est escaladé'),
    reassign: say('the lead goes to another rep', 'le lead passe à un autre commercial'),
    return: say('the lead goes back to marketing', 'le lead revient au marketing'),
    suspend: say(
      'hand-overs from the source are suspended',
      'les transmissions de la source sont suspendues',
    ),
    agenda: say('it is put on the agenda of the next meeting', 'le point est inscrit à la prochaine réunion'),
  }[consequence.do];
  const when =
    after === undefined
      ? say('At once', 'Aussitôt')
      : say(`${formatDuration(after, language)} later`, `${formatDuration(after, language)} plus tard`);
  const whom = to === undefined ? '' : say(` (to ${to})`, ` (à ${to})`);
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

const UNITS: Readonly<Record<Marketing['quality']['from'], readonly [string, string]>> = {
  mql: ['MQLs', 'MQL'],
  accepted: ['leads accepted by sales', 'leads acceptés par les ventes'],
  sql: ['SQLs', 'SQL'],
  opportunity: ['opportunities', 'opportunités'],
  customer: ['customers', 'clients'],
  pipeline: ['of pipeline (in the account’s currency)', 'de pipeline (devise du compte)'],
  revenue: ['of revenue (in the account’s currency)', 'de chiffre d’affaires (devise du compte)'],
};

export function marketingBlocks({ promises, segments }: AgreementDocument, tongue: Tongue): readonly Block[] {
  const { say, language } = tongue;
  const { volume, quality, completeness, warnAt, consequences = [], ...rest } = promises.marketing;
  const unit = (name: Marketing['quality']['from']): string => say(...UNITS[name]);
  const label = (id: string): string => segments.find((segment) => segment.id === id)?.label ?? id;
  const share = formatShare(quality.rate, language);
  return [
    ...list(volume.map((each, index) => volumeLine(each, index, { tongue, unit, label }))),
    text(
      say(
        `Quality: ${share} of the ${unit(quality.from)} of a month become ${unit(quality.to)}.`,
        `Qualité : ${share} des ${unit(quality.from)} d’un mois deviennent des ${unit(quality.to)}.`,
      ),
      [quality.id ?? 'quality'],
    ),
    ...list(qualityLines(quality, tongue)),
    text(
      say(
        `Completeness: ${formatShare(completeness, language)} of the leads handed over have all their mandatory fields.`,
        `Complétude : ${formatShare(completeness, language)} des leads transmis ont tous leurs champs obligatoires.`,
      ),
      ['data'],
    ),
    ...list([...warnLine(warnAt, tongue), ...others(rest, 'promises.marketing', tongue)]),
    ...consequenceBlocks(consequences, tongue),
  ];
}

function qualityLines(
  { matureAfter, floor }: Marketing['quality'],
  { say, language }: Tongue,
): readonly Line[] {
  const lines: Line[] = [];
  if (matureAfter !== undefined) {
    const days = formatDays(matureAfter, language);
    lines.push({
      text: say(
        `A month is judged ${days} after its end; before that it is too young to judge.`,
        `Un mois est jugé ${days} après sa fin ; avant, il est trop jeune pour l’être.`,
      ),
    });
  }
  if (floor !== undefined) {
    const share = formatShare(floor, language);
    lines.push({
      text: say(
        `A source below ${share} is a matter for the meeting.`,
        `Une source sous ${share} est un sujet de réunion.`,
      ),
    });
  }
  return lines;
}

function volumeLine(
  volume: Marketing['volume'][number],
  index: number,
  {
    tongue,
    unit,
    label,
  }: { tongue: Tongue; unit: (name: Marketing['quality']['from']) => string; label: (id: string) => string },
): Line {
  const { say, language } = tongue;
  const { id, segment, channel, campaign, perMonth, months = {} } = volume;
  const scope = [
    segment === undefined
      ? ''
      : say(`segment ${quote(label(segment), language)}`, `segment ${quote(label(segment), language)}`),
    channel === undefined
      ? ''
      : say(`channel ${quote(channel, language)}`, `canal ${quote(channel, language)}`),
    campaign === undefined
      ? ''
      : say(`campaign ${quote(campaign, language)}`, `campagne ${quote(campaign, language)}`),
  ].filter((part) => part !== '');
  const of = scope.length === 0 ? '' : ` (${scope.join(', ')})`;
  const other = Object.entries(months).map(
    ([month, count]) => `${formatDay(month, language)} ${formatNumber(count, language)}`,
  );
  const except =
    other.length === 0
      ? ''
      : say(`; but ${join(other, language, 'and')}`, ` ; mais ${join(other, language, 'and')}`);
  const amount = `${formatNumber(perMonth, language)} ${unit(volume.unit)}`;
  return {
    text: say(`Volume: ${amount} a month${of}${except}.`, `Volume : ${amount} par mois${of}${except}.`),
    ids: [id ?? (index === 0 ? 'volume' : `volume-${index + 1}`)],
  };
}
