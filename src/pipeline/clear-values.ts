// Takes what Accord wrote out of properties that are the account's own (5a.7), before an install ends: only where HubSpot still holds
// it, as with every undo (5a.9). Who is done is forgotten at once, so that asking again goes on where it ended.
import { randomUUID } from 'node:crypto';
import { isSameValue } from '#domain/values.ts';
import type { AdminStore, WrittenValues } from './admin-ports.ts';
import { isSettled } from './close-tasks.ts';
import type { CallContext, HubspotPort, UpdateRow } from './ports.ts';

/** HubSpot's batch size. */
const BATCH_SIZE = 100;

interface Deps {
  readonly store: AdminStore;
  readonly hubspot: Pick<HubspotPort, 'batchRead' | 'batchUpdate'>;
}

/** The code of what HubSpot answered when it did not take a row; null when all are cleared. */
export async function clearValues({ store, hubspot }: Deps, call: CallContext): Promise<string | null> {
  for (;;) {
    const written = await store.listWrittenValues(call.portalId, BATCH_SIZE);
    if (written.length === 0) return null;
    const ids = written.map(({ contactId }) => contactId);
    const properties = [...new Set(written.flatMap(({ values }) => Object.keys(values)))];
    const { records } = await hubspot.batchRead(call, { objectType: 'contacts', ids, properties });
    const shown = new Map(records.map((record) => [record.id, record.properties]));
    const rows = written.flatMap((one) => clearing(one, shown.get(one.contactId) ?? {}));
    const outcomes = rows.length === 0 ? [] : await hubspot.batchUpdate(call, 'contacts', rows);
    const open = new Set(rows.filter((_row, index) => !isSettled(outcomes[index])).map(({ id }) => id));
    const done = written.filter(({ contactId }) => !open.has(contactId)).map(({ leadId }) => leadId);
    await store.forgetWrittenValues(call.portalId, done);
    const waiting = outcomes.find((outcome) => !isSettled(outcome));
    if (open.size > 0) return waiting !== undefined && 'code' in waiting ? waiting.code : 'NOT_ANSWERED';
  }
}

function clearing(
  { contactId, values }: WrittenValues,
  shown: Readonly<Record<string, string | null>>,
): readonly UpdateRow[] {
  const ours = Object.entries(values).filter(([name, value]) => isSameValue(shown[name] ?? '', value));
  if (ours.length === 0) return [];
  const properties = Object.fromEntries(ours.map(([name]) => [name, '']));
  return [{ traceId: randomUUID(), id: contactId, properties }];
}
