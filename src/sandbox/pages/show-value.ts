// Labels and values of properties as HubSpot's screens show them to a user: named options, owners, local times.
import type { CrmRecord, Portal, PropertyDef } from '#sandbox/model.ts';
import { inFrench } from './catalog-in-french.ts';
import type { Language, Visit } from './visit.ts';

const LOCALES: Readonly<Record<Language, string>> = { en: 'en-GB', fr: 'fr-FR' };

/** HubSpot's own labels are translated; those of apps and admins are shown as they were written. */
export function labelIn(language: Language, label: string): string {
  return language === 'fr' ? inFrench(label) : label;
}

export function labelOf({ language }: Visit, def: PropertyDef): string {
  return def.hubspotDefined ? labelIn(language, def.label) : def.label;
}

export function showNumber(language: Language, value: number): string {
  return value.toLocaleString(LOCALES[language]);
}

export function showInstant({ portal, language }: Visit, atMs: number): string {
  return new Date(atMs).toLocaleString(LOCALES[language], {
    timeZone: portal.timeZone,
    dateStyle: 'medium',
    timeStyle: 'short',
  });
}

export function showOwner(portal: Portal, ownerId: string): string {
  const owner = portal.owners.get(ownerId);
  if (owner === undefined) return ownerId;
  return `${owner.firstName} ${owner.lastName}`.trim() || owner.email;
}

export function showValue(visit: Visit, def: PropertyDef, value: string): string {
  if (value === '') return '';
  if (def.name === 'hubspot_owner_id') return showOwner(visit.portal, value);
  // An id reads badly with separators.
  if (def.type === 'number' && !/_?id$/.test(def.name)) return showAmount(visit, value);
  if (def.type === 'datetime' || def.type === 'date') return showDate(visit, def, value);
  if (def.options.length === 0) return value;
  return value
    .split(';')
    .map((one) => showOption(visit, def, one))
    .join(', ');
}

function showAmount({ language }: Visit, value: string): string {
  const amount = Number(value);
  return Number.isFinite(amount) ? showNumber(language, amount) : value;
}

function showDate(visit: Visit, { type }: PropertyDef, value: string): string {
  const atMs = /^\d+$/.test(value) ? Number(value) : Date.parse(value);
  if (Number.isNaN(atMs)) return value;
  if (type === 'datetime') return showInstant(visit, atMs);
  // A day without a time is kept as midnight UTC.
  return new Date(atMs).toLocaleDateString(LOCALES[visit.language], { timeZone: 'UTC', dateStyle: 'medium' });
}

function showOption({ language }: Visit, def: PropertyDef, value: string): string {
  const label = def.options.find((option) => option.value === value)?.label;
  if (label === undefined) return value;
  if (!def.hubspotDefined) return label;
  return labelIn(language, label === value ? inWords(label) : label);
}

/** `COMPUTER_SOFTWARE` is what the catalog has of an option that HubSpot shows as “Computer software”. */
function inWords(value: string): string {
  const words = value.toLowerCase().replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

export function nameOf({ values, id }: CrmRecord): string {
  const name = [values['firstname'], values['lastname']].filter(Boolean).join(' ');
  return name || values['email'] || id;
}

export function valueOf(visit: Visit, record: CrmRecord, name: string): string {
  const def = visit.portal.properties[record.objectType].get(name);
  return def === undefined ? '' : showValue(visit, def, record.values[name] ?? '');
}
