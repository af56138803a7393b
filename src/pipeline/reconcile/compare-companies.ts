// A page of the companies that leads belong to, read by id and held against what is known of them.
import type { Agreement } from '#domain/agreement.ts';
import { isGone } from '#domain/mirror.ts';
import { companyProperties } from '#pipeline/read-missing.ts';
import { callFor, type Turn } from '#pipeline/turn.ts';
import { differingProperties } from './compare-mirror.ts';
import { type Difference, NOTHING, type Step } from './reconciliation.ts';

/** HubSpot's largest batch. */
const PAGE_SIZE = 100;

export async function compareCompanies(turn: Turn, agreement: Agreement, after: string): Promise<Step> {
  const { store, portal } = turn;
  const range = { objectType: 'company', after, until: null, limit: PAGE_SIZE } as const;
  const page = await store.listMirrors(portal.portalId, range);
  const known = new Map([...page].filter(([, mirror]) => !isGone(mirror)));
  const differences = known.size === 0 ? [] : await compare(turn, agreement, known);
  return {
    ...NOTHING,
    differences,
    marked: differences.map(({ subject }) => ({ objectType: 'company', objectId: subject })),
    next: page.size < PAGE_SIZE ? null : ([...page.keys()].at(-1) ?? null),
  };
}

async function compare(
  turn: Turn,
  agreement: Agreement,
  known: Awaited<ReturnType<Turn['store']['listMirrors']>>,
): Promise<readonly Difference[]> {
  const properties = companyProperties(agreement);
  const { records, missing } = await turn.hubspot.batchRead(callFor(turn, 'backfill'), {
    objectType: 'companies',
    ids: [...known.keys()],
    properties,
  });
  const changed = records.flatMap((record) => {
    const mirror = known.get(record.id);
    if (mirror === undefined) return [];
    const names = differingProperties(properties, record, { known: mirror, shownUntil: record.updatedAt });
    return names.length === 0 ? [] : [difference(record.id, names.join(', '))];
  });
  return [...changed, ...missing.map((id) => difference(id, ''))];
}

function difference(companyId: string, detail: string): Difference {
  return { kind: 'companyDiffers', subject: companyId, contactId: '', detail, isMended: true };
}
