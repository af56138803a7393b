// YAML or JSON text → plain values, and the line and column of every path in it. Limits what a hostile document can cost;
// what the values mean is left to the schemas.
import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  visit,
} from 'yaml';
import type { Issue, Path } from './issue.ts';
import { explainFaults } from './yaml-faults.ts';

/** A written agreement is some 30 kB; HubSpot's own lists of domains are the only reason to go far beyond. */
const MAX_DOCUMENT_BYTES = 256 * 1024;
/** Enough for anchors used as shorthand, far too few for a document that expands itself. */
const MAX_ALIASES = 100;
/** The parser recurses; a real agreement is nine levels deep. */
const MAX_DEPTH = 60;

export interface Position {
  readonly line: number;
  readonly column: number;
}

export interface LocatedIssue extends Issue {
  readonly position?: Position;
}

export interface YamlSource {
  readonly value: unknown;
  /** Where the value stands, or its key; the nearest parent for what is missing. */
  readonly locate: (path: Path, what: 'key' | 'value') => Position;
}

export function readYaml(
  text: string,
): { readonly source: YamlSource } | { readonly issues: readonly LocatedIssue[] } {
  const early = refuseEarly(text);
  if (early !== undefined) return { issues: [early] };
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    stringKeys: true,
    logLevel: 'error',
    // Its own check compares every key with every other: 6 s for a hostile 256 kB. See findDuplicates.
    uniqueKeys: false,
  });
  const faults = [...document.errors, ...document.warnings].map(({ code, message, pos }) => ({
    code,
    message,
    offset: pos[0],
  }));
  const broken = explainFaults(text, faults).map(({ issue, offset }) => ({
    ...issue,
    position: positionAt(lines, offset),
  }));
  const issues = [...broken, ...findDuplicates(document, lines), ...findLostAliases(document, lines)];
  if (issues.length > 0) return { issues };
  keepLeadingZeros(document);
  const locate: YamlSource['locate'] = (path, what) => positionAt(lines, offsetOf(document, path, what));
  try {
    const value: unknown = document.toJS({ maxAliasCount: MAX_ALIASES });
    // An alias inside its own anchor makes a value without end, which JSON refuses.
    JSON.stringify(value);
    return { source: { value, locate } };
  } catch (error) {
    // The library throws when aliases expand too far or point at nothing.
    if (error instanceof ReferenceError || error instanceof RangeError || error instanceof TypeError) {
      return { issues: [{ path: [], code: 'aliases', params: { max: MAX_ALIASES } }] };
    }
    throw error;
  }
}

function refuseEarly(text: string): LocatedIssue | undefined {
  const bytes = Buffer.byteLength(text);
  if (bytes > MAX_DOCUMENT_BYTES) {
    return {
      path: [],
      code: 'tooLarge',
      params: { kilobytes: Math.ceil(bytes / 1024), max: MAX_DOCUMENT_BYTES / 1024 },
    };
  }
  // How a file of a word processor or spreadsheet begins, or any other with bytes that are no text.
  if (text.startsWith('PK\u0003\u0004') || text.includes('\u0000'))
    return { path: [], code: 'noText', params: {} };
  if (text.trim() === '') return { path: [], code: 'empty', params: {} };
  return isTooDeep(text) ? { path: [], code: 'tooDeep', params: { max: MAX_DEPTH } } : undefined;
}

/** An upper bound on nesting, seen without parsing: brackets, and the indentation of block entries. */
function isTooDeep(text: string): boolean {
  let brackets = 0;
  for (const character of text) {
    if (character === '[' || character === '{') brackets += 1;
    else if (character === ']' || character === '}') brackets = Math.max(0, brackets - 1);
    if (brackets > MAX_DEPTH) return true;
  }
  return text
    .split('\n')
    .some((line) => (/^(?:\s*[-?:]\s)+/.exec(line)?.[0].match(/[-?:]/g)?.length ?? 0) > MAX_DEPTH);
}

/** An alias to nothing is a text that begins with a star. One walk, as asking each alias for its anchor walks the document again. */
function findLostAliases(document: Document, lines: LineCounter): readonly LocatedIssue[] {
  const issues: LocatedIssue[] = [];
  const anchors = new Set<string>();
  visit(document, {
    Value(_, node) {
      if (node.anchor !== undefined) anchors.add(node.anchor);
    },
    Alias(_, alias) {
      if (anchors.has(alias.source)) return;
      issues.push({
        path: [],
        code: 'lostAlias',
        params: { name: alias.source },
        suggestion: `"*${alias.source}"`,
        position: positionAt(lines, startOf(alias) ?? 0),
      });
    },
  });
  return issues;
}

function findDuplicates(document: Document, lines: LineCounter): readonly LocatedIssue[] {
  const issues: LocatedIssue[] = [];
  visit(document, {
    Map(_, map) {
      const seen = new Set<string>();
      for (const { key } of map.items) {
        const name = isScalar(key) ? String(key.value) : '';
        if (seen.has(name)) {
          issues.push({
            path: [],
            code: 'duplicateKey',
            params: {},
            position: positionAt(lines, startOf(key) ?? 0),
          });
        }
        seen.add(name);
      }
    },
  });
  return issues;
}

/** `value: 01000` is a postal code, not the number 1000. */
function keepLeadingZeros(document: Document): void {
  visit(document, {
    Scalar(_, node) {
      if (typeof node.value === 'number' && /^[+-]?0\d/.test(node.source ?? '')) node.value = node.source;
    },
  });
}

function positionAt(lines: LineCounter, offset: number): Position {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(1, line), column: Math.max(1, col) };
}

/** What is missing is shown at its parent's key, where the writer would add it. */
function offsetOf(document: Document, path: Path, what: 'key' | 'value'): number {
  let step: Step = { node: document.contents, key: undefined };
  for (const part of path) {
    const next = child(document, step.node, part);
    if (next === undefined) return step.key ?? startOf(step.node) ?? 0;
    step = next;
  }
  return (what === 'key' ? step.key : undefined) ?? startOf(step.node) ?? step.key ?? 0;
}

interface Step {
  readonly node: unknown;
  readonly key: number | undefined;
}

function child(document: Document, parent: unknown, part: string | number): Step | undefined {
  const node = isAlias(parent) ? parent.resolve(document) : parent;
  if (isMap(node)) {
    const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === String(part));
    return pair === undefined ? undefined : { node: pair.value, key: startOf(pair.key) };
  }
  if (isSeq(node) && typeof part === 'number' && part < node.items.length) {
    return { node: node.items[part], key: startOf(node.items[part]) };
  }
  return undefined;
}

function startOf(node: unknown): number | undefined {
  // Every parsed node has a range; only nodes made by hand have none.
  return (node as Node | null | undefined)?.range?.[0];
}
