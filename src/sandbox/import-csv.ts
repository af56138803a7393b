// Imports a HubSpot contact export. A line that cannot be taken is reported with its number and passed over; a value
// that has no place in the portal is kept in a property beside it. Nothing disappears without a word.

import { claimId } from './actions/records.ts';
import { addProperty } from './api/property-routes.ts';
import { createRecord } from './crm/records.ts';
import { readCell } from './import/cells.ts';
import { type Column, readHeader } from './import/columns.ts';
import { findOrCreateOwner } from './import/owners.ts';
import { type CsvRow, type CsvSource, readRows } from './import/read-rows.ts';
import { createLocalTimeReader, type ReadLocalTime } from './import/zoned-time.ts';
import type { Portal } from './model.ts';

interface ImportProblem {
  readonly line: number;
  readonly column?: string;
  readonly message: string;
}

export interface ImportResult {
  readonly contacts: number;
  /** Properties made for columns the portal did not know, and for values that are no option. */
  readonly properties: readonly { readonly name: string; readonly label: string; readonly type: string }[];
  readonly problems: readonly ImportProblem[];
}

interface Import {
  readonly portal: Portal;
  readonly readTime: ReadLocalTime;
  columns: readonly Column[];
  /** Columns without a property: whether all their values were numbers so far. */
  readonly extras: Map<string, { readonly label: string; numeric: boolean }>;
  readonly unknownOptions: Map<
    string,
    { readonly line: number; readonly column: string; readonly message: string; count: number }
  >;
  readonly problems: ImportProblem[];
  readonly nowMs: number;
  contacts: number;
}

export async function importContacts(portal: Portal, source: CsvSource): Promise<ImportResult> {
  const state: Import = {
    portal,
    readTime: createLocalTimeReader(portal.timeZone),
    columns: [],
    extras: new Map(),
    unknownOptions: new Map(),
    problems: [],
    nowMs: portal.clock.nowMs(),
    contacts: 0,
  };
  let isHeader = true;
  for await (const row of readRows(source, (line, message) => state.problems.push({ line, message }))) {
    if (isHeader) takeHeader(state, row);
    else takeRow(state, row);
    isHeader = false;
  }
  if (isHeader) state.problems.push({ line: 1, message: 'there is no header line' });
  return finish(state);
}

function takeHeader(state: Import, row: CsvRow): void {
  const { columns, problems } = readHeader(state.portal, row.cells);
  state.columns = columns;
  state.problems.push(...problems.map((problem) => ({ line: row.line, ...problem })));
  for (const { def, name, label } of columns)
    if (def === null) state.extras.set(name, { label, numeric: true });
}

/** Thrown for a line that is not taken; caught in takeRow alone. */
class BadLine extends Error {
  readonly column: string | undefined;

  constructor(message: string, column?: string) {
    super(message);
    this.column = column;
  }
}

function takeRow(state: Import, row: CsvRow): void {
  try {
    createContact(state, row);
    state.contacts += 1;
  } catch (error) {
    if (!(error instanceof BadLine)) throw error;
    const { message, column } = error;
    state.problems.push({ line: row.line, ...(column === undefined ? {} : { column }), message });
  }
}

function createContact(state: Import, row: CsvRow): void {
  const { portal, columns } = state;
  if (row.cells.length !== columns.length) {
    throw new BadLine(`the line has ${row.cells.length} columns, the header ${columns.length}`);
  }
  if (row.cells.some((cell) => cell.includes('\uFFFD'))) throw new BadLine('the line is not valid UTF-8');
  const values = readLine(state, row);
  const { hs_object_id: id, createdate, lastmodifieddate, hs_lastmodifieddate, ...properties } = values.known;
  checkIdentity(portal, id, properties['email']);
  const context = {
    source: { changeSource: 'IMPORT', sourceId: null },
    atMs: createdate === undefined ? state.nowMs : Date.parse(createdate),
  };
  if (id !== undefined) claimId(portal, id);
  const modified = lastmodifieddate ?? hs_lastmodifieddate;
  noteExtras(state, row, values);
  createRecord(
    portal,
    {
      objectType: 'contacts',
      values: { ...properties, ...values.extra },
      withoutDefaults: true,
      ...(id === undefined ? {} : { id }),
      ...(modified === undefined ? {} : { updatedAtMs: Date.parse(modified) }),
    },
    context,
  );
}

interface LineValues {
  readonly known: Record<string, string>;
  readonly extra: Record<string, string>;
  readonly unknown: { readonly column: Column; readonly raw: string; readonly keptAs: string }[];
}

function readLine(state: Import, row: CsvRow): LineValues {
  const values: LineValues = { known: {}, extra: {}, unknown: [] };
  row.cells.forEach((cell, index) => {
    const column = state.columns[index];
    const raw = cell.trim();
    if (column === undefined || raw === '') return;
    if (column.def === null) {
      values.extra[column.name] = cell;
      return;
    }
    const value = readKnown(state, column, raw);
    if (value !== null) {
      values.known[column.name] = value;
      return;
    }
    const keptAs = `${column.name}_as_imported`;
    values.extra[keptAs] = raw;
    values.unknown.push({ column, raw, keptAs });
  });
  return values;
}

/** Null when no option fits. */
function readKnown(state: Import, column: Column, raw: string): string | null {
  const { def, name, label } = column;
  if (def === null) return raw;
  if (name === 'hubspot_owner_id') return findOrCreateOwner(state.portal, raw);
  const cell = readCell(state.portal, { def, raw, readTime: state.readTime });
  switch (cell.kind) {
    case 'value':
      return cell.value;
    case 'unknownOption':
      return null;
    default:
      throw new BadLine(cell.message, label);
  }
}

function checkIdentity(portal: Portal, id: string | undefined, email: string | undefined): void {
  if (id !== undefined) {
    const MAX_ID_DIGITS = 15;
    if (!/^\d+$/.test(id) || id.length > MAX_ID_DIGITS || Number(id) === 0)
      throw new BadLine(`record id ${id} is not a number HubSpot gives`, 'Record ID');
    const isTaken = Object.values(portal.objects).some(
      (store) => store.live.has(id) || store.archived.has(id) || store.aliases.has(id),
    );
    if (isTaken) throw new BadLine(`record id ${id} is there already`, 'Record ID');
  }
  if (email !== undefined && portal.objects.contacts.unique.get('email')?.has(email) === true) {
    throw new BadLine('another contact has this e-mail address', 'Email');
  }
}

function noteExtras(state: Import, row: CsvRow, values: LineValues): void {
  for (const [name, value] of Object.entries(values.extra)) {
    const extra = state.extras.get(name);
    if (extra?.numeric === true && !/^-?\d+(?:\.\d+)?$/.test(value.trim())) extra.numeric = false;
  }
  for (const { column, raw, keptAs } of values.unknown) {
    if (!state.extras.has(keptAs))
      state.extras.set(keptAs, { label: `${column.label} (as imported)`, numeric: false });
    const key = `${column.name}|${raw}`;
    const message = `"${raw}" is no option of ${column.name}; kept in ${keptAs}`;
    const seen = state.unknownOptions.get(key) ?? { line: row.line, column: column.label, message, count: 0 };
    seen.count += 1;
    state.unknownOptions.set(key, seen);
  }
}

function finish(state: Import): ImportResult {
  const { portal } = state;
  if (!portal.groups.contacts.has('imported')) {
    portal.groups.contacts.set('imported', { name: 'imported', label: 'Imported columns', displayOrder: -1 });
  }
  const properties = [...state.extras]
    .filter(([name]) => !portal.properties.contacts.has(name))
    .map(([name, extra]) => {
      const type = extra.numeric && state.contacts > 0 ? 'number' : 'string';
      const fieldType = type === 'number' ? 'number' : 'text';
      addProperty(portal, 'contacts', { name, label: extra.label, groupName: 'imported', type, fieldType });
      return { name, label: extra.label, type };
    });
  for (const { line, column, message, count } of state.unknownOptions.values()) {
    state.problems.push({ line, column, message: `${message} (${count} ${count === 1 ? 'line' : 'lines'})` });
  }
  return {
    contacts: state.contacts,
    properties,
    problems: state.problems.toSorted((a, b) => a.line - b.line),
  };
}
