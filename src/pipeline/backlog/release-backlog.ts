// The turn's part in a release of the backlog: tries the best leads one after the other, as far as reps may have more today.

import type { Instant } from '#domain/agreement.ts';
import { type BacklogLead, orderBacklog } from '#domain/backlog/backlog.ts';
import { nextReleaseStep, putOffUntil, type ReleaseDesk, releaseDay } from '#domain/backlog/release-step.ts';
import { openCaps } from '#pipeline/consequences/caps.ts';
import { absencesIn, openDesks, sideOf } from '#pipeline/desks.ts';
import { judgeBatch } from '#pipeline/judge-batch.ts';
import { LANES } from '#pipeline/ports.ts';
import { mayHoldLeads } from '#pipeline/read-users.ts';
import type { Turn } from '#pipeline/turn.ts';
import type { DirtyObject } from '#pipeline/turn-store.ts';
import { AppError } from '#platform/errors.ts';
import type { Releasing } from './release-batch.ts';

const BATCH_SIZE = 100;

/** False: there is nothing to do now. `size`: how many leads are tried at once. */
export async function releaseBacklog(turn: Turn, size = BATCH_SIZE): Promise<boolean> {
  const { store, portal, lease } = turn;
  if (portal.releaseAt === null || portal.agreement === null) return false;
  const { now } = await store.readClock(portal.portalId);
  if (portal.releaseAt > now) return false;
  const { calendar } = portal.agreement;
  const day = releaseDay(calendar, now);
  const open = await store.openRelease(portal.portalId, day);
  // The slice began before it was put off, stopped or done.
  if (open === null || open.nextAt > now) return false;
  const { number } = open.release;
  const leads = orderBacklog(portal.agreements, await store.listBacklog(portal.portalId));
  const desks = await readDesks(turn, now);
  const step = nextReleaseStep({ now, calendar, progress: open, leads, isWhole: open.isWhole, desks });
  if (step.kind === 'done') await store.endRelease(lease, number);
  if (step.kind === 'wait') await store.deferRelease(lease, number, step.until);
  if (step.kind !== 'try') return false;
  await tryLeads(
    turn,
    { open, day },
    { leads: step.leads.slice(0, size), until: putOffUntil(calendar, now) },
  );
  return true;
}

function claimOf({ contactId }: BacklogLead): DirtyObject {
  return { objectType: 'contact', objectId: contactId, generation: null, lane: LANES.live };
}

async function readDesks(turn: Turn, now: Instant): Promise<ReadonlyMap<string, ReleaseDesk>> {
  const { store, portal } = turn;
  const { agreements } = portal;
  const caps = await openCaps(store, portal, now);
  const users = await store.readUserTimes(portal.portalId);
  const asked = { now, side: sideOf(portal), agreements, questions: [], users };
  const desks = await openDesks(store, portal, asked);
  const activeOwners = portal.owners
    .filter((owner) => mayHoldLeads(owner) && caps.mayGetLeads(owner.id))
    .map(({ id }) => id);
  return new Map(
    agreements.map((agreement) => [
      agreement.id,
      {
        routing: agreement.routing,
        desk: desks.deskFor(agreement, ''),
        owners: { activeOwners, absences: absencesIn(agreement, { ...portal, users, now }) },
      },
    ]),
  );
}

/** A lead that cannot be judged is found by trying ever fewer, and put off until then, so that it holds nobody up. */
async function tryLeads(
  turn: Turn,
  releasing: Releasing,
  { leads, until }: { readonly leads: readonly BacklogLead[]; readonly until: Instant },
): Promise<void> {
  const { store, lease } = turn;
  try {
    await judgeBatch(turn, leads.map(claimOf), releasing);
  } catch (error) {
    // A failure of HubSpot or of the database is no verdict on a lead.
    if (turn.signal.aborted || error instanceof AppError || store.isUnavailable(error)) throw error;
    const [first] = leads;
    if (leads.length > 1) await releaseBacklog(turn, Math.ceil(leads.length / 2));
    else if (first !== undefined) {
      turn.logger.error({ err: error }, 'a lead of the backlog could not be judged and was put off');
      await store.putOff(lease, first.leadId, until);
    }
  }
}
