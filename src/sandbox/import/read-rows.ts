// Reads CSV rows from a stream, with the line each began on. Comma, semicolon or tab is detected from the header;
// broken lines are told to the caller and passed over.
import { parse } from 'csv-parse';

export interface CsvRow {
  readonly line: number;
  readonly cells: readonly string[];
}

export type CsvSource = AsyncIterable<Uint8Array | string>;

/** A header longer than this is no header. */
const MAX_HEADER_CHARS = 1_000_000;

export async function* readRows(
  source: CsvSource,
  onBroken: (line: number, message: string) => void,
): AsyncGenerator<CsvRow> {
  const { head, rest } = await readHead(decode(source));
  let endLine = 0;
  const parser = parse({
    delimiter: detectDelimiter(head),
    bom: true,
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    on_skip: (error) => {
      const line = endLine + 1;
      endLine = Math.max(endLine, parser.info.lines);
      onBroken(line, error?.message ?? 'line cannot be read');
      return undefined;
    },
  });
  const feeding = feed(parser, head, rest);
  for await (const entry of parser) {
    // With `info` the parser yields this pair; its types say `any`.
    const { record, info } = entry as { record: string[]; info: { lines: number } };
    const newlines = record.reduce((sum, cell) => sum + countNewlines(cell), 0);
    endLine = info.lines;
    yield { line: info.lines - newlines, cells: record };
  }
  await feeding;
}

async function feed(
  parser: ReturnType<typeof parse>,
  head: string,
  rest: AsyncIterable<string>,
): Promise<void> {
  try {
    parser.write(head);
    for await (const chunk of rest) {
      if (!parser.write(chunk)) await new Promise((resolve) => parser.once('drain', resolve));
    }
    parser.end();
  } catch (error) {
    parser.destroy(error instanceof Error ? error : new Error('the source ended badly'));
  }
}

async function* decode(source: CsvSource): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  for await (const chunk of source)
    yield typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true });
  yield decoder.decode();
}

async function readHead(
  chunks: AsyncGenerator<string>,
): Promise<{ head: string; rest: AsyncIterable<string> }> {
  let head = '';
  while (!/[\r\n]/.test(head) && head.length < MAX_HEADER_CHARS) {
    const next = await chunks.next();
    if (next.done === true) break;
    head += next.value;
  }
  return { head, rest: chunks };
}

function detectDelimiter(head: string): string {
  const [first = ''] = head.split(/\r?\n|\r/, 1);
  const bare = first.replace(/"(?:[^"]|"")*"/g, '');
  const counts = [',', ';', '\t'].map((delimiter) => ({ delimiter, count: bare.split(delimiter).length }));
  return counts.reduce((best, one) => (one.count > best.count ? one : best)).delimiter;
}

function countNewlines(cell: string): number {
  return cell.split(/\r\n|\n|\r/).length - 1;
}
