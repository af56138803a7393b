// How numbers, instants and names are written in English and French sentences. Own formatting instead of Intl: the same
// decision must give the same bytes on every engine.
import type { Agreement, Duration, Instant, MilliPoints, ScoreCondition } from './agreement.ts';
import { FIELD_LABELS } from './field-labels.ts';
import { DAY_MS, fromEpochMs, toEpochMs } from './instant.ts';
import { findRejectReason } from './reject-reason.ts';
import { toLocal } from './zone.ts';

export type Language = 'en' | 'fr';

/** What people call the things that reasons know by id or by HubSpot's value. */
export interface Words {
  readonly language: Language;
  /** Thousandths of points, at most one decimal: `32.5`, `32,5`. */
  points(milliPoints: MilliPoints): string;
  /** A line of the score: `60 points`, `20 points of fit`. */
  neededPoints(line: { readonly part: ScoreCondition['part']; readonly milliPoints: MilliPoints }): string;
  /** With its sign and unit: `+20 points`. */
  signedPoints(milliPoints: MilliPoints): string;
  /** Day and time, in the agreement's zone where it is known. */
  instant(at: Instant): string;
  /** `3 March 2026`, `1er mars 2026`; days since 1970-01-01. */
  day(day: number): string;
  /** `8 working hours`, `1 jour ouvré`. */
  duration(duration: Duration): string;
  /** A rule of the score, or one of its cuts (`cap:fit`). */
  rule(id: string): string;
  gate(id: string): string;
  persona(id: string): string;
  /** A rule that disqualifies. */
  disqualification(id: string): string;
  /** A custom stage by the agreement's id. */
  customStage(id: string): string;
  /** A lifecycle stage by HubSpot's value; custom ones by their label. */
  stage(value: string): string;
  /** A reason sales gave, with the clause of the agreement it points at: `Not our target, clause: scope`. */
  rejectReason(given: string): string;
  /** A HubSpot property. */
  field(name: string): string;
}

/** Without an agreement ids stand for their labels and times are UTC. */
export function makeWords(language: Language, agreement?: Agreement): Words {
  const customStages = agreement?.stages.custom ?? [];
  return {
    language,
    points: (milliPoints) => formatPoints(milliPoints, language),
    neededPoints: ({ part, milliPoints }) => {
      const unit = isOne(milliPoints, language) ? 'point' : 'points';
      return `${formatPoints(milliPoints, language)} ${unit}${OF_PART[language][part]}`;
    },
    signedPoints: (milliPoints) => {
      const unit = isOne(milliPoints, language) ? 'point' : 'points';
      return `${milliPoints > 0 ? '+' : ''}${formatPoints(milliPoints, language)} ${unit}`;
    },
    instant: (at) => formatInstant(at, language, agreement?.calendar.timeZone ?? null),
    day: (day) => formatDay(day * DAY_MS, language),
    duration: (duration) => formatDuration(duration, language),
    rule: (id) => (id.startsWith('cap:') ? nameCap(id, language) : ruleLabel(agreement, id)),
    gate: (id) => labelOf(agreement?.score.gates ?? [], id),
    persona: (id) => labelOf(agreement?.personas ?? [], id),
    disqualification: (id) => labelOf(agreement?.disqualify ?? [], id),
    customStage: (id) => labelOf(customStages, id),
    stage: (value) => {
      const custom = customStages.find((stage) => stage.lifecycle === value);
      return custom?.label ?? STAGES[language][value === '' ? 'none' : value] ?? value;
    },
    rejectReason: (given) => nameRejectReason(given, language, agreement),
    field: (name) => FIELDS[language][name] ?? FIELD_LABELS[name]?.[language] ?? spell(name),
  };
}

export function formatPoints(milliPoints: MilliPoints, language: Language): string {
  const tenths = Math.round(Math.abs(milliPoints) / 100);
  const separator = language === 'fr' ? '\u202f' : ',';
  const digits = String(Math.floor(tenths / 10));
  const whole = digits.length <= 3 ? digits : digits.replaceAll(/\B(?=(\d{3})+$)/g, separator);
  const decimal = tenths % 10 === 0 ? '' : `${language === 'fr' ? ',' : '.'}${tenths % 10}`;
  return `${milliPoints < 0 && tenths > 0 ? '−' : ''}${whole}${decimal}`;
}

/** Zero and one and a half are singular in French. */
export function isOne(milliPoints: MilliPoints, language: Language): boolean {
  const tenths = Math.round(Math.abs(milliPoints) / 100);
  return language === 'fr' ? tenths < 20 : tenths === 10;
}

const OF_PART = {
  en: { total: '', fit: ' of fit', engagement: ' of engagement' },
  fr: { total: '', fit: ' de profil', engagement: ' d’engagement' },
} as const;

/** Singular and plural. */
const UNITS = {
  en: {
    workingHours: ['working hour', 'working hours'],
    workingDays: ['working day', 'working days'],
    elapsedHours: ['hour', 'hours'],
  },
  fr: {
    workingHours: ['heure ouvrée', 'heures ouvrées'],
    workingDays: ['jour ouvré', 'jours ouvrés'],
    elapsedHours: ['heure', 'heures'],
  },
} as const;

function formatDuration({ unit, amount }: Duration, language: Language): string {
  const [one, many] = UNITS[language][unit];
  return `${formatPoints(amount * 1000, language)} ${isOne(amount * 1000, language) ? one : many}`;
}

const DAYS = {
  en: ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'],
  fr: ['dimanche', 'lundi', 'mardi', 'mercredi', 'jeudi', 'vendredi', 'samedi'],
} as const;
const MONTHS = {
  en: 'January February March April May June July August September October November December'.split(' '),
  fr: 'janvier février mars avril mai juin juillet août septembre octobre novembre décembre'.split(' '),
} as const;
/** 1970-01-01 was a Thursday. */
const EPOCH_WEEKDAY = 4;

function formatInstant(at: Instant, language: Language, timeZone: string | null): string {
  const epochMs = toEpochMs(at);
  if (Number.isNaN(epochMs)) return at;
  const localMs = timeZone === null ? epochMs : toLocal(timeZone, epochMs);
  const weekday = DAYS[language][(((Math.floor(localMs / DAY_MS) + EPOCH_WEEKDAY) % 7) + 7) % 7] ?? '';
  const day = formatDay(localMs, language);
  const time = fromEpochMs(localMs).slice(11, 16);
  const zone = timeZone === null ? ' UTC' : '';
  if (language === 'en') return `${weekday} ${day} at ${time}${zone}`;
  return `${weekday} ${day} à ${Number(time.slice(0, 2))}\u00a0h\u00a0${time.slice(3)}${zone}`;
}

function formatDay(localMs: number, language: Language): string {
  const local = fromEpochMs(localMs);
  const month = MONTHS[language][Number(local.slice(5, 7)) - 1] ?? '';
  const day = Number(local.slice(8, 10));
  return `${day === 1 && language === 'fr' ? '1er' : day} ${month} ${local.slice(0, 4)}`;
}

function ruleLabel(agreement: Agreement | undefined, id: string): string {
  const { fit, engagement } = agreement?.score ?? { fit: { rules: [] }, engagement: { rules: [] } };
  return labelOf(fit.rules.some((rule) => rule.id === id) ? fit.rules : engagement.rules, id);
}

function labelOf(list: readonly { readonly id: string; readonly label: string }[], id: string): string {
  return list.find((entry) => entry.id === id)?.label ?? spell(id);
}

function nameRejectReason(given: string, language: Language, agreement?: Agreement): string {
  const reason = agreement === undefined ? undefined : findRejectReason(agreement, given);
  if (agreement === undefined || reason === undefined) return given;
  if (reason.clause === null) return reason.label;
  const { score, personas, nurture } = agreement;
  const named = [
    ...score.gates,
    ...score.fit.rules,
    ...score.engagement.rules,
    ...personas,
    ...nurture.tracks,
  ];
  const clause = named.find(({ id }) => id === reason.clause)?.label ?? reason.clause;
  return `${reason.label}, clause${language === 'fr' ? '\u00a0' : ''}: ${clause}`;
}

function nameCap(id: string, language: Language): string {
  const target = id.slice('cap:'.length);
  if (target === 'fit') return language === 'fr' ? 'Plafond du profil' : 'Limit on fit';
  if (target === 'engagement') return language === 'fr' ? 'Plafond de l’engagement' : 'Limit on engagement';
  const group = spell(target.replace(/^group:/, ''));
  return language === 'fr' ? `Plafond du groupe «\u00a0${group}\u00a0»` : `Limit on the group “${group}”`;
}

/** Ids and property names as words. */
function spell(id: string): string {
  return id.replaceAll(/[_-]+/g, ' ');
}

const STAGES: Readonly<Record<Language, Readonly<Record<string, string>>>> = {
  en: {
    none: 'none',
    subscriber: 'subscriber',
    lead: 'lead',
    marketingqualifiedlead: 'MQL',
    salesqualifiedlead: 'SQL',
    opportunity: 'opportunity',
    customer: 'customer',
    evangelist: 'evangelist',
    other: 'other',
  },
  fr: {
    none: 'aucun',
    subscriber: 'abonné',
    lead: 'lead',
    marketingqualifiedlead: 'MQL',
    salesqualifiedlead: 'SQL',
    opportunity: 'opportunité',
    customer: 'client',
    evangelist: 'ambassadeur',
    other: 'autre',
  },
};

const FIELDS: Readonly<Record<Language, Readonly<Record<string, string>>>> = {
  en: {
    email: 'e-mail address',
    firstname: 'first name',
    lastname: 'last name',
    company: 'company',
    phone: 'phone number',
    mobilephone: 'mobile number',
    jobtitle: 'job title',
    country: 'country',
    industry: 'industry',
  },
  fr: {
    email: 'adresse e-mail',
    firstname: 'prénom',
    lastname: 'nom',
    company: 'entreprise',
    phone: 'téléphone',
    mobilephone: 'téléphone mobile',
    jobtitle: 'fonction',
    country: 'pays',
    industry: 'secteur',
  },
};
