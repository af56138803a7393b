// Objectives, responsibilities, meetings, notices, publishing.

import { WEEKDAYS } from '#agreement/calendar-schema.ts';
import type { AgreementDocument } from '#agreement/schema.ts';
import { formatChange, formatDaySpan } from '#agreement/text/format.ts';
import { tellOutput } from '#agreement/text/outputs.ts';
import { formatClock, formatDuration, formatNumber, formatShare, WEEKDAY_NAMES } from '#domain/amounts.ts';
import { SIGNAL_NOUNS } from '#domain/conditions/nouns.ts';
import { OUTPUT_NAMES } from '#domain/outputs.ts';
import { join, quote } from '#domain/typography.ts';
import { type Block, type Line, list, others, type Tongue } from './blocks.ts';

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
      const weekday = day === undefined ? '' : (WEEKDAY_NAMES[language][WEEKDAYS.indexOf(day)] ?? day);
      const clock = at === undefined ? '' : clockOf(at, tongue);
      const when = [weekday, clock].filter((part) => part !== '').join(' ');
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

/** `at 9:05`, of `9:05` as it stands in the file. */
function clockOf(at: string, { say, language }: Tongue): string {
  const [hours = 0, minutes = 0] = at.split(':').map(Number);
  const time = formatClock(hours * 60 + minutes, language);
  return say(`at ${time}`, `à ${time}`);
}

export function noticeBlocks({ notify }: AgreementDocument, tongue: Tongue): readonly Block[] {
  const { say, language } = tongue;
  const names = {
    task: say('HubSpot task', 'tâche HubSpot'),
    email: say('e-mail', 'e-mail'),
    slack: 'Slack',
    teams: 'Microsoft Teams',
  };
  const topics = {
    handOver: say('hand-overs', 'les transmissions'),
    warning: say('warnings', 'les alertes'),
    breach: say('promises not kept', 'les promesses non tenues'),
    quality: say('quality', 'la qualité'),
    digest: say('the digest', 'le récapitulatif'),
  };
  const line = (side: string, channel: AgreementDocument['notify']['sales'][number]): Line => {
    const { to, team, personalData } = channel;
    const about = channel.about?.map((each) => topics[each]);
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
    ...hotLines(notify.hot, tongue),
  ]);
}

/** None where nobody is told. */
function hotLines(
  { signals, atMostEvery }: AgreementDocument['notify']['hot'],
  { say, language }: Tongue,
): readonly Line[] {
  if (signals.length === 0) return [];
  const kinds = join(
    signals.map((kind) => SIGNAL_NOUNS[language][kind][1]),
    language,
    'or',
  );
  const rest = formatDuration(atMostEvery, language);
  return [
    {
      text: say(
        `New interest of a lead that sales has (${kinds}): its owner is told again through the task, at most once in ${rest}.`,
        `Nouveau signe d’intérêt d’un lead confié aux ventes (${kinds}) : son propriétaire est prévenu de nouveau par la tâche, au plus une fois en ${rest}.`,
      ),
    },
  ];
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

/** None where each is written to Accord's own property. */
export function outputBlocks({ outputs = {} }: AgreementDocument, { language }: Tongue): readonly Block[] {
  return list(
    OUTPUT_NAMES.flatMap((output) => {
      const said = outputs[output] ?? 'own';
      return said === 'own' ? [] : [{ text: `${tellOutput(output, said, language)}.` }];
    }),
  );
}
