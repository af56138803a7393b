// What people say of a lead's promises: that they stand still for a reason of the agreement, that they run again, that one
// is excused. Each is a fact with its instant, from which the next decision works the clocks out anew.
import { readDocument } from '#agreement/parse.ts';
import type { Instant } from '#domain/agreement.ts';
import { OPEN } from '#domain/course.ts';
import type { LeadStatus } from '#domain/lead.ts';
import { err, ok, type Result } from '#domain/result.ts';
import type { Actor } from '#pipeline/admin-ports.ts';
import { type LeadRole, leadRolesOf } from '#pipeline/lead-rights.ts';
import type { Reports } from '#pipeline/reports.ts';
import type { Caller } from '#pipeline/versions/version.ts';
import type { SaidOfClocks } from './clock-store.ts';
import type { ClockRefusalCode } from './refusals.ts';

export type ClockChange =
  | { readonly kind: 'pause'; readonly reason: string }
  | { readonly kind: 'resume' }
  | { readonly kind: 'excuse'; readonly clause: string };

/** A lead's promises as they are when somebody speaks of them. */
export interface LeadClocks extends SaidOfClocks {
  /** Business time, never earlier than any decision's. */
  readonly now: Instant;
  readonly status: LeadStatus;
  readonly cycle: number;
  readonly handedOverAt: Instant | null;
  /** Promises that have run in this cycle. */
  readonly clauses: readonly string[];
}

export interface ClockRefusal {
  readonly kind: 'not-found' | 'forbidden' | 'conflict' | 'bad-request';
  /** Part of the interface. Its words: refusals.ts. */
  readonly code: ClockRefusalCode;
  readonly params: Readonly<Record<string, string | number>>;
}

export interface ChangedClocks {
  /** From when on it holds. */
  readonly at: Instant;
}

export interface ClockActs {
  /**
   * One transaction: what is so, what `check` says of it, the change, its audit row, and the lead marked to be judged.
   * Nothing fires for the lead in between. Null: no such lead.
   */
  changeClocks(
    place: LeadPlace,
    act: {
      readonly change: ClockChange;
      readonly by: Actor;
      /** Null: go on. */
      readonly check: (before: LeadClocks) => ClockRefusal | null;
    },
  ): Promise<Result<ChangedClocks, ClockRefusal> | null>;
}

export interface LeadPlace {
  readonly portalId: string;
  readonly contactId: string;
}

export interface ClockDeps {
  readonly store: ClockActs;
  readonly reports: Pick<Reports, 'readAnswerRight'>;
  readonly wake: (portalId: string) => Promise<void>;
}

/** Only a person may, since a promise is one person's to another: the lead's owner or a manager; an excuse takes a manager. */
export async function changeClocks(
  { store, reports, wake }: ClockDeps,
  place: LeadPlace,
  { caller, change }: { readonly caller: Caller; readonly change: ClockChange },
): Promise<Result<ChangedClocks, ClockRefusal>> {
  if (caller.kind === 'admin') return err(refusal('forbidden', 'NOT_A_PERSON'));
  const right = await reports.readAnswerRight(place.portalId, { ...place, userId: caller.userId });
  if (right === null) return err(NO_SUCH_LEAD);
  const [role] = leadRolesOf(right, caller.email).filter((one) => mayDo(one, change));
  if (role === undefined)
    return err(refusal('forbidden', change.kind === 'excuse' ? 'NOT_A_MANAGER' : 'NOT_OWNER_OR_MANAGER'));
  const reasons = change.kind === 'pause' ? pauseReasons(right.document) : [];
  const by = { ...caller.by, role };
  const check = (before: LeadClocks): ClockRefusal | null => refusalOf(change, { before, reasons });
  const outcome = await store.changeClocks(place, { change, by, check });
  if (outcome === null) return err(NO_SUCH_LEAD);
  if (outcome.ok) await wake(place.portalId);
  return outcome.ok ? ok(outcome.value) : outcome;
}

const NO_SUCH_LEAD = refusal('not-found', 'NO_SUCH_LEAD');

function mayDo(role: LeadRole, { kind }: ClockChange): boolean {
  return kind !== 'excuse' || role === 'manager';
}

interface PauseReason {
  readonly id: string;
  /** How often in one cycle; absent: as often as one likes. */
  readonly perLead?: number | undefined;
}

/** Of the version in force of the lead's own agreement. */
function pauseReasons(document: string | null): readonly PauseReason[] {
  const read = document === null ? null : readDocument(document);
  return read === null || !read.ok ? [] : (read.value.promises.sales.pauses ?? []);
}

interface Standing {
  readonly before: LeadClocks;
  readonly reasons: readonly PauseReason[];
}

function refusalOf(change: ClockChange, standing: Standing): ClockRefusal | null {
  switch (change.kind) {
    case 'pause':
      return refusalOfPause(change.reason, standing);
    case 'resume':
      return openPause(standing.before) === undefined ? refusal('conflict', 'NOT_PAUSED') : null;
    case 'excuse':
      return refusalOfExcuse(change.clause, standing.before);
    default:
      return change satisfies never;
  }
}

function refusalOfPause(reason: string, { before, reasons }: Standing): ClockRefusal | null {
  const known = reasons.find(({ id }) => id === reason);
  if (known === undefined) {
    const list = reasons.map(({ id }) => id).join(', ');
    return refusal('bad-request', 'UNKNOWN_PAUSE_REASON', { reason, known: list });
  }
  if (!OPEN.includes(before.status)) return refusal('conflict', 'NO_PROMISE_RUNS');
  const open = openPause(before);
  if (open !== undefined)
    return refusal('conflict', 'ALREADY_PAUSED', { reason: open.reason, from: open.from });
  const { perLead } = known;
  const taken = pausesOfCycle(before).filter((pause) => pause.reason === reason).length;
  if (perLead === undefined || taken < perLead) return null;
  return refusal('conflict', 'PAUSES_USED', { reason, count: perLead });
}

function openPause({ pauses }: LeadClocks): LeadClocks['pauses'][number] | undefined {
  return pauses.find(({ to }) => to === null);
}

function pausesOfCycle({ pauses, handedOverAt }: LeadClocks): LeadClocks['pauses'] {
  return handedOverAt === null ? [] : pauses.filter(({ from }) => from >= handedOverAt);
}

function refusalOfExcuse(clause: string, { clauses, excuses, cycle }: LeadClocks): ClockRefusal | null {
  if (clauses.length === 0) return refusal('conflict', 'NO_PROMISE_RAN');
  if (!clauses.includes(clause))
    return refusal('bad-request', 'UNKNOWN_CLAUSE', { clause, known: clauses.join(', ') });
  const given = excuses.find((one) => one.clause === clause && one.cycle === cycle);
  return given === undefined ? null : refusal('conflict', 'ALREADY_EXCUSED', { clause, at: given.at });
}

function refusal(
  kind: ClockRefusal['kind'],
  code: ClockRefusalCode,
  params: ClockRefusal['params'] = {},
): ClockRefusal {
  return { kind, code, params };
}
