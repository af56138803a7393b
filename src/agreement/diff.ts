// What changes between two versions of an agreement, in sentences, grouped by part. Every value that differs is named:
// what has no sentence of its own is told with its path.

import type { Filter } from '#domain/agreement.ts';
import { formatPointsOf } from '#domain/amounts.ts';
import { OUTPUT_NAMES } from '#domain/outputs.ts';
import { join, quote, setIn } from '#domain/typography.ts';
import type { Language, Words } from '#domain/wording.ts';
import { STANDARD_TYPES } from './property-types.ts';
import { resolveConditions } from './resolve-conditions.ts';
import { AgreementDocument } from './schema.ts';
import { documentWords } from './text/document-words.ts';
import { formatValue } from './text/format-value.ts';
import { type Change, listChanges, type PathStep, pathText } from './text/list-changes.ts';
import { ENTRY_NAMES, KEY_NAMES, partTitle, type Texts } from './text/names.ts';
import { nameOutput, tellOutput } from './text/outputs.ts';
import { tellReading } from './text/own-fields.ts';
import { KEYED_NAMES } from './text/word-names.ts';

export interface AgreementChange {
  /** The part of the document, as its title in the language asked for. */
  readonly part: string;
  /** `score.fit.rules[title-head].points`: entries by id. */
  readonly path: string;
  /** One sentence, e.g. `The line for an MQL falls from 60 to 20 points.` */
  readonly text: string;
}

/** From `a` to `b`, in the order of the document. Empty when both say the same. */
export function diffAgreements(
  a: AgreementDocument,
  b: AgreementDocument,
  language: Language,
): readonly AgreementChange[] {
  // In the order of the schema, whatever the order in the files.
  const order = Object.keys(AgreementDocument.shape);
  const place = (change: Change): number => order.indexOf(partOf(change));
  const [from, to] = [comparable(a), comparable(b)];
  const words = documentWords(to, language);
  return listChanges(from, to)
    .toSorted((left, right) => place(left) - place(right))
    .map((change) => ({
      part: partTitle(partOf(change), language),
      path: pathText(change.path),
      text: tell({ change, words, language, from, to, place: placeOf(change.path) }),
    }));
}

/** What is left out is written to Accord's own property. */
const OWN_OUTPUTS = Object.fromEntries(OUTPUT_NAMES.map((output) => [output, 'own' as const]));

/** “today - 90 days” and “aujourd'hui - 90 jours” are the same day; a block that is left out says as much as an empty one. */
function comparable(document: AgreementDocument): AgreementDocument {
  const { data, outputs, ...rest } = resolveConditions(document, STANDARD_TYPES);
  return {
    ...rest,
    data: { ...data, readFrom: { contact: {}, company: {}, ...data.readFrom } },
    outputs: { ...OWN_OUTPUTS, ...outputs },
  };
}

function partOf({ path: [first] }: Change): string {
  return typeof first === 'string' ? first : '';
}

interface Telling {
  readonly change: Change;
  readonly words: Words;
  readonly language: Language;
  readonly from: AgreementDocument;
  readonly to: AgreementDocument;
  /** The path without ids. */
  readonly place: string;
}

function tell(telling: Telling): string {
  const text =
    tellLine(telling) ??
    tellTime(telling) ??
    tellReadings(telling) ??
    tellOutputs(telling) ??
    tellOrder(telling) ??
    tellEntry(telling) ??
    tellValue(telling);
  return setIn(text, telling.language);
}

const LINES: Readonly<Record<string, Texts>> = {
  'stages.mql.entry': { en: 'The line for an MQL', fr: 'Le seuil d’un MQL' },
  'stages.mql.exit': { en: 'The line at which an MQL cools off', fr: 'Le seuil de sortie d’un MQL' },
};

/** Where the only line of an MQL is a number of points, and stays one. */
function tellLine({ change, language, place }: Telling): string | undefined {
  const what = LINES[place]?.[language];
  const before = pointsOf(change.before);
  const after = pointsOf(change.after, before?.shape);
  if (what === undefined || before === undefined || after === undefined) return undefined;
  const rises = after.points > before.points;
  const old = formatPointsOf(before.points, language);
  const fresh = formatPointsOf(after.points, language);
  if (language === 'fr') return `${what} ${rises ? 'monte' : 'descend'} de ${old} à ${fresh}.`;
  return `${what} ${rises ? 'rises' : 'falls'} from ${old} to ${fresh}.`;
}

/** What sales owes by when, as people say it. */
const TIMES: Readonly<Record<string, Texts>> = {
  'promises.sales.acceptWithin.within': { en: 'to accept or reject', fr: 'pour accepter ou refuser' },
  'promises.sales.firstTouchWithin.within': { en: 'for the first contact', fr: 'pour le premier contact' },
  'promises.sales.feedbackWithin.within': { en: 'to say why it rejects', fr: 'pour motiver un refus' },
  'promises.sales.logWithin': { en: 'to log a touch', fr: 'pour saisir une prise de contact' },
};

function tellTime({ change, words, language, place }: Telling): string | undefined {
  const what = TIMES[place]?.[language];
  if (what === undefined || change.before === undefined || change.after === undefined) return undefined;
  const old = formatValue(change.before, place, words);
  const fresh = formatValue(change.after, place, words);
  if (language === 'fr') return `Les ventes ont désormais ${fresh} ${what} (au lieu de ${old}).`;
  return `Sales now has ${fresh} ${what} (was ${old}).`;
}

/** One field whose property changes. */
function tellReadings({ change: { path, before, after }, words, language }: Telling): string | undefined {
  const [part, key, object, field] = path;
  if (part !== 'data' || key !== 'readFrom' || typeof field !== 'string') return undefined;
  const [old, fresh] = [before, after].map((own) => (typeof own === 'string' ? own : undefined));
  const told = tellReading({ object: object === 'company' ? 'company' : 'contact', field }, fresh, words);
  if (old === undefined) return `${told}.`;
  return language === 'fr'
    ? `${told} (avant : ${quote(old, language)}).`
    : `${told} (was ${quote(old, language)}).`;
}

/** One output that goes elsewhere. */
function tellOutputs({ change: { path }, language, from, to }: Telling): string | undefined {
  const [part, key] = path;
  const output = part === 'outputs' ? OUTPUT_NAMES.find((name) => name === key) : undefined;
  if (output === undefined) return undefined;
  const fresh = to.outputs?.[output] ?? 'own';
  const was = nameOutput(from.outputs?.[output] ?? 'own', language);
  return language === 'fr'
    ? `${tellOutput(output, fresh, language)} (avant : ${was}).`
    : `${tellOutput(output, fresh, language)} (was ${was}).`;
}

/** Undefined when it is no plain line, or not of that shape. */
function pointsOf(
  value: unknown,
  wanted?: string,
): { readonly points: number; readonly shape: string } | undefined {
  if (typeof value !== 'object' || value === null || !('anyOf' in value)) return undefined;
  const [condition, ...others] = (value as Filter).anyOf.flat();
  if (condition?.kind !== 'score' || others.length > 0) return undefined;
  const shape = `${condition.part} ${condition.operator}`;
  return wanted === undefined || wanted === shape ? { points: condition.milliPoints, shape } : undefined;
}

function tellOrder({ change, language, place }: Telling): string | undefined {
  if (change.isOrder !== true) return undefined;
  const name = listName(place, language);
  const ids = Array.isArray(change.after) ? change.after.map(String).join(', ') : '';
  return language === 'fr' ? `Nouvel ordre (${name}) : ${ids}.` : `New order (${name}): ${ids}.`;
}

/** A whole entry that comes or goes. */
function tellEntry({ change, words, language, place }: Telling): string | undefined {
  const isEntry = typeof change.path.at(-1) === 'object';
  const isNew = change.before === undefined;
  if (!isEntry || (!isNew && change.after !== undefined)) return undefined;
  const value = isNew ? change.after : change.before;
  const name = listName(place, language);
  const what = `${name} ${quote(labelOf(value, lastEntry(change.path)), language)}`;
  const details = isNew ? detailsOf(value, place, words) : '';
  if (language === 'fr') return isNew ? `Nouveau : ${what}${details}.` : `Supprimé : ${what}.`;
  return isNew ? `New: ${what}${details}.` : `Removed: ${what}.`;
}

function detailsOf(value: unknown, place: string, words: Words): string {
  const { language } = words;
  if (typeof value !== 'object' || value === null) return '';
  const told = Object.entries(value).filter(
    ([key, each]) => !['id', 'label'].includes(key) && each !== undefined,
  );
  const texts = told.map(([key, each]) => {
    const value = formatValue(each, `${place}.${key}`, words);
    // “5 points” needs no “points” before it.
    return key === 'points' ? value : `${keyName(`${place}.${key}`, language)} ${value}`;
  });
  if (texts.length === 0) return '';
  return language === 'fr' ? ` : ${texts.join(' ; ')}` : `: ${texts.join('; ')}`;
}

function tellValue(telling: Telling): string {
  const { change, words, language, from, to, place } = telling;
  const { before, after, path } = change;
  const subject = subjectOf(path, language, { from, to });
  const moved = tellMembers(telling, subject);
  if (moved !== null) return moved;
  const [old, fresh] = [before, after].map((value) => formatValue(value, place, words));
  // Two values may read alike, as a text cut short.
  const isAlike = old === fresh;
  const what = isAlike ? `${subject} (${pathText(path)})` : subject;
  if (language === 'fr') {
    if (before === undefined) return `${what} : ${fresh} (nouveau).`;
    return after === undefined
      ? `${what} : supprimé (avant : ${old}).`
      : `${what} : ${fresh} (avant : ${old}).`;
  }
  if (before === undefined) return `${what}: ${fresh} (new).`;
  return after === undefined ? `${what}: removed (was ${old}).` : `${what}: ${fresh} (was ${old}).`;
}

/** Longer lists are told by what came and what went. */
const LONG_LIST = 6;

/** Null where it is no long list of texts, or where only the order differs. */
function tellMembers({ change, words, language, place }: Telling, subject: string): string | null {
  const [before, after] = [change.before, change.after].map(textsIn);
  if (!before || !after) return null;
  if (Math.max(before.length, after.length) <= LONG_LIST) return null;
  const listed = (some: readonly string[]): string =>
    join(
      some.map((each) => formatValue(each, place, words)),
      language,
      'and',
    );
  const added = after.filter((each) => !before.includes(each));
  const removed = before.filter((each) => !after.includes(each));
  const [plus, minus] = language === 'fr' ? ['ajouté', 'retiré'] : ['added', 'removed'];
  const parts = [
    added.length === 0 ? '' : `${plus} ${listed(added)}`,
    removed.length === 0 ? '' : `${minus} ${listed(removed)}`,
  ].filter((part) => part !== '');
  if (parts.length === 0) return null;
  return language === 'fr' ? `${subject} : ${parts.join(' ; ')}.` : `${subject}: ${parts.join('; ')}.`;
}

function textsIn(value: unknown): readonly string[] | null {
  return Array.isArray(value) && value.every((each) => typeof each === 'string') ? value : null;
}

/** `Rule “Demo request”, points`; the path where nothing has a name. */
function subjectOf(
  path: readonly PathStep[],
  language: Language,
  documents: { readonly from: AgreementDocument; readonly to: AgreementDocument },
): string {
  const whole = KEY_NAMES[placeOf(path)];
  const entries = path.flatMap((step, index) => {
    if (typeof step === 'string') return [];
    const upTo = path.slice(0, index + 1);
    const entry = valueAt(documents.to, upTo) ?? valueAt(documents.from, upTo);
    return [`${listName(placeOf(upTo), language)} ${quote(labelOf(entry, step.entry), language)}`];
  });
  if (entries.length === 0) return whole?.[language] ?? keyedName(path, language) ?? pathText(path);
  const lastIndex = path.findLastIndex((step) => typeof step !== 'string');
  const rest = path.slice(lastIndex + 1);
  // “25 points (was 35 points)” needs no “points” before it.
  if (rest.length === 0 || (rest.length === 1 && rest[0] === 'points')) return entries.join(', ');
  return `${entries.join(', ')}, ${keyName(placeOf(path), language, rest)}`;
}

/** `Lead status “OPEN_DEAL”`: a key that the writer chose. */
function keyedName(path: readonly PathStep[], language: Language): string | undefined {
  const name = KEYED_NAMES[placeOf(path.slice(0, -1))]?.[language];
  const key = path.at(-1);
  return name === undefined || typeof key !== 'string' ? undefined : `${name} ${quote(key, language)}`;
}

/** The name of the key at the end of a path; without one, the path below the entry. */
function keyName(place: string, language: Language, rest?: readonly PathStep[]): string {
  const keys = place.split('.');
  const last = keys.at(-1) ?? '';
  const isDirect = rest === undefined || rest.length === 1;
  const ofLast = KEY_NAMES[keys.slice(-2).join('.')] ?? KEY_NAMES[last];
  const known = KEY_NAMES[place] ?? (isDirect ? ofLast : undefined);
  return known?.[language] ?? (rest === undefined ? last : pathText(rest));
}

function listName(place: string, language: Language): string {
  return ENTRY_NAMES[place]?.[language] ?? place;
}

function labelOf(value: unknown, fallback: string): string {
  if (typeof value !== 'object' || value === null) return fallback;
  const named = value as { label?: unknown; text?: unknown; does?: unknown };
  const label = [named.label, named.text, named.does].find((each) => typeof each === 'string');
  if (typeof label === 'string') return label;
  // Entries without a name are counted from one.
  return /^\d+$/.test(fallback) ? String(Number(fallback) + 1) : fallback;
}

function lastEntry(path: readonly PathStep[]): string {
  const last = path.at(-1);
  return typeof last === 'object' ? last.entry : '';
}

function placeOf(path: readonly PathStep[]): string {
  return path.filter((step) => typeof step === 'string').join('.');
}

function valueAt(document: unknown, path: readonly PathStep[]): unknown {
  return path.reduce<unknown>((value, step) => {
    if (typeof value !== 'object' || value === null) return undefined;
    if (typeof step === 'string') return (value as Record<string, unknown>)[step];
    if (!Array.isArray(value)) return undefined;
    return value.find((entry: unknown, index) => {
      const names = entry as { id?: unknown; email?: unknown; mark?: unknown };
      const name = [names.id, names.email, names.mark].find((each) => typeof each === 'string');
      return (name ?? String(index)) === step.entry;
    }) as unknown;
  }, document);
}
