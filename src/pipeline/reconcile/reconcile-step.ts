// One step of the nightly comparison of a portal with its ledger: one page, in the backfill lane, when nothing fresher
// waits. Where it stands is stored with what it found, so a restart repeats at most one page. What differs is read again
// and judged, and judging writes what is wanted.
import { needsOfAll } from '#domain/choose-agreement.ts';
import type { Turn } from '#pipeline/turn.ts';
import { compareCompanies } from './compare-companies.ts';
import { compareContacts } from './compare-contacts.ts';
import { compareOpenLeads } from './compare-open-leads.ts';
import { compareProperties } from './compare-properties.ts';
import { compareTasks } from './compare-tasks.ts';
import type { Phase, Step } from './reconciliation.ts';

const COMPARE: Readonly<
  Record<Phase, (turn: Turn, agreement: ReturnType<typeof needsOfAll>, after: string) => Promise<Step>>
> = {
  properties: compareProperties,
  contacts: compareContacts,
  companies: compareCompanies,
  openLeads: compareOpenLeads,
  tasks: compareTasks,
};

/** False when no comparison is under way, or nothing may be looked for. */
export async function reconcileStep(turn: Turn): Promise<boolean> {
  const { store, portal, lease } = turn;
  if (portal.paused || portal.agreements.length === 0) return false;
  const place = await store.loadReconciliation(portal.portalId);
  if (place === null) return false;
  const step = await COMPARE[place.phase](turn, needsOfAll(portal.agreements), place.after);
  await store.commitReconciled(lease, place, step);
  return true;
}
