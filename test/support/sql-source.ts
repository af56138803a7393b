// Reads the SQL of source files as text: each template behind the tag `sql`, with the fragments of its own file put in.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Statement {
  readonly file: string;
  /** The function or constant that it stands in. */
  readonly place: string;
  readonly text: string;
}

export function readStatements(folder: string): readonly Statement[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.ts'),
  );
  return files.sort().flatMap((file) => statementsIn(file, readFileSync(join(folder, file), 'utf8')));
}

export function statementsIn(file: string, source: string): readonly Statement[] {
  const templates = templatesIn(source);
  const fragments = new Map(templates.map(({ name, text }) => [name, text]));
  return templates.map(({ place, text }) => ({ file, place, text: withFragments(text, fragments) }));
}

interface Template {
  /** Of the constant or function whose value it is. */
  readonly name: string;
  readonly place: string;
  readonly text: string;
}

const DECLARATION = /(?:^|\n)(?:export )?(?:async )?(?:function |const )(\w+)/g;

function templatesIn(source: string): readonly Template[] {
  return [...source.matchAll(/\bsql(?=[<`])/g)].flatMap(({ index }) => {
    const start = skipTypes(source, index + 'sql'.length);
    if (source[start] !== '`') return [];
    const before = source.slice(0, index);
    const place = [...before.matchAll(DECLARATION)].at(-1)?.[1] ?? '';
    const name = /const (\w+)(?:: [^=]+)? = $/.exec(before)?.[1] ?? place;
    return [{ name, place, text: source.slice(start + 1, endOfTemplate(source, start)) }];
  });
}

function skipTypes(source: string, start: number): number {
  if (source[start] !== '<') return start;
  let at = start;
  let depth = 0;
  do {
    if (source[at] === '<') depth += 1;
    if (source[at] === '>' && source[at - 1] !== '=') depth -= 1;
    at += 1;
  } while (depth > 0);
  return at;
}

/** Of the backtick that closes the one at `start`. */
function endOfTemplate(source: string, start: number): number {
  let at = start + 1;
  while (source[at] !== '`') {
    if (source[at] === undefined) throw new Error('a template that does not end');
    if (source[at] === '\\') at += 1;
    else if (source.startsWith('${', at)) at = endOfHole(source, at + 2);
    at += 1;
  }
  return at;
}

function endOfHole(source: string, start: number): number {
  let depth = 0;
  for (let at = start; at < source.length; at += 1) {
    const letter = source[at];
    if (letter === '`') at = endOfTemplate(source, at);
    else if (letter === "'") at = source.indexOf("'", at + 1);
    else if (letter === '{') depth += 1;
    else if (letter === '}' && depth === 0) return at;
    else if (letter === '}') depth -= 1;
  }
  throw new Error('a placeholder that does not end');
}

/** Beside what is handed to it: the portal of a fragment is often a parameter of its function. */
function withFragments(text: string, fragments: ReadonlyMap<string, string>): string {
  return text.replaceAll(/\$\{(\w+)(\([^{}`]*\))?\}/g, (hole, name: string, given: string | undefined) => {
    const fragment = fragments.get(name);
    return fragment === undefined ? hole : `${fragment} ${given ?? ''}`;
  });
}
