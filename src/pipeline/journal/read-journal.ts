// Catching up by HubSpot's webhooks journal, where the app has been granted it: three days back, and whatever pushes lose.
// One process reads at a time; where it stands is stored after what it read, so a crash reads a file again, and the
// inbox knows what it has. Also the one event-style sign that an account has uninstalled the app.
import { AppError } from '#platform/errors.ts';
import type { JournalClaim, JournalDeps, JournalEntry, JournalSubscription } from './ports.ts';

/** HubSpot writes files as events come; nothing needs to be known sooner than a push would tell it. */
const PAUSE_MS = 60_000;
/** Scopes that were not granted are not granted a minute later. */
const PAUSE_AFTER_REFUSAL_MS = 3_600_000;
/** Files read in one claim; the claim outlives them. */
const MAX_FILES = 20;
/** HubSpot's largest batch of webhooks, which the parser takes at most. */
const BATCH = 100;

/** True when there may be more. Nothing of a portal's budget is used. */
export async function readJournal(deps: JournalDeps, signal: AbortSignal): Promise<boolean> {
  const claim = await deps.store.claimJournal();
  if (claim === null) return false;
  try {
    await subscribe(deps, signal);
    return await readFiles(deps, claim, signal);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    deps.logger.warn(
      { code: error.code },
      error.code === 'NOT_JSON'
        ? 'a file of the webhooks journal is no JSON: it is read again, and searches find meanwhile what it tells'
        : 'the webhooks journal could not be read',
    );
    const pauseMs = error.retryable ? (error.retryAfterMs ?? PAUSE_MS) : PAUSE_AFTER_REFUSAL_MS;
    await deps.store.commitJournal(claim, { offset: claim.offset, pauseMs });
    return false;
  }
}

async function readFiles(deps: JournalDeps, claim: JournalClaim, signal: AbortSignal): Promise<boolean> {
  let { offset } = claim;
  for (let file = 0; file < MAX_FILES; file++) {
    const entry = await deps.journal.readNext(offset, signal);
    if (entry === null) {
      await deps.store.commitJournal(claim, { offset, pauseMs: PAUSE_MS });
      return false;
    }
    if (entry === 'expired') {
      // What lies between is the nightly comparison's.
      deps.logger.warn('the webhooks journal goes back less far than the last file that was read');
      offset = null;
      continue;
    }
    await take(deps, entry);
    offset = entry.offset;
    if (!(await deps.store.commitJournal(claim, { offset, pauseMs: 0 }))) return false;
  }
  return true;
}

async function take(deps: JournalDeps, { events, lifecycle }: JournalEntry): Promise<void> {
  let accepted = 0;
  for (let from = 0; from < events.length; from += BATCH)
    accepted += (await deps.receive(events.slice(from, from + BATCH))).accepted;
  if (accepted > 0)
    deps.logger.info({ accepted, read: events.length }, 'the webhooks journal told what no webhook had');
  for (const { portalId, kind, at } of lifecycle) if (kind === 'uninstalled') await end(deps, portalId, at);
}

async function end({ store, logger }: JournalDeps, portalId: string, at: string): Promise<void> {
  if (await store.endInstall(portalId, at))
    logger.info({ portalId }, 'HubSpot says that the app was uninstalled');
}

/** What HubSpot lists is what counts: an install may have ended and begun again without us. */
async function subscribe({ store, journal }: JournalDeps, signal: AbortSignal): Promise<void> {
  const portals = await store.listJournalPortals();
  if (portals.length === 0) return;
  const there = await journal.listSubscriptions(signal);
  for (const { portalId, properties } of portals) {
    const mine = there.filter((one) => one.portalId === portalId);
    const lacking = journal
      .subscriptionsFor(portalId, properties)
      .filter((wish) => !mine.some((one) => covers(one, wish)));
    for (const wish of lacking) await journal.subscribe(wish, signal);
  }
}

function covers(one: JournalSubscription, wish: JournalSubscription): boolean {
  return (
    one.subscriptionType === wish.subscriptionType &&
    one.objectTypeId === wish.objectTypeId &&
    one.eventTypeId === wish.eventTypeId &&
    wish.actions.every((action) => one.actions.includes(action)) &&
    wish.properties.every((property) => one.properties.includes(property))
  );
}
