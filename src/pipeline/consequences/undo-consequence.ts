// A person takes back what followed a breach: an admin, or a manager of sales. The lead's next decision does it, and says
// whether it stands again where it stood; a suspended rep gets leads again at once.
import type { Instant } from '#domain/agreement.ts';
import { leadRolesOf } from '#pipeline/lead-rights.ts';
import type { Reports } from '#pipeline/reports.ts';
import type { Caller } from '#pipeline/versions/version.ts';
import type { ConsequenceLog, Undoable, UndoRefusal } from './consequence-store.ts';
import type { SourcePauseDeps } from './source-pauses.ts';

export interface ConsequenceDeps extends SourcePauseDeps {
  readonly store: ConsequenceLog;
  readonly reports: Pick<Reports, 'readAnswerRight'>;
}

export type Undone = { readonly at: Instant } | { readonly refusal: UndoRefusal };

/** `contactId` of a user's request: the record on whose card he stands; a manager speaks for the leads of his agreement. */
export async function undoConsequence(
  { store, reports, wake }: ConsequenceDeps,
  place: { readonly portalId: string; readonly id: string },
  caller: Caller,
): Promise<Undone> {
  const { portalId, id } = place;
  const listed = await find(store, place);
  if (listed === null) return { refusal: 'NO_SUCH_CONSEQUENCE' };
  if (caller.kind === 'user') {
    const { userId, email } = caller;
    const { contactId, agreementId } = listed;
    // Of an erased contact nobody can tell any more whose lead it was: an admin takes it back.
    const right =
      contactId === null ? null : await reports.readAnswerRight(portalId, { contactId, agreementId, userId });
    if (right === null || !leadRolesOf(right, email).includes('manager')) return { refusal: 'NOT_A_MANAGER' };
  }
  const role = caller.kind === 'user' ? 'manager' : 'admin';
  const outcome = await store.undo(portalId, { id, by: { ...caller.by, role }, check: refusalOf });
  if ('at' in outcome) await wake(portalId);
  return outcome;
}

async function find(
  store: ConsequenceLog,
  { portalId, id }: { readonly portalId: string; readonly id: string },
) {
  const { items } = await store.list(portalId, {
    suspended: false,
    after: (BigInt(id) + 1n).toString(),
    limit: 1,
  });
  return items.find((item) => item.id === id) ?? null;
}

/** Of an earlier cycle nothing can be restored; a suspension is the rep's, whatever became of the lead. */
function refusalOf(found: Undoable | null): UndoRefusal | null {
  if (found === null) return 'NO_SUCH_CONSEQUENCE';
  if (found.undoneAt !== null || found.askedAt !== null) return 'ALREADY_TAKEN_BACK';
  return found.leadCycle !== found.cycle && found.kind !== 'suspend' ? 'CYCLE_OVER' : null;
}
