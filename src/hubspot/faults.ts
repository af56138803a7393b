// What HubSpot says is wrong with a write: codes, property names and texts, taken from the three places where it may
// stand (`errors[]`, `context`, and a JSON array inside `message`, which is cut short when it gets long).
import { isRecord } from './json.ts';

export interface Faults {
  /** HubSpot's own code of the first fault, e.g. INVALID_OPTION; null when it gave none. */
  readonly code: string | null;
  /** Every property named, without repeats. */
  readonly properties: readonly string[];
  /** Properties that no row of this portal may carry, whatever the value: not there, or read-only. */
  readonly barredProperties: readonly string[];
  /** For people who look at the refused row. May quote a value: not for logs. */
  readonly message: string;
}

interface Fault {
  readonly code: string | null;
  readonly properties: readonly string[];
  readonly message: string | null;
}

export const NO_FAULTS: Faults = { code: null, properties: [], barredProperties: [], message: '' };

const MISSING_PROPERTY = 'PROPERTY_DOESNT_EXIST';
const CONDITIONAL_RULE = 'MISSING_CONDITIONAL_REQUIRED_PROPERTY';
const BARRING_CODES: ReadonlySet<string> = new Set([MISSING_PROPERTY, 'READ_ONLY_VALUE']);
/** Option lists can run to kilobytes; a refused row shows the start. */
const MAX_MESSAGE_CHARS = 500;

/** Reads an error body, or one entry of `errors[]` of a 207. Never throws: what cannot be read is left out. */
export function readFaults(body: unknown): Faults {
  if (!isRecord(body)) return NO_FAULTS;
  const message = textOf(body['message']) ?? '';
  const embedded = readEmbedded(message);
  const nested = listOf(body['errors']).flatMap((item) => readNested(item));
  const own = readNested(body);
  const faults = [...embedded, ...nested, ...own];
  const coded = faults.filter((fault) => fault.code !== null);
  // A property that is gone is the one fault we can mend ourselves, so it names the refusal when there are several.
  const leading = coded.find((fault) => fault.code === MISSING_PROPERTY) ?? coded[0];
  const text =
    embedded.length > 0 ? embedded.map((fault) => fault.message ?? fault.code ?? '').join(' · ') : message;
  return {
    code: leading?.code ?? null,
    properties: namesIn(faults),
    barredProperties: namesIn(faults.filter((fault) => fault.code !== null && BARRING_CODES.has(fault.code))),
    message: text.slice(0, MAX_MESSAGE_CHARS),
  };
}

function readNested(item: unknown): readonly Fault[] {
  if (!isRecord(item)) return [];
  const context = isRecord(item['context']) ? item['context'] : {};
  const message = textOf(item['message']);
  const properties = [
    ...textsOf(context['propertyName']),
    ...textsOf(context['propertyNames']),
    ...triggersIn(textOf(item['code']), message),
  ];
  const code = textOf(item['code']) ?? ('INVALID_OBJECT_IDS' in context ? 'INVALID_OBJECT_IDS' : null);
  return [{ code, properties, message }];
}

/**
 * A rule of the account demands one property when another gets a value, and the text names that one in brackets
 * (hubspot.md 4.9): it alone is at fault, so that the rest of the row can be written.
 */
function triggersIn(code: string | null, message: string | null): readonly string[] {
  if (code !== CONDITIONAL_RULE) return [];
  return [...(message ?? '').matchAll(/\[([a-z][a-z0-9_]*)\]/g)].map((match) => match[1] ?? '');
}

/** The array after "Property values were not valid:". */
function readEmbedded(message: string): readonly Fault[] {
  const start = message.indexOf('[{');
  if (start === -1) return [];
  const text = message.slice(start);
  return readWhole(text) ?? readCut(text);
}

function readWhole(text: string): readonly Fault[] | null {
  try {
    const items: unknown = JSON.parse(text.slice(0, text.lastIndexOf(']') + 1));
    return listOf(items).flatMap((item) => readEmbeddedItem(item));
  } catch {
    return null;
  }
}

function readEmbeddedItem(item: unknown): readonly Fault[] {
  if (!isRecord(item)) return [];
  const name = textOf(item['name']);
  const code = textOf(item['error']);
  const message = textOf(item['message']);
  return [{ code, properties: [...(name === null ? [] : [name]), ...triggersIn(code, message)], message }];
}

/** The array was cut: each object's members are picked out by name, and the last object gives what is left of it. */
function readCut(text: string): readonly Fault[] {
  return text.split(/\}\s*,\s*\{/).map((part) => {
    const name = /"name"\s*:\s*"([a-zA-Z0-9_]+)"/.exec(part)?.[1];
    return {
      code: /"error"\s*:\s*"([A-Z_]+)"/.exec(part)?.[1] ?? null,
      properties: name === undefined ? [] : [name],
      message: /"message"\s*:\s*"((?:[^"\\]|\\.)*)"/.exec(part)?.[1] ?? null,
    };
  });
}

function namesIn(faults: readonly Fault[]): readonly string[] {
  return [...new Set(faults.flatMap((fault) => fault.properties))];
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** HubSpot writes `context` values as lists of strings; a lone string is read as a list of one. */
export function textsOf(value: unknown): readonly string[] {
  const items = Array.isArray(value) ? listOf(value) : [value];
  return items.filter((item) => typeof item === 'string' || typeof item === 'number').map(String);
}
