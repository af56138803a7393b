// What people see of paused sources, and a person's word that a pause ends: an admin's, or that of a lead of sales, whom the floor
// protects. The leads that were held are judged again at once, and go where routing has room for them.
import type { Instant } from '#domain/agreement.ts';
import type { Unit } from '#domain/marketing/promises.ts';
import type { Actor, Page } from '#pipeline/admin-ports.ts';
import type { PortalRole } from '#pipeline/portal-roles.ts';
import type { PageRequest } from '#pipeline/reports.ts';
import type { StandingPause } from './consequence-store.ts';

export interface PauseRecord extends StandingPause {
  readonly version: number;
  readonly from: Unit;
  readonly to: Unit;
  readonly until: Instant | null;
  /** met: the floor was met again · agreement: the version in force asks for it no more. */
  readonly endedBy: 'met' | 'agreement' | 'person' | null;
  /** `user 171`, `admin token`; '' where no person ended it. */
  readonly endedByActor: string;
  /** The cohort by which the floor was met again; null where it was not. */
  readonly metBy: { readonly month: string; readonly reached: number; readonly matured: number } | null;
  /** Leads that nothing else keeps from being handed over. */
  readonly held: number;
}

export interface HeldLead {
  readonly contactId: string;
  readonly heldSince: Instant;
  readonly grade: string;
  /** Points. */
  readonly score: number;
}

export interface PauseQuery extends PageRequest {
  readonly standing: boolean;
}

/** In one page: an agreement pauses a source once at a time, and HubSpot has some ten sources. */
export const ALL_STANDING: PauseQuery = { standing: true, after: null, limit: 200 };

export interface SourcePauseLog {
  /** Newest first; `after` is the id of the last one seen. */
  list(portalId: string, query: PauseQuery): Promise<Page<PauseRecord>>;
  /** Highest score first; null: no such pause. None once it has ended. */
  listHeld(portalId: string, id: string, limit: number): Promise<readonly HeldLead[] | null>;
  lift(portalId: string, id: string, by: Actor): Promise<Lifted>;
}

export type Lifted =
  | { readonly at: Instant; readonly released: number }
  | { readonly refusal: 'NO_SUCH_PAUSE' | 'ALREADY_ENDED' };
export type LiftRefusal = Extract<Lifted, { refusal: string }>['refusal'] | 'NOT_SALES';

export interface SourcePauseDeps {
  readonly pauses: SourcePauseLog;
  readonly wake: (portalId: string) => Promise<void>;
}

/** `roles`: of a user; null: the holder of the admin token. */
export async function liftPause(
  { pauses, wake }: SourcePauseDeps,
  place: { readonly portalId: string; readonly id: string },
  caller: { readonly by: Actor; readonly roles: readonly PortalRole[] | null },
): Promise<Lifted | { readonly refusal: LiftRefusal }> {
  const { roles, by } = caller;
  if (roles !== null && !roles.some((role) => role === 'admin' || role === 'sales'))
    return { refusal: 'NOT_SALES' };
  const lifted = await pauses.lift(place.portalId, place.id, by);
  if ('at' in lifted) await wake(place.portalId);
  return lifted;
}
