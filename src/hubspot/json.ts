// JSON as HubSpot writes it: ids may exceed 2^53, so their digits are kept as text; and the canonical form for keys.

/** Sixteen digits in a row is the first length at which a number may lose digits (2^53 has sixteen). */
const LONG_NUMBER = /\d{16}/;
const INTEGER = /^-?\d+$/;

/** `JSON.parse`, except that an integer too long for a number becomes a string with all its digits. Throws SyntaxError. */
export function parseJson(text: string): unknown {
  // The reviver makes parsing several times slower; most bodies have no long number at all.
  return LONG_NUMBER.test(text) ? JSON.parse(text, keepLongInteger) : JSON.parse(text);
}

/** Keys sorted at every level, no white space: equal values give equal bytes. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item)).join(',')}]`;
  if (!isRecord(value)) return JSON.stringify(value ?? null);
  const members = Object.keys(value)
    .filter((key) => value[key] !== undefined)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonicalJson(value[key])}`);
  return `{${members.join(',')}}`;
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `context.source` is the number as written (ECMAScript 2025, Node 22 and later). */
function keepLongInteger(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  if (typeof value !== 'number' || Number.isSafeInteger(value)) return value;
  const source = context?.source;
  return source !== undefined && INTEGER.test(source) ? source : value;
}
