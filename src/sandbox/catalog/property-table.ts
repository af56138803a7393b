// Turns the compact tables of standard properties into definitions. Leaves the tables to the files beside it.
import type { PropertyDef, PropertyOption, WebhookHabit } from '#sandbox/model.ts';

/** HubSpot's type and fieldType behind each short word of the tables. */
const KINDS = {
  text: ['string', 'text'],
  textarea: ['string', 'textarea'],
  phone: ['string', 'phonenumber'],
  number: ['number', 'number'],
  integer: ['number', 'number'],
  date: ['date', 'date'],
  datetime: ['datetime', 'date'],
  bool: ['bool', 'booleancheckbox'],
  select: ['enumeration', 'select'],
  radio: ['enumeration', 'radio'],
  checkbox: ['enumeration', 'checkbox'],
} as const;
type Kind = keyof typeof KINDS;

/** rw: stored and writable; ro?: read-only, webhook not established; calc: read-only and calculated, never fires. */
type Mode = 'rw' | 'ro?' | 'calc';

/** name, label, kind, mode, options (value or [value, label]). */
export type Row = readonly [string, string, Kind, Mode, (readonly (string | readonly [string, string])[])?];

const HABITS: Readonly<Record<Mode, WebhookHabit>> = { rw: 'fires', 'ro?': 'maybe', calc: 'never' };

export function expandTable(groupName: string, rows: readonly Row[]): PropertyDef[] {
  return rows.map(([name, label, kind, mode, options], index) => ({
    name,
    label,
    type: KINDS[kind][0],
    fieldType: KINDS[kind][1],
    groupName,
    description: '',
    options: kind === 'bool' ? YES_NO : listOptions(options ?? []),
    hasUniqueValue: false,
    readOnly: mode !== 'rw',
    calculated: mode === 'calc',
    hidden: false,
    hubspotDefined: true,
    integer: kind === 'integer',
    webhook: HABITS[mode],
    displayOrder: index,
    createdAtMs: 0,
  }));
}

export function listOptions(options: readonly (string | readonly [string, string])[]): PropertyOption[] {
  return options.map((option, displayOrder) => {
    const [value, label] = typeof option === 'string' ? [option, option] : option;
    return { value, label, displayOrder, hidden: false };
  });
}

const YES_NO = listOptions([
  ['true', 'Yes'],
  ['false', 'No'],
]);
