// One cell of an export as the portal stores it. Labels become option values; what is no option is handed back to be
// kept elsewhere.

import { readValue } from '#sandbox/crm/values.ts';
import type { Portal, PropertyDef } from '#sandbox/model.ts';
import type { ReadLocalTime } from './zoned-time.ts';

export type Cell =
  | { readonly kind: 'value'; readonly value: string }
  /** No option has this label or value: to be kept beside, and reported. */
  | { readonly kind: 'unknownOption' }
  | { readonly kind: 'bad'; readonly message: string };

const YES = ['yes', 'true', 'oui', 'vrai', '1'];
const NO = ['no', 'false', 'non', 'faux', '0'];

export function readCell(
  portal: Portal,
  input: { def: PropertyDef; raw: string; readTime: ReadLocalTime },
): Cell {
  const { def, raw, readTime } = input;
  switch (def.type) {
    case 'bool':
      return readYesNo(def, raw);
    case 'enumeration':
      return readOptions(def, raw);
    case 'date':
    case 'datetime':
      return readTimeCell(def, readTime(raw));
    default:
      return readPlain(portal, def, raw);
  }
}

function readYesNo(def: PropertyDef, raw: string): Cell {
  const lower = raw.toLowerCase();
  if (YES.includes(lower)) return { kind: 'value', value: 'true' };
  if (NO.includes(lower)) return { kind: 'value', value: 'false' };
  return { kind: 'bad', message: `"${raw}" is neither Yes nor No for ${def.name}` };
}

function readOptions(def: PropertyDef, raw: string): Cell {
  const parts = def.fieldType === 'checkbox' ? raw.split(';').map((part) => part.trim()) : [raw];
  const values = parts.map((part) => findOption(def, part));
  const found = values.flatMap((value) => value ?? []);
  return found.length < parts.length ? { kind: 'unknownOption' } : { kind: 'value', value: found.join(';') };
}

function findOption(def: PropertyDef, text: string): string | undefined {
  const lower = text.toLowerCase();
  // `Social Media` is how older exports spell SOCIAL_MEDIA, whose label is another by now.
  const asValue = lower.replace(/\s+/g, '_');
  const fits = (value: string, label: string): boolean =>
    value === text || label.toLowerCase() === lower || value.toLowerCase() === asValue;
  return def.options.find((one) => fits(one.value, one.label))?.value;
}

function readTimeCell(def: PropertyDef, atMs: number | null): Cell {
  if (atMs === null) return { kind: 'bad', message: `not a date that can be read for ${def.name}` };
  const iso = new Date(atMs).toISOString();
  return { kind: 'value', value: def.type === 'date' ? iso.slice(0, 10) : iso };
}

function readPlain(portal: Portal, def: PropertyDef, raw: string): Cell {
  const result = readValue(def, raw, { portal, normalizesDates: false, current: undefined });
  return result.ok ? { kind: 'value', value: result.value } : { kind: 'bad', message: result.message };
}
