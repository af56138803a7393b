// One value against one property: what HubSpot stores, or why it refuses. Leaves rules over several properties to
// validate-row.ts. Stored forms: dates `YYYY-MM-DD`, instants ISO with milliseconds, the rest as given.
import type { Portal, PropertyDef } from '#sandbox/model.ts';

/** HubSpot's cap on a text value. */
const MAX_TEXT_CHARS = 65_536;
const DAY_MS = 86_400_000;

export type ValueResult =
  | { readonly ok: true; readonly value: string; readonly normalized?: true }
  | { readonly ok: false; readonly error: string; readonly message: string };

export interface ValueContext {
  readonly portal: Portal;
  /** 2026-09 paths normalise dates that older ones refuse. */
  readonly normalizesDates: boolean;
  /** The value now stored, for appending to a multi-checkbox. */
  readonly current: string | undefined;
}

export function readValue(def: PropertyDef, raw: string, context: ValueContext): ValueResult {
  if (raw === '') return accept('');
  if (def.name === 'email') return readEmail(raw);
  if (def.name === 'hubspot_owner_id') return readOwner(raw, context.portal);
  return readTyped(def, raw, context);
}

function readTyped(def: PropertyDef, raw: string, context: ValueContext): ValueResult {
  switch (def.type) {
    case 'number':
      return def.integer ? readInteger(def, raw) : readNumber(def, raw);
    case 'date':
      return readDate(def, raw, context.normalizesDates);
    case 'datetime':
      return readDatetime(def, raw);
    case 'bool':
    case 'enumeration':
      return def.fieldType === 'checkbox' ? readChoices(def, raw, context.current) : readChoice(def, raw);
    default:
      return readText(def, raw);
  }
}

function accept(value: string): ValueResult {
  return { ok: true, value };
}

function refuse(error: string, message: string): ValueResult {
  return { ok: false, error, message };
}

function readText(def: PropertyDef, raw: string): ValueResult {
  if (raw.length <= MAX_TEXT_CHARS) return accept(raw);
  return refuse(
    'PROPERTY_VALUE_TOO_LONG',
    `Property ${def.name} is ${raw.length} characters long, more than the limit of ${MAX_TEXT_CHARS}`,
  );
}

function readEmail(raw: string): ValueResult {
  const email = raw.trim().toLowerCase();
  if (/^[^\s@,;<>"]+@[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+$/.test(email)) {
    return accept(email);
  }
  return refuse('INVALID_EMAIL', `Email address ${raw} is invalid`);
}

function readOwner(raw: string, portal: Portal): ValueResult {
  const owner = portal.owners.get(raw);
  if (owner !== undefined && !owner.archived && owner.hasSeat) return accept(raw);
  return refuse(
    'INVALID_OPTION',
    `${raw} was not one of the allowed options: owner is unknown or deactivated`,
  );
}

function readInteger(def: PropertyDef, raw: string): ValueResult {
  if (/^-?\d{1,18}$/.test(raw)) return accept(raw);
  return refuse('INVALID_INTEGER', `${raw} was not a valid integer for ${def.name}.`);
}

function readNumber(def: PropertyDef, raw: string): ValueResult {
  if (/^-?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?$/.test(raw)) return accept(raw);
  return refuse('INVALID_FLOAT', `${raw} was not a valid number for ${def.name}.`);
}

function readChoice(def: PropertyDef, raw: string): ValueResult {
  return def.options.some((option) => option.value === raw) ? accept(raw) : refuseOption(def, raw);
}

/** `;` separates choices; a leading one appends to what is stored. */
function readChoices(def: PropertyDef, raw: string, current: string | undefined): ValueResult {
  const wanted = raw.split(';').filter((part) => part !== '');
  const unknown = wanted.find((part) => !def.options.some((option) => option.value === part));
  if (unknown !== undefined) return refuseOption(def, unknown);
  const kept = raw.startsWith(';') && current !== undefined ? current.split(';') : [];
  return accept([...new Set([...kept, ...wanted])].join(';'));
}

function refuseOption(def: PropertyDef, raw: string): ValueResult {
  const allowed = def.options.map((option) => option.value).join(', ');
  return refuse('INVALID_OPTION', `${raw} was not one of the allowed options: [${allowed}]`);
}

function readDate(def: PropertyDef, raw: string, normalizes: boolean): ValueResult {
  if (isCalendarDay(raw)) return accept(raw);
  const atMs = parseInstant(raw);
  if (atMs === null) return refuseDate(def, raw);
  const day = new Date(atMs).toISOString().slice(0, 10);
  if (/^-?\d+$/.test(raw) && atMs % DAY_MS === 0) return accept(day);
  return normalizes ? { ok: true, value: day, normalized: true } : refuseDate(def, raw);
}

function readDatetime(def: PropertyDef, raw: string): ValueResult {
  const atMs = isCalendarDay(raw) ? Date.parse(raw) : parseInstant(raw);
  return atMs === null ? refuseDate(def, raw) : accept(new Date(atMs).toISOString());
}

function refuseDate(def: PropertyDef, raw: string): ValueResult {
  return refuse('INVALID_DATE', `${raw} was not a valid ${def.type} for ${def.name}.`);
}

export function isCalendarDay(raw: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(raw)) return false;
  const atMs = Date.parse(raw);
  return !Number.isNaN(atMs) && new Date(atMs).toISOString().startsWith(raw);
}

/** Milliseconds as digits, or ISO 8601 with a zone. Answers null for anything else. */
export function parseInstant(raw: string): number | null {
  if (/^-?\d{1,15}$/.test(raw)) return Number(raw);
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})$/.test(raw))
    return null;
  const atMs = Date.parse(raw);
  return Number.isNaN(atMs) ? null : atMs;
}
