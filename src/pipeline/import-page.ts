// The first import of a portal's contacts, a page at a time, when nothing fresher waits: facts only, judged afterwards
// in the backfill lane. The page to go on from is stored with the page, so a restart repeats at most one.
import { needsOfAll } from '#domain/choose-agreement.ts';
import { emptyMirror, foldRead, type Mirror } from '#domain/mirror.ts';
import { AppError } from '#platform/errors.ts';
import type { CallContext } from './ports.ts';
import { contactProperties, readSetOf } from './read-missing.ts';
import { callFor, type Turn } from './turn.ts';
import { LeaseLost } from './turn-store.ts';

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
  const total = after === '' ? await countContacts(turn, call) : null;
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

/** For the progress alone, so that the import does not wait for a search that is refused; 0: not known. */
async function countContacts(turn: Turn, call: CallContext): Promise<number> {
  try {
    return await turn.hubspot.countRecords(call, 'contacts', []);
  } catch (error) {
    if (!(error instanceof AppError) || error instanceof LeaseLost || turn.signal.aborted) throw error;
    turn.logger.warn({ code: error.code }, 'contacts could not be counted');
    return 0;
  }
}
