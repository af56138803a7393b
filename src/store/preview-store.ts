// Leads as a preview reads them: page by page, in transactions that cannot write.
import { sql } from 'kysely';
import type { Preview, PreviewStore } from '#pipeline/versions/preview.ts';
import type { Database } from './database.ts';
import { createDeskStore } from './desk-store.ts';
import { readBatch } from './load-batch.ts';
import { readClock } from './portal-record.ts';
import { oneOf, rowsOf } from './sql.ts';

export function createPreviewStore(database: Database): PreviewStore {
  return {
    readClock: (portalId) => readClock(database, portalId),
    ...createDeskStore(database),
    readStored: async ({ portalId, agreementId, previewHash }) => {
      // What earlier checkouts kept was the mark alone.
      const row = await oneOf(
        database.db,
        sql<{ preview: Preview }>`
          select summary as preview from agreement_preview
          where portal_id = ${portalId}::text and agreement_id = ${agreementId}::text and preview_hash = ${previewHash}::text
            and at >= accord_now() - interval '1 day' and summary ? 'moves'`,
      );
      return row?.preview ?? null;
    },
    readPage: (portalId, { after, limit }) =>
      database.transaction(async (tx) => {
        await rowsOf(tx, sql`set transaction read only`);
        const rows = await rowsOf(
          tx,
          sql<{ leadId: string; contactId: string; agreementId: string }>`
            select lead_id as "leadId", contact_id as "contactId", agreement_id as "agreementId" from lead
            where portal_id = ${portalId}::text and lead_id > ${after}::text
            order by lead_id limit ${limit}::int`,
        );
        const claimed = rows.map(({ contactId }) => ({
          objectType: 'contact',
          objectId: contactId,
          generation: null,
          lane: 3,
        }));
        const { leads, companies } = await readBatch(tx, { portalId, claimed });
        const next = rows.length < limit ? null : (rows.at(-1)?.leadId ?? null);
        return { leads, companies, next };
      }),
  };
}
