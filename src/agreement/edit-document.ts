// Setting parts of a written agreement: whatever else stands in it, comments and spelling included, stays as it was written.
import { isDeepStrictEqual } from 'node:util';
import { isMap, isScalar, type Pair, parseDocument, stringify, type YAMLMap } from 'yaml';
import { readYaml } from './yaml-source.ts';

export interface Part {
  readonly path: readonly [string, ...string[]];
  /** Plain: maps, lists, texts, numbers, truth values. */
  readonly value: unknown;
}

/** `text` is one that readYaml takes. A part that the text has already in these words is left alone. */
export function setParts(text: string, parts: readonly Part[]): string {
  return parts.reduce(setPart, text);
}

function setPart(text: string, part: Part): string {
  const before = valueOf(text);
  const expected = withPart(before, part);
  if (isDeepStrictEqual(before, expected)) return text;
  const edited = splice(text, part);
  if (edited !== null && isDeepStrictEqual(valueOf(edited), expected)) return edited;
  // Written in one line, as JSON, or with anchors where the part stands: only the whole can be written anew.
  return text.trimStart().startsWith('{') ? `${JSON.stringify(expected, null, 2)}\n` : inYaml(expected);
}

function valueOf(text: string): unknown {
  const read = readYaml(text);
  return 'source' in read ? read.source.value : undefined;
}

function withPart(value: unknown, { path, value: wanted }: Part): unknown {
  const [key, ...rest] = path;
  const here =
    typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
  return { ...here, [key]: isPath(rest) ? withPart(here[key], { path: rest, value: wanted }) : wanted };
}

function isPath(rest: readonly string[]): rest is readonly [string, ...string[]] {
  return rest.length > 0;
}

/** Null where the way to the part is not written as lines of their own. */
function splice(text: string, { path, value }: Part): string | null {
  let map: unknown = parseDocument(text, { stringKeys: true, uniqueKeys: false }).contents;
  let [key, ...rest] = path;
  while (isMap(map) && map.flow !== true) {
    const found = pairOf(map, key);
    if (found === undefined) return append(text, map, { [key]: nest(rest, value) });
    if (!isPath(rest) || (isScalar(found.value) && found.value.value === null))
      return replace(text, found, { [key]: nest(rest, value) });
    map = found.value;
    [key, ...rest] = rest;
  }
  return null;
}

function pairOf(map: YAMLMap, key: string): Pair | undefined {
  return map.items.find((pair) => isScalar(pair.key) && pair.key.value === key);
}

function nest(path: readonly string[], value: unknown): unknown {
  return path.reduceRight<unknown>((inner, key) => ({ [key]: inner }), value);
}

function replace(text: string, pair: Pair, entry: Readonly<Record<string, unknown>>): string | null {
  const place = placeOf(text, pair);
  if (place === null) return null;
  return text.slice(0, place.start) + indent(inYaml(entry).trimEnd(), place.column) + text.slice(place.end);
}

/** Below the last entry, behind what is said of it on the same line. */
function append(text: string, map: YAMLMap, entry: Readonly<Record<string, unknown>>): string | null {
  const last = map.items.at(-1);
  const place = last === undefined ? null : placeOf(text, last);
  if (place === null) return null;
  const lineEnd = text.indexOf('\n', place.end);
  const at = lineEnd < 0 ? text.length : lineEnd;
  const written = indent(`\n${inYaml(entry).trimEnd()}`, place.column);
  return text.slice(0, at) + written + text.slice(at);
}

/** Of key and value; the column of the key. */
function placeOf(text: string, pair: Pair): { start: number; end: number; column: number } | null {
  const [key, value] = [rangeOf(pair.key), rangeOf(pair.value)];
  if (key === null) return null;
  const [start] = key;
  // The range of a map reaches to the next line.
  const end = start + text.slice(start, (value ?? key)[1]).trimEnd().length;
  return { start, end, column: start - (text.lastIndexOf('\n', start - 1) + 1) };
}

function rangeOf(node: unknown): readonly [number, number, number] | null {
  // Every parsed node has a range; only nodes made by hand have none.
  return (node as { readonly range?: readonly [number, number, number] | null } | null)?.range ?? null;
}

function indent(text: string, column: number): string {
  return text.replaceAll('\n', `\n${' '.repeat(column)}`);
}

/** Long texts stay on their line. */
function inYaml(value: unknown): string {
  return stringify(value, { lineWidth: 0 });
}
