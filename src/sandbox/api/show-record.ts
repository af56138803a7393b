// A record as the API shows it. Unknown property names are left out silently, known ones without a value are null.

import { findPrimaryCompany } from '#sandbox/crm/link-records.ts';
import {
  ALWAYS_SHOWN,
  formatInstant,
  type Readable,
  readProperty,
  SHOWN_BY_DEFAULT,
} from '#sandbox/crm/read-values.ts';
import { listVersions } from '#sandbox/crm/records.ts';
import type { CrmRecord, ObjectType, Portal } from '#sandbox/model.ts';

export interface Selection {
  readonly objectType: ObjectType;
  readonly properties: readonly string[];
  readonly history?: readonly string[];
  readonly associations?: readonly ObjectType[];
}

export type ShownRecord = Record<string, unknown> & { id: string };

export function showRecord(portal: Portal, record: CrmRecord, selection: Selection): ShownRecord {
  const shown: ShownRecord = {
    ...showIndexed(portal, record, selection),
    archived: record.archivedAtMs !== null,
  };
  if (record.archivedAtMs !== null) shown['archivedAt'] = formatInstant(record.archivedAtMs);
  if ((selection.history ?? []).length > 0)
    shown['propertiesWithHistory'] = showHistory(portal, record, selection);
  if ((selection.associations ?? []).length > 0)
    shown['associations'] = showAssociations(portal, record, selection);
  return shown;
}

/** Also for search, which answers what its index holds. */
export function showIndexed(portal: Portal, record: Readable, selection: Selection): ShownRecord {
  const { objectType } = selection;
  const asked = selection.properties.length > 0 ? selection.properties : SHOWN_BY_DEFAULT[objectType];
  const known = portal.properties[objectType];
  const dates = {
    createdAt: formatInstant(record.createdAtMs),
    updatedAt: formatInstant(record.updatedAtMs),
  };
  const properties: Record<string, string | null> = {};
  for (const name of [...ALWAYS_SHOWN[objectType], ...asked]) {
    if (known.has(name)) properties[name] = readShown(portal, { record, dates }, name) ?? null;
  }
  return { id: record.id, properties, ...dates, archived: false };
}

/** As readProperty, with the two dates already written out: a batch shows each of them twice a row. */
function readShown(
  portal: Portal,
  shown: {
    readonly record: Readable;
    readonly dates: { readonly createdAt: string; readonly updatedAt: string };
  },
  name: string,
): string | undefined {
  switch (name) {
    case 'associatedcompanyid':
      return findPrimaryCompany(portal, shown.record.id) ?? undefined;
    case 'createdate':
    case 'hs_createdate':
      return shown.dates.createdAt;
    case 'lastmodifieddate':
    case 'hs_lastmodifieddate':
      return shown.dates.updatedAt;
    default:
      return readProperty(shown.record, name);
  }
}

function showHistory(portal: Portal, record: CrmRecord, selection: Selection): Record<string, unknown> {
  const known = (selection.history ?? []).filter((name) => portal.properties[record.objectType].has(name));
  return Object.fromEntries(
    known.map((name) => [
      name,
      listVersions(record, name).map(({ value, timestampMs, source }) => ({
        value,
        timestamp: formatInstant(timestampMs),
        sourceType: source.changeSource,
        ...(source.sourceId === null ? {} : { sourceId: source.sourceId }),
      })),
    ]),
  );
}

function showAssociations(portal: Portal, record: CrmRecord, selection: Selection): Record<string, unknown> {
  const shown: Record<string, unknown> = {};
  for (const toType of selection.associations ?? []) {
    const links = portal.associations.list({ type: record.objectType, id: record.id }, toType);
    const results = [...links.keys()]
      .filter((id) => portal.objects[toType].live.has(id))
      .map((id) => ({ id, type: `${record.objectType}_to_${toType}` }));
    if (results.length > 0) shown[toType] = { results };
  }
  return shown;
}
