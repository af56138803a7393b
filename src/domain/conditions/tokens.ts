// CONTAINS_TOKEN as HubSpot's search documentation describes it: whole words, `*` for the rest of one.

const VALUE_TOKEN = /[\p{L}\p{Nd}]+/gu;
const OPERAND_TOKEN = /[\p{L}\p{Nd}*]+/gu;

/** Words of a lower-cased value. */
export function valueTokens(lower: string): readonly string[] {
  return lower.match(VALUE_TOKEN) ?? [];
}

/** Words of a lower-cased operand, with their `*`. */
export function operandTokens(lower: string): readonly string[] {
  return lower.match(OPERAND_TOKEN) ?? [];
}

/** Every token of the operand equals a token of the value; an operand without tokens is found nowhere. */
export function containsTokens(present: readonly string[], wanted: readonly string[]): boolean {
  return wanted.length > 0 && wanted.every((pattern) => present.some((token) => fits(token, pattern)));
}

/** `*` stands for any letters and digits, also none. */
function fits(token: string, pattern: string): boolean {
  if (!pattern.includes('*')) return token === pattern;
  const [start = '', ...rest] = pattern.split('*');
  const end = rest.pop() ?? '';
  if (!token.startsWith(start)) return false;
  let from = start.length;
  for (const piece of rest) {
    const found = token.indexOf(piece, from);
    if (found < 0) return false;
    from = found + piece.length;
  }
  return token.length - end.length >= from && token.endsWith(end);
}
