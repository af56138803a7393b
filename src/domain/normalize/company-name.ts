// Company names without what registers add: legal forms, accents, case.
import { foldText } from './text.ts';

const LEGAL_FORMS: ReadonlySet<string> = new Set(
  `sa sas sasu sarl eurl sci scop snc selarl selas scp scs sca gie gmbh ag ug kg kgaa ohg gbr ev mbh ltd limited llc llp lp plc
  inc incorporated corp corporation co company bv nv vof srl spa sapa sprl bvba asbl vzw sl slu spzoo oy oyj ab as asa aps kft
  zrt sro doo pty pte pvt kk`
    .trim()
    .split(/\s+/),
);
/** `S.A.S.`, `S. à r. l.`, `sp. z o.o.` fall into single letters. */
const SPELLED_FORMS: readonly (readonly string[])[] = [
  's a s u',
  's a r l',
  's a s',
  's a',
  's c i',
  's n c',
  's p a',
  's r l',
  's l u',
  's l',
  's r o',
  'd o o',
  'sp z o o',
  'e u r l',
  'et cie',
  'e v',
  'b v',
  'n v',
  'l l c',
  'l l p',
  'p l c',
  'a g',
  'a s',
  'societe anonyme',
  'societe par actions simplifiee',
  'societe a responsabilite limitee',
].map((form) => form.split(' '));

/** `ACME S.A.S.`, `Acme, Inc.` and `SARL Acmé` → `acme`. A name made of legal forms alone stays as it is. Idempotent. */
export function normalizeCompanyName(text: string): string {
  const words = foldText(text).split(' ');
  const left = stripForms(words);
  return (left.length === 0 ? words : left).join(' ');
}

function stripForms(words: readonly string[]): readonly string[] {
  let left = words;
  for (;;) {
    const shorter = stripEnd(left) ?? stripStart(left);
    if (shorter === null) return left;
    left = shorter;
  }
}

function stripEnd(words: readonly string[]): readonly string[] | null {
  const spelled = SPELLED_FORMS.find((form) =>
    form.every((word, index) => words.at(index - form.length) === word),
  );
  if (spelled !== undefined) return words.slice(0, -spelled.length);
  const last = words.at(-1);
  return last !== undefined && LEGAL_FORMS.has(last) ? words.slice(0, -1) : null;
}

/** In front only where that is usual (`SARL Martin`): `Co Working Paris` keeps its first word. Each is a form at the end too. */
const LEADING: ReadonlySet<string> = new Set(
  'sa sas sasu sarl eurl sci scop snc selarl selas scp'.split(' '),
);

function stripStart(words: readonly string[]): readonly string[] | null {
  const spelled = SPELLED_FORMS.find((form) => form.every((word, index) => words[index] === word));
  if (spelled !== undefined) return words.slice(spelled.length);
  const [first, ...rest] = words;
  return first !== undefined && LEADING.has(first) ? rest : null;
}
