// A job title, French or English, → seniority and department, each '' where the title does not tell. Tables and few rules:
// the highest role named counts, but whoever serves a leader is none, and a learner is a learner.
import { remember } from '#domain/remember.ts';
import { recognizeWord } from './spelling.ts';
import { type JobTitle, SENIORITIES, type Seniority } from './taxonomy.ts';
import { MAX_TITLE_LETTERS, splitTitle, type TitleWord } from './title-words.ts';
import { LONGEST_PHRASE, MEANINGS, type Meaning } from './vocabulary.ts';

interface Found extends Meaning {
  /** Place of its first word in its part. */
  readonly at: number;
  readonly isObject: boolean;
}

/** A decision asks twice and a portal has few different titles; the answer depends on the title alone. */
const REMEMBERED_TITLES = 2_000;
const remembered = new Map<string, JobTitle>();

/** `{ seniority: 'director', department: 'marketing' }` for "Directrice marketing et communication". */
export function readJobTitle(title: string): JobTitle {
  const known = remembered.get(title);
  if (known !== undefined) return known;
  const read = classify(title);
  return title.length <= MAX_TITLE_LETTERS ? remember(remembered, REMEMBERED_TITLES, [title, read]) : read;
}

function classify(title: string): JobTitle {
  const parts = splitTitle(title).map((words) => withoutPast(findMeanings(words)));
  const all = parts.flat();
  if (all.some(({ kind, isObject }) => kind === 'retired' && !isObject))
    return { seniority: '', department: '' };
  return { seniority: seniorityOf(parts, all), department: departmentOf(all) };
}

/** What somebody was says nothing of what is done now. */
function withoutPast(found: readonly Found[]): readonly Found[] {
  const past = found.findIndex(({ kind, isObject }) => kind === 'former' && !isObject);
  return past < 0 ? found : found.slice(0, past);
}

interface KnownWord extends TitleWord {
  /** As the vocabulary spells it. */
  readonly known: string;
}

/** Longest groups of words first. */
function findMeanings(words: readonly TitleWord[]): readonly Found[] {
  const known = words.map((word) => ({ ...word, known: recognizeWord(word.text) }));
  const found: Found[] = [];
  for (let index = 0; index < known.length; ) {
    const { length, meaning } = longestPhrase(known, index);
    if (meaning !== undefined)
      found.push({ ...meaning, at: index, isObject: known[index]?.isObject ?? false });
    index += length;
  }
  return found;
}

function longestPhrase(
  words: readonly KnownWord[],
  from: number,
): { readonly length: number; readonly meaning: Meaning | undefined } {
  for (let length = Math.min(LONGEST_PHRASE, words.length - from); length > 1; length--) {
    const phrase = words.slice(from, from + length);
    const meaning = meaningOf(phrase);
    if (meaning !== undefined) return { length, meaning };
  }
  return { length: 1, meaning: MEANINGS.get(words[from]?.known ?? '') };
}

/** Some phrases (marked !) bear no preposition inside. */
function meaningOf(phrase: readonly KnownWord[]): Meaning | undefined {
  const key = phrase.map(({ known }) => known).join(' ');
  const isClose = phrase.every(({ isObject }, index) => index === 0 || !isObject);
  return (isClose ? MEANINGS.get(`${key}!`) : undefined) ?? MEANINGS.get(key);
}

function seniorityOf(parts: readonly (readonly Found[])[], all: readonly Found[]): Seniority | '' {
  const own = all.filter(({ isObject }) => !isObject);
  const isLearner = own.some(({ kind }) => kind === 'learner') || parts.some((part) => hasPupil(part));
  const level = highest(parts.map((part) => levelOf(part)));
  if (isLearner) return level === 'owner' ? level : 'entry';
  return stepFrom(level, own);
}

/** A student; not who is responsible for students: a leader, named later and not beside. */
function hasPupil(part: readonly Found[]): boolean {
  const pupil = part.find(({ kind, isObject }) => kind === 'pupil' && !isObject);
  if (pupil === undefined) return false;
  return !part.some(
    ({ at, kind, seniority }) =>
      at > pupil.at + 1 && kind === 'role' && seniority !== null && isBelow('senior', seniority),
  );
}

/** Senior and junior say something of those without a team. */
function stepFrom(level: Seniority | '', own: readonly Found[]): Seniority | '' {
  const step = own.find(({ kind }) => kind === 'step')?.seniority;
  if (step === 'entry' && isBelow(level, 'director')) return 'entry';
  return step === 'senior' && level === 'employee' ? 'senior' : level;
}

/** What one job of the title amounts to. */
function levelOf(part: readonly Found[]): Seniority | '' {
  const own = part.filter(({ isObject }, index) => !isObject || index === 0);
  const helper = own.find(({ kind }) => kind === 'helper');
  if (helper !== undefined) return helper.seniority ?? '';
  const role = highestOf(own, 'role');
  const deputy = own.find(({ kind }) => kind === 'deputy');
  if (deputy !== undefined) return role === '' ? (deputy.seniority ?? '') : belowLeader(role);
  return role === '' ? highestOf(own, 'spare') : role;
}

/** Who stands in for the head of a function leads part of it. */
function belowLeader(role: Seniority): Seniority {
  return role === 'executive' || role === 'owner' ? 'director' : role;
}

function highestOf(found: readonly Found[], wanted: Meaning['kind']): Seniority | '' {
  return highest(found.filter(({ kind }) => kind === wanted).map(({ seniority }) => seniority ?? ''));
}

function highest(levels: readonly (Seniority | '')[]): Seniority | '' {
  return SENIORITIES.find((level) => levels.includes(level)) ?? '';
}

/** An unknown level is below none. */
function isBelow(level: Seniority | '', line: Seniority): boolean {
  return SENIORITIES.findIndex((each) => each === level) > SENIORITIES.indexOf(line);
}

/** The leader whom somebody serves says nothing about the servant's work. */
function departmentOf(all: readonly Found[]): JobTitle['department'] {
  let best: Found | null = null;
  for (const each of all) {
    if (each.isObject && each.department === 'general_management') continue;
    if (each.weight > (best?.weight ?? 0)) best = each;
  }
  return best?.department ?? '';
}
