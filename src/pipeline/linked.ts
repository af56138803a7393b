// Deals and HubSpot leads of contacts: read where an agreement looks at them and the account lets us. What an event of one
// means for which contacts is asked through its associations, since it carries none.
import type { Agreement } from '#domain/agreement.ts';
import { AppError } from '#platform/errors.ts';
import { chunks } from './chunks.ts';
import type { Association, CrmRecord } from './ports.ts';
import { callFor, type Turn } from './turn.ts';
import type { DirtyObject } from './turn-store.ts';

/** As events name them, and as paths do. */
export type LinkedType = 'deal' | 'lead';
export type LinkedObjects = 'deals' | 'leads';

export const LINKED: Readonly<Record<LinkedType, LinkedObjects>> = { deal: 'deals', lead: 'leads' };

export interface LinkedRequest {
  readonly type: LinkedType;
  readonly properties: readonly string[];
  /** Properties whose past values are asked for as well. */
  readonly history?: readonly string[];
}

export interface LinkedAnswer {
  readonly links: readonly Association[];
  readonly records: ReadonlyMap<string, CrmRecord>;
}

/** Events: whoever the records belong to, or belonged to, is judged again on fresh ones. */
export async function noteLinked(
  turn: Turn,
  agreement: Agreement,
  claimed: readonly DirtyObject[],
): Promise<void> {
  // LINKED lists every key of the record.
  for (const type of Object.keys(LINKED) as LinkedType[]) {
    const objects = claimed.filter(({ objectType }) => objectType === type);
    if (objects.length === 0) continue;
    const ids = objects.map(({ objectId }) => objectId);
    const links = await unlessRefused(turn, { agreement, type }, () =>
      turn.hubspot.readAssociations(callFor(turn, turn.lane), { from: LINKED[type], to: 'contacts' }, ids),
    );
    const contactIds = [...new Set((links ?? []).map(({ toId }) => toId))];
    await turn.store.commitLinked(turn.lease, { type, objects, contactIds });
  }
}

/** What hangs on these contacts; a record that is deleted is in no answer. Null: nothing may or need be read. */
export function readLinked(
  turn: Turn,
  agreement: Agreement,
  wish: { readonly request: LinkedRequest; readonly contactIds: readonly string[] },
): Promise<LinkedAnswer | null> {
  const { type, ...fields } = wish.request;
  const objectType = LINKED[type];
  return unlessRefused(turn, { agreement, type }, async () => {
    const call = callFor(turn, turn.lane);
    const links = await turn.hubspot.readAssociations(
      call,
      { from: 'contacts', to: objectType },
      wish.contactIds,
    );
    const records = new Map<string, CrmRecord>();
    const limit = fields.history === undefined ? undefined : LIMIT_WITH_HISTORY;
    for (const ids of chunks([...new Set(links.map(({ toId }) => toId))], limit)) {
      const answer = await turn.hubspot.batchRead(call, { objectType, ids, ...fields });
      for (const record of answer.records) records.set(record.id, record);
    }
    return { links, records };
  });
}

/** HubSpot's batches are half as long when past values are asked for. */
const LIMIT_WITH_HISTORY = 50;
/** HubSpot does not let us read this: a scope that was not granted, an edition that has no such object. */
export const REFUSALS: readonly string[] = ['MISSING_SCOPES', 'FORBIDDEN'];

/** A refusal is noted for the admin and asked about again later; what is judged meanwhile is judged without. */
async function unlessRefused<Answer>(
  turn: Turn,
  { agreement, type }: { readonly agreement: Agreement; readonly type: LinkedType },
  read: () => Promise<Answer>,
): Promise<Answer | null> {
  const { store, lease, portal, readable } = turn;
  if (!mayRead(turn, agreement, type)) return null;
  try {
    const answer = await read();
    const isNews = portal.refusedReads.includes(LINKED[type]) && !readable.has(type);
    readable.set(type, true);
    if (isNews) await store.endRefusal(lease, type);
    return answer;
  } catch (error) {
    if (!(error instanceof AppError) || !REFUSALS.includes(error.code)) throw error;
    readable.set(type, false);
    turn.logger.warn({ code: error.code, objectType: type }, 'HubSpot does not let us read these records');
    await store.storeRefusal(lease, { object: LINKED[type], code: error.code });
    return null;
  }
}

/** An agreement looks at them, they are granted, and HubSpot has not refused lately. */
export function mayRead({ portal, readable }: Turn, { needs }: Agreement, type: LinkedType): boolean {
  const isNeeded = type === 'deal' ? needs.deals : needs.hubspotLeads === true;
  return isNeeded && portal.reads[LINKED[type]] && readable.get(type) !== false;
}
