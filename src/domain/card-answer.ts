// What the record card answers, as the one text of its cell: `accept`, `reject`, `reject:<reason>`, and behind U+001F the note.
// One cell, so that a later answer takes the note of an earlier one away with it.

/** No reason and no note has it: it cannot be typed. */
const BEFORE_NOTE = '\u001f';

export interface CardAnswer {
  /** As it was sent, in any case; no word of an answer means nothing. */
  readonly word: string;
  /** An id or a label of the agreement's reasons, or free text; '' for none. */
  readonly reason: string;
  /** '' for none. */
  readonly note: string;
}

export function writeCardAnswer({ word, reason, note }: CardAnswer): string {
  const answer = reason === '' ? word : `${word}:${reason}`;
  return note === '' ? answer : `${answer}${BEFORE_NOTE}${note}`;
}

export function readCardAnswer(text: string): CardAnswer {
  const [answer, note] = cut(text, BEFORE_NOTE);
  const [word, reason] = cut(answer, ':');
  return { word, reason, note };
}

/** The second is '' where there is no sign. */
function cut(text: string, sign: string): readonly [string, string] {
  const at = text.indexOf(sign);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}
