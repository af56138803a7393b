// The first import of a portal's contacts, a page at a time, when nothing fresher waits: facts only, judged afterwards
// in the backfill lane. The page to go on from is stored with the page, so a restart repeats at most one.
import { needsOfAll } from '#domain/choose-agreement.ts';
import { emptyMirror, foldRead, type Mirror } from '#domain/mirror.ts';
import { contactProperties, readSetOf } from './read-missing.ts';
import { callFor, type Turn } from './turn.ts';

/** HubSpot's largest page of a list. */
const PAGE_SIZE = 100;

/** False when the import is done, or there is no agreement that says what to read. */
export async function importPage(turn: Turn): Promise<boolean> {
  const { agreement, backfillAfter } = turn.portal;
  if (agreement === null || backfillAfter === null) return false;
  const after = await turn.store.nextPage(turn.portal.portalId);
  if (after === null) return false;
  const properties = contactProperties(needsOfAll(turn.portal.agreements));
  const call = callFor(turn, 'backfill');
  // For its progress alone.
  const total = after === '' ? await turn.hubspot.countRecords(call, 'contacts', []) : null;
  const page = await turn.hubspot.listContacts(call, {
    after,
    limit: PAGE_SIZE,
    properties,
  });
  const readSet = readSetOf(properties);
  const mirrors: Record<string, Mirror> = {};
  for (const record of page.records) {
    mirrors[record.id] = foldRead(emptyMirror(record.createdAt), { ...record, readSet });
  }
  await turn.store.storePage(turn.lease, { agreementId: agreement.id, mirrors, total, next: page.next });
  return true;
}
