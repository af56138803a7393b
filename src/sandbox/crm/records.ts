// Creates, changes, archives, restores and erases records: history, derived values, index and events follow from here.
// Leaves the question whether a write is allowed to validate-row.ts.
import {
  type CrmRecord,
  mintId,
  type ObjectType,
  type Portal,
  type Source,
  type Version,
} from '#sandbox/model.ts';
import { deriveValues } from './derive.ts';
import { addRecord, reindexRecord, removeRecord } from './object-store.ts';

export interface WriteContext {
  readonly source: Source;
  readonly atMs: number;
}

export interface NewRecord {
  readonly objectType: ObjectType;
  readonly values: Readonly<Record<string, string>>;
  /** An imported record keeps its id. */
  readonly id?: string;
  readonly updatedAtMs?: number;
  /** An export tells what was so: nothing is filled in. */
  readonly withoutDefaults?: boolean;
}

export function createRecord(portal: Portal, row: NewRecord, context: WriteContext): CrmRecord {
  const given = dropEmpty(row.withoutDefaults === true ? row.values : withDefaults(portal, row));
  const derived = deriveValues(portal, {
    objectType: row.objectType,
    before: {},
    changes: given,
    atMs: context.atMs,
  });
  const record: CrmRecord = {
    id: row.id ?? mintId(portal),
    objectType: row.objectType,
    // What is given wins: only an import gives derived values.
    values: dropEmpty({ ...derived, hs_object_source: context.source.changeSource, ...given }),
    createdAtMs: context.atMs,
    updatedAtMs: row.updatedAtMs ?? context.atMs,
    createSource: context.source,
    history: null,
    archivedAtMs: null,
  };
  addRecord(portal.objects[row.objectType], record);
  if (!portal.installed) return record;
  const event = {
    objectType: row.objectType,
    objectId: record.id,
    occurredAtMs: context.atMs,
    source: context.source,
  };
  portal.emit({ ...event, kind: 'creation' });
  for (const [name, value] of Object.entries(record.values)) {
    portal.emit({ ...event, kind: 'propertyChange', propertyName: name, propertyValue: value });
  }
  return record;
}

/** Writes values that were checked. A value equal to the stored one is no change: no history, no event. */
export function updateRecord(
  portal: Portal,
  record: CrmRecord,
  write: { readonly values: Readonly<Record<string, string>> } & WriteContext,
): void {
  const changes = keepDifferent(record, write.values);
  if (Object.keys(changes).length === 0) return;
  const before = record.values;
  const derived = deriveValues(portal, { objectType: record.objectType, before, changes, atMs: write.atMs });
  const all = { ...changes, ...keepDifferent(record, derived) };
  record.values = applyChanges(before, all);
  if (movesModified(portal, record, Object.keys(changes)))
    record.updatedAtMs = Math.max(record.updatedAtMs, write.atMs);
  keepHistory(record, { before, changes: all, context: write });
  reindexRecord(portal.objects[record.objectType], record, before);
  for (const [name, value] of Object.entries(all)) {
    portal.emit({
      kind: 'propertyChange',
      objectType: record.objectType,
      objectId: record.id,
      occurredAtMs: write.atMs,
      source: write.source,
      propertyName: name,
      propertyValue: value,
    });
  }
}

/** What HubSpot calculates, and its web analytics, need not move the date of the last change. */
function movesModified(portal: Portal, record: CrmRecord, names: readonly string[]): boolean {
  const defs = portal.properties[record.objectType];
  return names.some((name) => !name.startsWith('hs_analytics_') && defs.get(name)?.calculated !== true);
}

export function archiveRecord(portal: Portal, record: CrmRecord, context: WriteContext): void {
  const store = portal.objects[record.objectType];
  removeRecord(store, record);
  record.archivedAtMs = context.atMs;
  store.archived.set(record.id, record);
  emitPlain(portal, record, { kind: 'deletion', context });
}

export function restoreRecord(portal: Portal, record: CrmRecord, context: WriteContext): void {
  const store = portal.objects[record.objectType];
  store.archived.delete(record.id);
  record.archivedAtMs = null;
  addRecord(store, record);
  emitPlain(portal, record, { kind: 'restore', context });
}

/** The GDPR deletion: nothing of the record stays readable, and a deletion event comes along. */
export function eraseRecord(portal: Portal, record: CrmRecord, context: WriteContext): void {
  const store = portal.objects[record.objectType];
  if (store.live.has(record.id)) removeRecord(store, record);
  store.archived.delete(record.id);
  for (const link of portal.associations.listAll({ type: record.objectType, id: record.id })) {
    portal.associations.remove(link);
  }
  record.values = {};
  record.history = null;
  emitPlain(portal, record, { kind: 'privacyDeletion', context });
  emitPlain(portal, record, { kind: 'deletion', context });
}

/** Newest first, as HubSpot answers it. */
export function listVersions(record: CrmRecord, property: string): Version[] {
  const kept = record.history?.get(property);
  if (kept !== undefined) return kept.toReversed();
  const value = record.values[property];
  if (value === undefined) return [];
  return [{ value, timestampMs: record.createdAtMs, source: record.createSource }];
}

function withDefaults(portal: Portal, row: NewRecord): Record<string, string> {
  const stage = portal.settings.defaultLifecycleStage;
  const needsStage = hasStage(row.objectType) && stage !== '' && (row.values['lifecyclestage'] ?? '') === '';
  const values: Record<string, string> = { ...row.values };
  if (needsStage) values['lifecyclestage'] = stage;
  return { ...values, ...firstStatus(portal, row) };
}

function firstStatus(portal: Portal, { objectType, values }: NewRecord): Record<string, string> {
  const first = FIRST_STATUS[objectType]?.(portal);
  if (first === undefined) return {};
  const [name, status] = first;
  return (values[name] ?? '') === '' ? { [name]: status } : {};
}

/** What a record begins with, by type. */
const FIRST_STATUS: Partial<Record<ObjectType, (portal: Portal) => readonly [string, string]>> = {
  tasks: () => ['hs_task_status', 'NOT_STARTED'],
  leads: ({ leadPipelines }) => ['hs_pipeline_stage', leadPipelines[0]?.stages[0]?.id ?? ''],
};

function hasStage(type: ObjectType): boolean {
  return type === 'contacts' || type === 'companies';
}

function dropEmpty(values: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ''));
}

function keepDifferent(record: CrmRecord, values: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).filter(([name, value]) => (record.values[name] ?? '') !== value),
  );
}

function applyChanges(
  before: CrmRecord['values'],
  changes: Readonly<Record<string, string>>,
): CrmRecord['values'] {
  const after: Record<string, string> = { ...before, ...changes };
  for (const [name, value] of Object.entries(changes)) if (value === '') delete after[name];
  return after;
}

function keepHistory(
  record: CrmRecord,
  write: { before: CrmRecord['values']; changes: Readonly<Record<string, string>>; context: WriteContext },
): void {
  record.history ??= new Map();
  for (const [name, value] of Object.entries(write.changes)) {
    const versions = record.history.get(name) ?? firstVersion(record, write.before[name]);
    versions.push({ value, timestampMs: write.context.atMs, source: write.context.source });
    record.history.set(name, versions);
  }
}

function firstVersion(record: CrmRecord, value: string | undefined): Version[] {
  return value === undefined ? [] : [{ value, timestampMs: record.createdAtMs, source: record.createSource }];
}

function emitPlain(
  portal: Portal,
  record: CrmRecord,
  event: { kind: 'deletion' | 'restore' | 'privacyDeletion'; context: WriteContext },
): void {
  portal.emit({
    kind: event.kind,
    objectType: record.objectType,
    objectId: record.id,
    occurredAtMs: event.context.atMs,
    source: event.context.source,
  });
}
