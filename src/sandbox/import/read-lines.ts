// Physical lines of a text stream, with their numbers and endings; a byte order mark is taken off.

export interface Line {
  readonly number: number;
  /** With its line end, if it has one. */
  readonly text: string;
  readonly quotes: number;
}

export async function* readLines(source: AsyncIterable<Uint8Array | string>): AsyncGenerator<Line> {
  let rest = '';
  let number = 0;
  for await (const chunk of decode(source)) {
    const text = rest + chunk;
    let from = 0;
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
      number += 1;
      yield toLine(number, text.slice(from, end + 1));
      from = end + 1;
    }
    rest = text.slice(from);
  }
  if (rest !== '') yield toLine(number + 1, rest);
}

function toLine(number: number, raw: string): Line {
  const text = number === 1 ? raw.replace(/^\uFEFF/, '') : raw;
  return { number, text, quotes: text.split('"').length - 1 };
}

async function* decode(source: AsyncIterable<Uint8Array | string>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  for await (const chunk of source)
    yield typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true });
  yield decoder.decode();
}
