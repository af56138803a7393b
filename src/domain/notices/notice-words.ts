// The sentences of notices, English and French. Labels of clauses come in the notice's language; each sentence is set by the
// rules of its language.
import { countOf, formatNumber } from '#domain/amounts.ts';
import { quote, setFrench } from '#domain/typography.ts';
import type { Language } from '#domain/wording.ts';
import type { DoneConsequence, NoticeContent, NoticeKind, NumbersByKind, RateNumbers } from './notice.ts';

export interface NoticeWords {
  /** One line: what is told, with its numbers. `leads`: how many it is about. */
  sentence(content: NoticeContent, about: About): string;
  /** How a lead is named where no personal data may stand. */
  lead(contactId: string): string;
  /** `and 12 more leads` */
  more(leads: number): string;
  /** `and 3 more points` */
  morePoints(points: number): string;
  subject(points: number, first: string): string;
  readonly open: string;
  /** Below every message: why one gets it, and the mark by which a doubtful one is found. */
  footer(mark: string): string;
}

interface About {
  readonly label: string;
  readonly leads: number;
}

export function noticeWords(language: Language): NoticeWords {
  return language === 'fr' ? FRENCH : ENGLISH;
}

type Sentences = {
  readonly [Kind in NoticeKind]: (
    named: { readonly clause: string; readonly leads: number; readonly count: string },
    numbers: NumbersByKind[Kind],
  ) => string;
};

function say<Kind extends NoticeKind>(
  sentences: Sentences,
  language: Language,
  told: {
    readonly content: { readonly kind: Kind; readonly params: NumbersByKind[Kind] };
    readonly about: About;
  },
): string {
  const { content, about } = told;
  const { label, leads } = about;
  const named = { clause: quote(label, language), leads, count: countOf(leads, ['lead', 'leads'], language) };
  return sentences[content.kind](named, content.params);
}

const EN_DONE: Readonly<Record<DoneConsequence, string>> = {
  warn: 'the owner has been warned',
  escalate: 'escalated to the manager',
  reassign: 'given to another rep',
  return: 'taken back to marketing',
  suspend: 'the rep gets no further leads',
  agenda: 'a point for the next meeting',
};

const EN_UNDONE: Readonly<Record<DoneConsequence, string>> = {
  warn: 'the owner was warned',
  escalate: 'it was escalated to the manager',
  reassign: 'the lead was given to another rep',
  return: 'the lead was taken back to marketing',
  suspend: 'the rep got no further leads',
  agenda: 'it was a point for the next meeting',
};

const EN_SENTENCES: Sentences = {
  handedOver: ({ clause, count }) => `${count} handed over (${clause}).`,
  clockWarned: ({ clause, count }) => `${clause}: ${count} close to the due time.`,
  clockBreached: ({ clause, count }) => `${clause}: ${count} past the due time.`,
  slowHandling: ({ clause }, rate) => `${clause}: kept for ${rateOf(rate, 'en')}.`,
  qualityLow: ({ clause }, rate) => `${clause}: quality is at ${rateOf(rate, 'en')}.`,
  completenessLow: ({ clause }, rate) => `${clause}: complete for ${rateOf(rate, 'en')}.`,
  fewMeetings: ({ clause }, rate) => `${clause}: meetings with ${rateOf(rate, 'en')}.`,
  volumeBehind: ({ clause }, { reached, expected, promised }) =>
    `${clause}: ${formatNumber(reached, 'en')} delivered, ${formatNumber(expected, 'en')} expected by now, ${formatNumber(promised, 'en')} promised.`,
  sourcePaused: ({ clause }, numbers) =>
    `${clause}: hand-overs from this source are paused, at ${floorOf(numbers, 'en')}.`,
  sourceResumed: ({ clause }) => `${clause}: hand-overs from this source go on again.`,
  agendaPoint: ({ clause, leads, count }) =>
    `${clause}: a point for the next meeting${leads === 0 ? '' : `, with ${count}`}.`,
  consequenceDone: ({ clause, leads, count }, { consequence }) =>
    `${clause}: ${EN_DONE[consequence]}${leads === 0 ? '' : ` (${count})`}.`,
  consequenceUndone: ({ clause, leads, count }, { consequence }) =>
    `${clause}: taken back that ${EN_UNDONE[consequence]}${leads === 0 ? '' : ` (${count})`}.`,
};

const ENGLISH: NoticeWords = {
  sentence: (content, about) => say(EN_SENTENCES, 'en', { content, about }),
  lead: (contactId) => `contact ${contactId}`,
  more: (leads) => `and ${countOf(leads, ['more lead', 'more leads'], 'en')}`,
  morePoints: (points) => `and ${countOf(points, ['more point', 'more points'], 'en')}`,
  subject: (points, first) =>
    `Accord: ${points === 1 ? first : `${formatNumber(points, 'en')} points of the agreement need you`}`,
  open: 'See all of them',
  footer: (mark) =>
    `Sent by Accord because the agreement between marketing and sales says so. Reference ${mark}.`,
};

const FR_DONE: Readonly<Record<DoneConsequence, string>> = {
  warn: 'le propriétaire a été averti',
  escalate: 'remonté au manager',
  reassign: 'confié à un autre commercial',
  return: 'rendu au marketing',
  suspend: 'le commercial ne reçoit plus de leads',
  agenda: 'un point pour la prochaine réunion',
};

const FR_UNDONE: Readonly<Record<DoneConsequence, string>> = {
  warn: 'l’avertissement au propriétaire',
  escalate: 'le signalement au manager',
  reassign: 'le passage à un autre commercial',
  return: 'le retour au marketing',
  suspend: 'l’arrêt des leads du commercial',
  agenda: 'le point pour la prochaine réunion',
};

const FR_SENTENCES: Sentences = {
  handedOver: ({ clause, leads }) =>
    `${countOf(leads, ['lead transmis', 'leads transmis'], 'fr')} (${clause}).`,
  clockWarned: ({ clause, leads }) =>
    `${clause} : ${countOf(leads, ['lead proche', 'leads proches'], 'fr')} de l’échéance.`,
  clockBreached: ({ clause, count }) => `${clause} : échéance dépassée pour ${count}.`,
  slowHandling: ({ clause }, rate) => `${clause} : tenu pour ${rateOf(rate, 'fr')}.`,
  qualityLow: ({ clause }, rate) => `${clause} : la qualité est de ${rateOf(rate, 'fr')}.`,
  completenessLow: ({ clause }, rate) => `${clause} : complet pour ${rateOf(rate, 'fr')}.`,
  fewMeetings: ({ clause }, rate) => `${clause} : rendez-vous avec ${rateOf(rate, 'fr')}.`,
  volumeBehind: ({ clause }, { reached, expected, promised }) =>
    `${clause} : ${countOf(reached, ['livré', 'livrés'], 'fr')}, ${countOf(expected, ['attendu', 'attendus'], 'fr')} à ce jour, ${formatNumber(promised, 'fr')} promis.`,
  sourcePaused: ({ clause }, numbers) =>
    `${clause} : les transmissions de cette source sont suspendues, à ${floorOf(numbers, 'fr')}.`,
  sourceResumed: ({ clause }) => `${clause} : les transmissions de cette source reprennent.`,
  agendaPoint: ({ clause, leads, count }) =>
    `${clause} : un point pour la prochaine réunion${leads === 0 ? '' : `, avec ${count}`}.`,
  consequenceDone: ({ clause, leads, count }, { consequence }) =>
    `${clause} : ${FR_DONE[consequence]}${leads === 0 ? '' : ` (${count})`}.`,
  consequenceUndone: ({ clause, leads, count }, { consequence }) =>
    `${clause} : annulé, ${FR_UNDONE[consequence]}${leads === 0 ? '' : ` (${count})`}.`,
};

const FRENCH: NoticeWords = {
  sentence: (content, about) => setFrench(say(FR_SENTENCES, 'fr', { content, about })),
  lead: (contactId) => `contact ${contactId}`,
  more: (leads) => `et ${countOf(leads, ['autre lead', 'autres leads'], 'fr')}`,
  morePoints: (points) => `et ${countOf(points, ['autre point', 'autres points'], 'fr')}`,
  subject: (points, first) =>
    setFrench(
      `Accord : ${points === 1 ? first : `${formatNumber(points, 'fr')} points de l’accord vous attendent`}`,
    ),
  open: 'Tout voir',
  footer: (mark) =>
    `Envoyé par Accord, comme le prévoit l’accord entre marketing et ventes. Référence ${mark}.`,
};

/** `12 of 50 leads (24%), 30% promised`: tenths, rounded down, so that no promise looks kept that is not. */
function rateOf(numbers: RateNumbers, language: Language): string {
  const { share, target } = sharesOf(numbers, language);
  return language === 'fr' ? `${share}, ${target} % promis` : `${share}, ${target}% promised`;
}

/** `1 of 40 leads (2.5%), below the floor of 10%` */
function floorOf(numbers: RateNumbers, language: Language): string {
  const { share, target } = sharesOf(numbers, language);
  return language === 'fr'
    ? `${share}, sous le plancher de ${target} %`
    : `${share}, below the floor of ${target}%`;
}

function sharesOf(
  { reached, total, target }: RateNumbers,
  language: Language,
): { readonly share: string; readonly target: string } {
  const rate = total === 0 ? 0 : Math.floor((reached * 1_000) / total);
  const [all, is] = [formatNumber(total, language), formatNumber(rate / 10, language)];
  const share =
    language === 'fr'
      ? `${countOf(reached, ['lead', 'leads'], 'fr')} sur ${all} (${is} %)`
      : `${formatNumber(reached, 'en')} of ${all} leads (${is}%)`;
  return { share, target: formatNumber(Math.floor(target / 1_000) / 10, language) };
}
