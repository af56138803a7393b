// What YAML's parser cannot read, told as the mistake people make: an indentation, a colon in a text, an open bracket. The
// parser's own sentences speak of tokens and mappings; the line itself shows what was meant.
import type { Issue, IssueParams } from './issue.ts';

export interface YamlFault {
  readonly code: string;
  readonly message: string;
  readonly offset: number;
}

export interface FoundFault {
  /** Code of the problem, its parameters and fix. */
  readonly issue: Issue;
  readonly offset: number;
}

/** One mistake makes the parser stumble many times: of those that break the structure only the first is told. */
export function explainFaults(text: string, faults: readonly YamlFault[]): readonly FoundFault[] {
  const all = faults.toSorted((a, b) => a.offset - b.offset);
  // After a tab no column is where it seems.
  const tabs = all.filter(({ code }) => code === 'TAB_AS_INDENT');
  const sorted = tabs.length > 0 ? tabs : all;
  const first = sorted.findIndex(({ code }) => !LONE.includes(code));
  // Told before they are explained: each explanation reads the lines around it.
  const told = first < 0 ? sorted : sorted.slice(0, first + 1);
  return told.slice(0, MAX_FAULTS).map((fault) => explain(text, fault));
}

const MAX_FAULTS = 500;

/** Those that leave the rest readable. */
const LONE = ['TAB_AS_INDENT', 'BAD_SCALAR_START', 'TAG_RESOLVE_FAILED', 'DUPLICATE_KEY', 'BAD_DQ_ESCAPE'];

interface Line {
  /** From 0. */
  readonly start: number;
  readonly text: string;
}

interface Clue {
  readonly code: string;
  readonly line: Line;
  /** In the line, from 0. */
  readonly column: number;
  readonly params?: IssueParams;
  readonly suggestion?: string | undefined;
}

function explain(text: string, fault: YamlFault): FoundFault {
  const clue = ofCode(text, fault) ?? ofLines(text, fault);
  if (clue === undefined) {
    if (/^\s*\{/.test(text))
      return { issue: { path: [], code: 'jsonSyntax', params: {} }, offset: fault.offset };
    const detail = fault.message.split('\n')[0] ?? '';
    return { issue: { path: [], code: 'syntax', params: { detail } }, offset: fault.offset };
  }
  const { code, line, column, params = {}, suggestion } = clue;
  return {
    issue: { path: [], code, params, ...(suggestion === undefined ? {} : { suggestion }) },
    offset: line.start + column,
  };
}

/** Where the parser's code says enough. */
function ofCode(text: string, fault: YamlFault): Clue | undefined {
  const line = lineAt(text, fault.offset);
  const column = fault.offset - line.start;
  switch (fault.code) {
    case 'TAB_AS_INDENT':
      return { code: 'tabs', line, column: 0 };
    case 'MULTIPLE_DOCS':
      return { code: 'severalDocuments', line, column };
    case 'TAG_RESOLVE_FAILED':
      return { code: 'tag', line, column, params: { tag: /!\S*/.exec(line.text)?.[0] ?? '!' } };
    case 'BAD_SCALAR_START':
      return { code: 'reservedStart', line, column, ...quotedValue(line, column) };
    case 'BAD_DQ_ESCAPE':
      return { code: 'badEscape', line, column };
    default:
      return ofBrackets(text, fault) ?? ofQuotes(line, fault);
  }
}

function ofBrackets(text: string, { message, offset }: YamlFault): Clue | undefined {
  const closing = /must be sufficiently indented and end with a (.)/.exec(message)?.[1];
  if (closing !== undefined) {
    const open = openBracket(text, offset, closing === ']' ? '[' : '{');
    const line = lineAt(text, open);
    return { code: 'openBracket', line, column: open - line.start, params: { closing } };
  }
  const extra = /Unexpected flow-(?:seq|map)-end token.*"(.)"/.exec(message)?.[1];
  const line = lineAt(text, offset);
  return extra === undefined
    ? undefined
    : { code: 'extraBracket', line, column: offset - line.start, params: { bracket: extra } };
}

/** The last one before the offset that nothing closes. */
function openBracket(text: string, offset: number, bracket: '[' | '{'): number {
  let depth = 0;
  for (let at = offset - 1; at >= 0; at -= 1) {
    const character = text[at];
    if (character === ']' || character === '}') depth += 1;
    if (character !== '[' && character !== '{') continue;
    if (depth === 0 && character === bracket) return at;
    depth = Math.max(0, depth - 1);
  }
  return offset;
}

function ofQuotes(line: Line, { message, offset }: YamlFault): Clue | undefined {
  const quote = /Missing closing (['"])/.exec(message)?.[1];
  if (quote !== undefined) {
    // Noticed at the end of the text; the line with the quote is the one before the text ran on.
    const column = line.text.indexOf(quote);
    return { code: 'openQuote', line, column: Math.max(0, column), params: { quote } };
  }
  if (!message.startsWith('Unexpected scalar at node end')) return undefined;
  const [, key, value] = /^\s*(?:- )?([\w-]+): '(.*)'\s*$/.exec(line.text) ?? [];
  return {
    code: 'quoteInside',
    line,
    column: offset - line.start,
    suggestion: key === undefined ? undefined : `${key}: "${value}"`,
  };
}

type Test = (line: Line, above: Line | undefined) => Clue | undefined;

const PLAIN_KEY = /^(\s*)(?:- )?[A-Za-z_][\w-]*:(?:\s|$)/;
const TESTS: readonly Test[] = [
  (line) => {
    const column = line.text.search(/\S|\u00a0|\u2003/);
    const isOdd = /^[ ]*[\u00a0\u2002\u2003\u3000\u200b]/.test(line.text);
    return isOdd ? { code: 'oddSpace', line, column } : undefined;
  },
  (line) => {
    const [, indent = '', rest] = /^(\s*)-([A-Za-z_][\w-]*: ?.*)$/.exec(line.text) ?? [];
    return rest === undefined
      ? undefined
      : { code: 'dashSpace', line, column: indent.length, suggestion: `- ${rest.trim()}` };
  },
  (line) => {
    const [, indent = '', key, value] = /^(\s*(?:- )?)([A-Za-z_]\w*):([^\s:/].*)$/.exec(line.text) ?? [];
    return key === undefined
      ? undefined
      : { code: 'colonSpace', line, column: indent.length, suggestion: `${key}: ${value?.trim()}` };
  },
  (line) => {
    const [, indent = '', key, value] = /^(\s*(?:- )?)([A-Za-z_]\w*)\s*=\s*(\S.*)$/.exec(line.text) ?? [];
    return key === undefined
      ? undefined
      : { code: 'noColon', line, column: indent.length, suggestion: `${key}: ${value?.trim()}` };
  },
  colonInText,
  wrongIndent,
];

/** Where the lines around show it: the line named, the one after it, the one before. */
function ofLines(text: string, { offset }: YamlFault): Clue | undefined {
  const line = lineAt(text, offset);
  const above = nearLine(text, line, -1);
  const below = nearLine(text, line, 1);
  const pairs: readonly (readonly [Line | undefined, Line | undefined])[] = [
    [line, above],
    [below, line],
    [above, above === undefined ? undefined : nearLine(text, above, -1)],
  ];
  for (const test of TESTS) {
    for (const [at, before] of pairs) {
      const clue = at === undefined ? undefined : test(at, before);
      if (clue !== undefined) return clue;
    }
  }
  return undefined;
}

/** `note: Everybody: all of them` */
function colonInText(line: Line): Clue | undefined {
  const [, start = '', key, value] =
    /^(\s*(?:- )?)([A-Za-z_][\w-]*): ([^\s"'[{|>&*!#].*?: .*)$/.exec(line.text) ?? [];
  if (key !== undefined && value !== undefined) {
    const column = start.length + key.length + 2;
    return { code: 'colonInText', line, column, suggestion: `${key}: ${inQuotes(value.trim())}` };
  }
  const flow = /[{,] ?([A-Za-z_]\w*): ([^"'[\],{}:]+: [^,}]*)/.exec(line.text);
  if (flow === null) return undefined;
  const [whole, name = '', text = ''] = flow;
  const column = flow.index + whole.indexOf(text, name.length);
  return { code: 'colonInText', line, column, suggestion: `${name}: ${inQuotes(text.trim())}` };
}

/** A key that stands deeper than the one above it, though that one has its value; or between two levels. */
function wrongIndent(line: Line, above: Line | undefined): Clue | undefined {
  if (above === undefined || !PLAIN_KEY.test(line.text) || !PLAIN_KEY.test(above.text)) return undefined;
  const [is, was] = [indentOf(line.text), indentOf(above.text)];
  const hasValue = /:\s+[^\s#]/.test(above.text);
  if (is === was || (is > was && !hasValue)) return undefined;
  return { code: 'indentation', line, column: is, params: { is, was } };
}

function indentOf(text: string): number {
  return /^\s*(?:- )?/.exec(text)?.[0].length ?? 0;
}

function quotedValue({ text }: Line, column: number): { suggestion?: string } {
  const key = /([A-Za-z_][\w-]*):\s*$/.exec(text.slice(0, column))?.[1];
  const value = text
    .slice(column)
    .replace(/\s+#.*$/, '')
    .replace(/[\]}].*$/, '')
    .trim();
  return key === undefined || value === '' ? {} : { suggestion: `${key}: ${inQuotes(value)}` };
}

function inQuotes(text: string): string {
  return `"${text.replaceAll('"', '\\"')}"`;
}

function lineAt(text: string, offset: number): Line {
  // From a negative place `lastIndexOf` still finds a first character that ends a line: the first line begins at 0 all the same.
  const start = offset <= 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;
  const end = text.indexOf('\n', start);
  const line = text.slice(start, end < 0 ? text.length : end).replace(/\r$/, '');
  // A comment says nothing about the mistake, and would be in the way of what to write instead.
  return { start, text: line.replace(/(^|\s)#.*$/, '') };
}

/** The next line up or down that is neither empty nor a comment. */
function nearLine(text: string, line: Line, step: 1 | -1): Line | undefined {
  let { start } = line;
  for (;;) {
    if (step === -1 && start === 0) return undefined;
    const next = text.indexOf('\n', start);
    if (step === 1 && next < 0) return undefined;
    const found = lineAt(text, step === 1 ? next + 1 : start - 1);
    if (!/^\s*(?:#.*)?$/.test(found.text)) return found;
    if (step === 1 && found.start <= start) return undefined;
    ({ start } = found);
  }
}
