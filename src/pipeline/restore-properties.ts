// Properties of ours that an admin deleted are made again, since HubSpot tells nobody that they are gone: a refused write
// does. Their values went with them, so every lead is judged again and what differs is written.
import { AppError } from '#platform/errors.ts';
import { createOutputs } from './create-outputs.ts';
import { callFor, type Turn } from './turn.ts';
import type { MissingBecause } from './turn-store.ts';

/** At most once an hour: an admin who deletes them on purpose is told in the audit trail, not fought. */
export async function restoreProperties(turn: Turn): Promise<void> {
  const { portal } = turn;
  if (portal.provisioned && portal.restoreDue) await makeProperties(turn, 'deleted');
}

const MADE: Readonly<Record<MissingBecause, string>> = {
  deleted: 'properties that were deleted in HubSpot were made again',
  needed: 'properties that are newly needed were made in HubSpot',
};
const NOT_MADE: Readonly<Record<MissingBecause, string>> = {
  deleted: 'properties that were deleted in HubSpot could not be made again',
  needed: 'properties that are newly needed could not be made in HubSpot',
};

/** Those that agreements in force write to and the account lacks. */
export async function makeProperties(turn: Turn, because: MissingBecause): Promise<void> {
  const { portal, store, lease, hubspot, logger } = turn;
  const { language, agreements } = portal;
  try {
    const { created, conflicts } = await createOutputs(hubspot, callFor(turn, 'live'), {
      language,
      agreements,
    });
    const notes = conflicts.map(({ name, code }) => ({ name, code }));
    await store.storeRestored(lease, { because, created, conflicts: notes });
    const level = because === 'needed' && notes.length === 0 ? 'info' : 'warn';
    logger[level]({ created, conflicts: notes }, MADE[because]);
  } catch (error) {
    if (!(error instanceof AppError) || error.retryable) throw error;
    await store.storeRestored(lease, { because, created: [], conflicts: [{ name: '', code: error.code }] });
    logger.warn({ code: error.code }, NOT_MADE[because]);
  }
}
