// From a word as somebody typed it to the word that the vocabulary knows: feminine and plural forms, then one slip of the pen.
import { KNOWN_WORDS } from './vocabulary.ts';

/** French and English endings → that of the form in the vocabulary; the first that gives a known word counts. */
const ENDINGS: readonly (readonly [ending: string, base: string])[] = [
  ['s', ''],
  ['e', ''],
  ['es', ''],
  ['trices', 'teur'],
  ['trice', 'teur'],
  ['euses', 'eur'],
  ['euse', 'eur'],
  ['eres', 'er'],
  ['ere', 'er'],
  ['iennes', 'ien'],
  ['ienne', 'ien'],
  ['elle', 'el'],
  ['ives', 'if'],
  ['ive', 'if'],
  ['aux', 'al'],
  ['ies', 'y'],
];

/** In shorter words one letter makes another word: waiter, writer. */
const MIN_SLIP_LETTERS = 7;

/** Words by first letter and length, so that a slip is looked for among a few. */
const BY_SHAPE = groupByShape();

/** The word itself when nothing known is near. */
export function recognizeWord(word: string): string {
  return lookUp(word) ?? findSlip(word) ?? word;
}

function lookUp(word: string): string | undefined {
  const known = KNOWN_WORDS.get(word);
  if (known !== undefined) return known;
  for (const [ending, base] of ENDINGS) {
    if (!word.endsWith(ending)) continue;
    const found = KNOWN_WORDS.get(word.slice(0, word.length - ending.length) + base);
    if (found !== undefined) return found;
  }
  return undefined;
}

function findSlip(word: string): string | undefined {
  for (const form of [word, word.replace(/e?s?$/, '')]) {
    if (form.length < MIN_SLIP_LETTERS) continue;
    for (const length of [form.length, form.length + 1, form.length - 1]) {
      const near = BY_SHAPE.get(shapeOf(form, length))?.find((known) => isOneSlip(form, known));
      if (near !== undefined) return KNOWN_WORDS.get(near);
    }
  }
  return undefined;
}

/** One letter too many, too few, another, or two neighbours swapped. The words are not equal. */
function isOneSlip(typed: string, known: string): boolean {
  let start = 0;
  while (start < typed.length && typed[start] === known[start]) start++;
  let end = 0;
  const most = Math.min(typed.length, known.length) - start;
  while (end < most && typed.at(-1 - end) === known.at(-1 - end)) end++;
  const wrong = typed.slice(start, typed.length - end);
  const right = known.slice(start, known.length - end);
  if (wrong.length <= 1 && right.length <= 1) return true;
  return wrong.length === 2 && right.length === 2 && wrong[0] === right[1] && wrong[1] === right[0];
}

function groupByShape(): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>();
  for (const word of KNOWN_WORDS.keys()) {
    if (word.length < MIN_SLIP_LETTERS) continue;
    const shape = shapeOf(word, word.length);
    groups.set(shape, [...(groups.get(shape) ?? []), word]);
  }
  return groups;
}

function shapeOf(word: string, length: number): string {
  return `${word[0] ?? ''}${length}`;
}
