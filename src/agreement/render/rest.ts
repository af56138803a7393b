// Feedback, nurture, objectives, responsibilities, meetings, notices, publishing and signatures.

import { WEEKDAYS } from '#agreement/calendar-schema.ts';
import type { AgreementDocument } from '#agreement/schema.ts';
import { formatChange, formatDaySpan, formatShare } from '#agreement/text/format.ts';
import { formatDays, formatNumber, WEEKDAY_NAMES } from '#domain/amounts.ts';
import { askFilter } from '#domain/conditions/filter-text.ts';
import { join, quote } from '#domain/typography.ts';
import { answerBlocks } from './answers.ts';
import { type Block, type Line, list, others, type Tongue, text } from './blocks.ts';
import { comeBack } from './lifecycle.ts';

export function feedbackBlocks(document: AgreementDocument, tongue: Tongue): readonly Block[] {
  const { feedback } = document;
  const { say } = tongue;
  const { reasons, answers: _answers, ...rest } = feedback;
  return [
    text(
      say(
        'A reject names one of these reasons; each says which part of this agreement the lead does not meet.',
        'Un refus donne l’un de ces motifs ; chacun dit quelle partie de cet accord le lead ne remplit pas.',
      ),
    ),
    ...list(
      reasons.map(({ id, label, clause, coolDown }) => ({
        text: coolDown === undefined ? `${label}.` : `${label}. ${comeBack(coolDown, tongue)}`,
        ids: clause === undefined ? [id] : [id, clause],
      })),
    ),
    ...answerBlocks(document, tongue),
    ...list(others(rest, 'feedback', tongue)),
  ];
}

export function nurtureBlocks({ nurture }: AgreementDocument, tongue: Tongue): readonly Block[] {
  const { say, words, language } = tongue;
  const { coolDown, cyclesPerYear, recycledStage, inactiveAfter, relaunch, tracks = [], ...rest } = nurture;
  const days = (count: number): string => formatDays(count, language);
  return list([
    {
      text: say(
        `A recycled lead may come back after ${days(coolDown)}, and only with a new sign of interest after that; at most ${formatNumber(cyclesPerYear, language)} times a year.`,
        `Un lead recyclé peut revenir après ${days(coolDown)}, et seulement avec un nouveau signe d’intérêt ensuite ; ${formatNumber(cyclesPerYear, language)} fois par an au plus.`,
      ),
    },
    {
      text:
        recycledStage === 'keep'
          ? say('It keeps its lifecycle stage.', 'Il garde sa phase du cycle de vie.')
          : say('It goes back to the stage lead.', 'Il revient au stade lead.'),
    },
    ...(inactiveAfter === undefined
      ? []
      : [
          {
            text: say(
              `A lead is inactive after ${days(inactiveAfter)} without a signal.`,
              `Un lead est inactif après ${days(inactiveAfter)} sans signal.`,
            ),
          },
        ]),
    ...(relaunch === undefined
      ? []
      : [
          {
            text: say(
              `It is relaunched at most ${formatNumber(relaunch.attempts, language)} times, and left alone after ${days(relaunch.sunsetAfter)}.`,
              `Il est relancé ${formatNumber(relaunch.attempts, language)} fois au plus, et laissé tranquille après ${days(relaunch.sunsetAfter)}.`,
            ),
          },
        ]),
    ...tracks.map(({ id, label, note: written, when, ...more }) => {
      const who = when === undefined ? say('everybody else', 'tous les autres') : askFilter(when, words);
      const about = written === undefined ? '' : ` ${written.trim()}`;
      const left = others(more, 'nurture.tracks', tongue).map((line) => ` ${line.text}`);
      return {
        text: `${say(`Track ${quote(label, language)}: ${who}.`, `Parcours ${quote(label, language)} : ${who}.`)}${about}${left.join('')}`,
        ids: [id],
      };
    }),
    ...others(rest, 'nurture', tongue),
  ]);
}

export function objectiveBlocks({ objectives }: AgreementDocument, tongue: Tongue): readonly Block[] {
  return list(
    objectives.map((objective) => ({ text: objectiveText(objective, tongue), ids: [objective.id] })),
  );
}

function objectiveText(
  objective: AgreementDocument['objectives'][number],
  { say, language }: Tongue,
): string {
  const measure =
    objective.measure === undefined
      ? ''
      : say(` (measured: ${objective.measure})`, ` (mesuré : ${objective.measure})`);
  const label = `${objective.label}${measure}`;
  if (objective.kind === 'absolute') {
    const target = formatNumber(objective.target, language);
    const per = {
      week: ['week', 'semaine'],
      month: ['month', 'mois'],
      quarter: ['quarter', 'trimestre'],
      year: ['year', 'an'],
    }[objective.per];
    return say(`${label}: ${target} a ${per[0]}.`, `${label} : ${target} par ${per[1]}.`);
  }
  if (objective.kind === 'relative') {
    const change = formatChange(objective.change, language);
    const span = formatDaySpan(objective.baseline, language);
    return say(
      `${label}: ${change} compared with the frozen baseline ${span}.`,
      `${label} : ${change} par rapport à la référence figée ${span}.`,
    );
  }
  const share = formatShare(objective.target, language);
  return say(
    `${label}: ${share} (${objective.of} of ${objective.to}).`,
    `${label} : ${share} (${objective.of} sur ${objective.to}).`,
  );
}

export function responsibilityBlocks(
  { responsibilities }: AgreementDocument,
  { say }: Tongue,
): readonly Block[] {
  return list(
    responsibilities.map(({ who, does, when }) => {
      const side = who === 'sales' ? say('Sales', 'Ventes') : 'Marketing';
      const at = when === undefined ? '' : ` (${when})`;
      return { text: say(`${side}: ${does.trim()}${at}`, `${side} : ${does.trim()}${at}`) };
    }),
  );
}

const RHYTHMS: Readonly<Record<string, readonly [string, string]>> = {
  weekly: ['Every week', 'Chaque semaine'],
  monthly: ['Every month', 'Chaque mois'],
  quarterly: ['Every quarter', 'Chaque trimestre'],
};

export function reviewBlocks({ review }: AgreementDocument, tongue: Tongue): readonly Block[] {
  const { say, language } = tongue;
  return list(
    Object.entries(review).flatMap(([rhythm, meeting]) => {
      if (meeting === undefined) return [];
      const { day, at, minutes, agenda, pack, leads, ...rest } = meeting;
      const [english, french] = RHYTHMS[rhythm] ?? [rhythm, rhythm];
      const when = [
        day === undefined ? '' : (WEEKDAY_NAMES[language][WEEKDAYS.indexOf(day)] ?? day),
        at ?? '',
      ]
        .filter((part) => part !== '')
        .join(' ');
      const on = when === '' ? '' : ` (${when})`;
      const sentences = [
        say(
          `${english}${on}, ${formatNumber(minutes, 'en')} minutes: ${agenda.join('; ')}.`,
          `${french}${on}, ${formatNumber(minutes, 'fr')} minutes : ${agenda.join(' ; ')}.`,
        ),
        leads === undefined
          ? ''
          : say(`At most ${leads} leads are discussed.`, `${leads} leads au plus sont discutés.`),
        pack === undefined
          ? ''
          : say(
              `The pack goes to ${join(pack, language, 'and')}.`,
              `Le dossier va à ${join(pack, language, 'and')}.`,
            ),
        ...others(rest, `review.${rhythm}`, tongue).map((line) => line.text),
      ];
      return [{ text: sentences.filter((part) => part !== '').join(' ') }];
    }),
  );
}

export function noticeBlocks({ notify }: AgreementDocument, tongue: Tongue): readonly Block[] {
  const { say, language } = tongue;
  const names = {
    task: say('HubSpot task', 'tâche HubSpot'),
    email: say('e-mail', 'e-mail'),
    slack: 'Slack',
    teams: 'Microsoft Teams',
  };
  const line = (side: string, channel: AgreementDocument['notify']['sales'][number]): Line => {
    const { to, team, about, personalData } = channel;
    const parts = [
      to === undefined ? '' : say(`to ${to}`, `à ${to}`),
      team === undefined ? '' : say(`team ${quote(team, language)}`, `équipe ${quote(team, language)}`),
      about === undefined
        ? ''
        : say(`about ${join(about, language, 'and')}`, `sur ${join(about, language, 'and')}`),
      personalData === undefined
        ? ''
        : personalData
          ? say('with personal data', 'avec données personnelles')
          : say('without personal data', 'sans données personnelles'),
    ].filter((part) => part !== '');
    const more = parts.length === 0 ? '' : ` (${parts.join(', ')})`;
    return {
      text: say(`${side}: ${names[channel.channel]}${more}.`, `${side} : ${names[channel.channel]}${more}.`),
    };
  };
  return list([
    ...notify.marketing.map((channel) => line('Marketing', channel)),
    ...notify.sales.map((channel) => line(say('Sales', 'Ventes'), channel)),
  ]);
}

export function publishingBlocks(
  { blastLimit, language: own }: AgreementDocument,
  { say, language }: Tongue,
): readonly Block[] {
  const share = blastLimit === undefined ? null : formatShare(blastLimit, language);
  return list([
    ...(share === null
      ? []
      : [
          {
            text: say(
              `A new version that moves more than ${share} of the leads in scope needs a second confirmation before it is put in force.`,
              `Une nouvelle version qui déplace plus de ${share} des leads du champ demande une seconde confirmation avant d’entrer en vigueur.`,
            ),
          },
        ]),
    {
      text: say(
        `Tasks and explanations in HubSpot are in ${own === 'fr' ? 'French' : 'English'}.`,
        `Les tâches et explications dans HubSpot sont en ${own === 'fr' ? 'français' : 'anglais'}.`,
      ),
    },
  ]);
}
