// Why HubSpot refused a row, as it is stored with the parked change: code, properties named, HubSpot's text, and the id
// that its support asks for. Read back by parked-text.ts.
import type { RowOutcome } from './ports.ts';

const MAX_CHARS = 500;

export interface StoredReason {
  readonly code: string;
  /** Properties that HubSpot named; for a rule of the account, also what the rule demands. */
  readonly properties: readonly string[];
  readonly text: string;
}

/** `CODE (property, property): text [correlation id]` */
export function writeReason(refused: Extract<RowOutcome, { kind: 'refused' }>): string {
  const { code, properties, message, correlationId } = refused;
  const named = properties.length === 0 ? '' : ` (${properties.join(', ')})`;
  const id = correlationId === undefined ? '' : ` [${correlationId}]`;
  return `${`${code}${named}: ${message}`.slice(0, MAX_CHARS - id.length)}${id}`;
}

export function readReason(reason: string): StoredReason {
  const [, code = '', names = '', text = ''] = /^(\w+)(?: \(([^)]*)\))?(?:: (.*))?$/s.exec(reason) ?? [];
  return { code, properties: names === '' ? [] : names.split(', '), text: text === '' ? reason : text };
}
