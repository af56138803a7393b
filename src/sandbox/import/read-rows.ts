// Reads CSV rows from a stream, with the line each began on. Comma, semicolon or tab is detected from the header.
// csv-parse reads the cells; lines are put together here, so that a broken one is told by its number and costs no
// other: left to itself the parser goes on in the middle of a broken record.
import { parse } from 'csv-parse/sync';
import { type Line, readLines } from './read-lines.ts';

export interface CsvRow {
  readonly line: number;
  readonly cells: readonly string[];
}

export type CsvSource = AsyncIterable<Uint8Array | string>;

/** A quoted text that runs on for longer than this is taken for a quote that was never closed. */
const MAX_RECORD_LINES = 500;
/** Parsing several records at once is four times as fast as one by one. */
const RECORDS_AT_ONCE = 200;

type OnBroken = (line: number, message: string) => void;

export async function* readRows(source: CsvSource, onBroken: OnBroken): AsyncGenerator<CsvRow> {
  const state: Assembly = { open: [], chunks: [], delimiter: null, columns: null, onBroken };
  for await (const line of readLines(source)) {
    takeLine(state, line);
    while (state.chunks.length >= RECORDS_AT_ONCE) yield* parseWaiting(state);
  }
  while (state.chunks.length > 0 || state.open.length > 0) {
    if (state.chunks.length > 0) yield* parseWaiting(state);
    else splitOpen(state);
  }
}

/** The physical lines of what should be one record. */
type Chunk = readonly Line[];

interface Assembly {
  /** Lines with a quote still open. */
  open: Line[];
  chunks: Chunk[];
  delimiter: string | null;
  /** How many the header has. */
  columns: number | null;
  readonly onBroken: OnBroken;
}

function takeLine(state: Assembly, line: Line): void {
  state.delimiter ??= detectDelimiter(line.text);
  state.open.push(line);
  const quotes = state.open.reduce((sum, one) => sum + one.quotes, 0);
  if (quotes % 2 === 0) {
    if (textOf(state.open).trim() !== '') state.chunks.push(state.open);
    state.open = [];
  } else if (state.open.length >= MAX_RECORD_LINES) {
    splitOpen(state);
  }
}

/** The first of the open lines is broken; those after it are looked at anew. */
function splitOpen(state: Assembly): void {
  const [first, ...rest] = state.open;
  state.open = [];
  if (first === undefined) return;
  state.onBroken(first.number, 'a quote is opened and never closed');
  for (const line of rest) takeLine(state, line);
}

/** All waiting records at once; where one is broken, those before it, and the lines behind it are taken anew. */
function parseWaiting(state: Assembly): CsvRow[] {
  const { chunks } = state;
  state.chunks = [];
  const parsed = parseChunks(chunks, state.delimiter ?? ',');
  const rows: CsvRow[] = [];
  for (const [index, chunk] of chunks.entries()) {
    const result = parsed(index);
    const problem = findProblem(state, chunk, result);
    if (problem !== null) {
      rejectFirst(state, chunks.slice(index).flat(), problem);
      return rows;
    }
    const cells = result[0] as string[]; // One record, or there would be a problem.
    state.columns ??= cells.length;
    rows.push({ line: chunk[0]?.number ?? 0, cells });
  }
  return rows;
}

/** One call of the parser for all, or one for each when together they do not come out even. */
function parseChunks(chunks: readonly Chunk[], delimiter: string): (index: number) => string[][] | string {
  const all = tryParse(chunks.map(textOf).join(''), delimiter);
  if (Array.isArray(all) && all.length === chunks.length) return (index) => all.slice(index, index + 1);
  return (index) => tryParse(textOf(chunks[index] ?? []), delimiter);
}

function findProblem(state: Assembly, chunk: Chunk, parsed: string[][] | string): string | null {
  if (typeof parsed === 'string') return parsed;
  // Several lines that do not make the right number of columns were joined by a stray quote, not by a text.
  const isJoined = chunk.length > 1 && state.columns !== null && parsed[0]?.length !== state.columns;
  return parsed.length !== 1 || isJoined ? 'a quote stands where none may' : null;
}

function rejectFirst(state: Assembly, lines: readonly Line[], message: string): void {
  const [first, ...rest] = [...lines, ...state.open];
  state.open = [];
  if (first !== undefined) state.onBroken(first.number, message);
  for (const line of rest) takeLine(state, line);
}

/** The records, or what is wrong with the text. */
function tryParse(text: string, delimiter: string): string[][] | string {
  try {
    return parse(text, { delimiter, relax_column_count: true });
  } catch (error) {
    return error instanceof Error ? error.message.replace(/ at line \d+/, '') : 'the line cannot be read';
  }
}

function textOf(chunk: Chunk): string {
  return chunk.map((line) => line.text).join('');
}

function detectDelimiter(header: string): string {
  const bare = header.replace(/"(?:[^"]|"")*"/g, '');
  const counts = [',', ';', '\t'].map((delimiter) => ({ delimiter, count: bare.split(delimiter).length }));
  return counts.reduce((best, one) => (one.count > best.count ? one : best)).delimiter;
}
