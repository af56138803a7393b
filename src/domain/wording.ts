// What people call things in English and French sentences, and how instants are written.
import type { Agreement, Duration, Instant, MilliPoints, ScoreCondition } from './agreement.ts';
import { OWN_POOL } from './agreement-routing.ts';
import { formatClock, formatDay, formatDuration, formatPoints, pointWord, WEEKDAY_NAMES } from './amounts.ts';
import { FIELD_LABELS } from './field-labels.ts';
import { DAY_MS, fromEpochMs, toEpochMs } from './instant.ts';
import { salesPromise } from './promise-words.ts';
import { findRejectReason } from './reject-reason.ts';
import { quote, setFrench } from './typography.ts';
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
  /** A routing rule, and a pool of reps: its label in quotes, '' for the one without a name. */
  routingRule(id: string): string;
  pool(id: string): string;
  /** A clause of sales: `accept or reject`, or its own label. */
  clause(id: string): string;
  /** A HubSpot property. */
  field(name: string): string;
  /** A track of nurture. */
  track(id: string): string;
}

interface Labelled {
  readonly id: string;
  readonly label: string;
}

/** Where labels are looked up: an agreement, or the document that becomes one. */
export interface Names extends Pick<Agreement, 'rejectReasons'> {
  readonly calendar: { readonly timeZone: string };
  readonly stages: { readonly custom: readonly (Labelled & { readonly lifecycle: string })[] };
  readonly score: Readonly<Record<'fit' | 'engagement', { readonly rules: readonly Labelled[] }>> & {
    readonly gates: readonly Labelled[];
  };
  readonly personas: readonly Labelled[];
  readonly disqualify: readonly Labelled[];
  readonly nurture: { readonly tracks: readonly Labelled[] };
  /** Absent where nothing is told of who gets a lead. */
  readonly routing?: { readonly rules?: readonly RoutingName[]; readonly pools?: readonly RoutingName[] };
  /** Of a compiled agreement. */
  readonly sales?: Pick<Agreement['sales'], 'clauses'>;
}

interface RoutingName {
  readonly id: string;
  readonly label?: string | undefined;
}

/** Without an agreement ids stand for their labels and times are UTC. */
export function makeWords(language: Language, agreement?: Names): Words {
  const customStages = agreement?.stages.custom ?? [];
  return {
    language,
    points: (milliPoints) => formatPoints(milliPoints, language),
    neededPoints: ({ part, milliPoints }) =>
      `${formatPoints(milliPoints, language)} ${pointWord(milliPoints, language)}${OF_PART[language][part]}`,
    signedPoints: (milliPoints) =>
      `${milliPoints > 0 ? '+' : ''}${formatPoints(milliPoints, language)} ${pointWord(milliPoints, language)}`,
    instant: (at) => formatInstant(at, language, agreement?.calendar.timeZone ?? null),
    day: (day) => formatDay(fromEpochMs(day * DAY_MS).slice(0, 10), language),
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
    routingRule: (id) => quote(nameIn(agreement?.routing?.rules, id), language),
    pool: (id) => (id === OWN_POOL ? '' : quote(nameIn(agreement?.routing?.pools, id), language)),
    clause: (id) => nameClause(agreement?.sales?.clauses ?? [], id, language),
    track: (id) => labelOf(agreement?.nurture.tracks ?? [], id),
    field: (name) => FIELD_LABELS[name]?.[language] ?? spell(name),
  };
}

function nameIn(named: readonly RoutingName[] = [], id: string): string {
  return named.find((each) => each.id === id)?.label || id;
}

const OF_PART = {
  en: { total: '', fit: ' of fit', engagement: ' of engagement' },
  fr: { total: '', fit: ' de profil', engagement: ' d’engagement' },
} as const;

/** 1970-01-01 was a Thursday, three days after a Monday. */
const EPOCH_WEEKDAY = 3;

function formatInstant(at: Instant, language: Language, timeZone: string | null): string {
  const epochMs = toEpochMs(at);
  if (Number.isNaN(epochMs)) return at;
  const localMs = timeZone === null ? epochMs : toLocal(timeZone, epochMs);
  const days = Math.floor(localMs / DAY_MS);
  const weekday = WEEKDAY_NAMES[language][(((days + EPOCH_WEEKDAY) % 7) + 7) % 7] ?? '';
  const day = formatDay(fromEpochMs(localMs).slice(0, 10), language);
  const time = formatClock(Math.floor((localMs - days * DAY_MS) / 60_000), language);
  const zone = timeZone === null ? ' UTC' : '';
  return `${weekday} ${day} ${language === 'fr' ? 'à' : 'at'} ${time}${zone}`;
}

function ruleLabel(agreement: Names | undefined, id: string): string {
  const { fit, engagement } = agreement?.score ?? { fit: { rules: [] }, engagement: { rules: [] } };
  return labelOf(fit.rules.some((rule) => rule.id === id) ? fit.rules : engagement.rules, id);
}

function labelOf(list: readonly Labelled[], id: string): string {
  return list.find((entry) => entry.id === id)?.label ?? spell(id);
}

function nameClause(clauses: Agreement['sales']['clauses'], id: string, language: Language): string {
  const clause = clauses.find((each) => each.id === id);
  if (clause === undefined) return spell(id);
  return clause.label ?? salesPromise(clause, language);
}

function nameRejectReason(given: string, language: Language, agreement?: Names): string {
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
  return language === 'fr'
    ? setFrench(`${reason.label}, clause : ${clause}`)
    : `${reason.label}, clause: ${clause}`;
}

function nameCap(id: string, language: Language): string {
  const target = id.slice('cap:'.length);
  if (target === 'fit') return language === 'fr' ? 'Plafond du profil' : 'Limit on fit';
  if (target === 'engagement') return language === 'fr' ? 'Plafond de l’engagement' : 'Limit on engagement';
  const group = spell(target.replace(/^group:/, ''));
  return `${language === 'fr' ? 'Plafond du groupe' : 'Limit on the group'} ${quote(group, language)}`;
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
