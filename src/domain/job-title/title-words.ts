// A job title as words: lower case, without accents, inclusive endings and dots, cut where a second job or an addition starts.

export interface TitleWord {
  readonly text: string;
  /** Behind "of", "to the", "du", "de la": what the job is about, or whom it serves. */
  readonly isObject: boolean;
}

/** HubSpot takes long texts; no title needs more, and a pasted page must not cost more. */
export const MAX_TITLE_LETTERS = 200;

const OBJECT_MARKS = new Set(['of', 'to', 'for', 'de', 'du', 'des', 'd', 'au', 'aux', 'a', 'chez', 'at']);
/** Say nothing, and leave what follows as much an object as it was. */
const ARTICLES = new Set(['the', 'la', 'le', 'les', 'l', 'my', 'our']);
const JOINTS = new Set(['et', 'and', 'en', 'in', 'un', 'une']);

/** One list of words per job or addition. */
export function splitTitle(title: string): readonly (readonly TitleWord[])[] {
  return clean(title)
    .split(/[,;|()/\n]| [-–—] |[–—]/)
    .map((part) => readWords(part))
    .filter((words) => words.length > 0);
}

function clean(title: string): string {
  return (
    title
      .slice(0, MAX_TITLE_LETTERS)
      .normalize('NFD')
      .replace(/\p{M}+/gu, '')
      .toLowerCase()
      .replaceAll('œ', 'oe')
      .replace(/\br\s?&\s?d\b/g, 'rd')
      .replace(/\b(?:[a-z]\.){2,}/g, (dotted) => `${dotted.replaceAll('.', '')} `)
      .replace(
        /([a-z]{4,})[·•.(/-]{1,2}(?:e|ne|le|ere|re|se|ve|fe|trice|rice|euse|ice)(?:[·•.]?s)?\)?(?![a-z])/g,
        '$1',
      )
      .replace(/\bp-dg\b/g, 'pdg')
      // A way of working, not what a "responsable alternance" is responsible for.
      .replace(
        /\ben (?:alternance|apprentissage|stage)\b|(?<=^|[-(,/|] ?)(?:alternance|apprentissage)\b/g,
        ' alternant ',
      )
  );
}

function readWords(part: string): readonly TitleWord[] {
  const words: TitleWord[] = [];
  let isObject = false;
  for (const text of part.split(/[^a-z0-9]+/)) {
    if (text === '' || ARTICLES.has(text)) continue;
    if (OBJECT_MARKS.has(text)) {
      isObject = words.length > 0;
      continue;
    }
    if (!JOINTS.has(text)) words.push({ text, isObject });
    isObject = false;
  }
  return words;
}
