// What people see of the backlog, and their word that it is let go (5a.2): an admin's, or that of a lead of sales, whose reps get
// it. Stopped, nothing more of it goes; what was let go stays with sales.
import type { Agreement, Instant } from '#domain/agreement.ts';
import { type BacklogLead, orderBacklog } from '#domain/backlog/backlog.ts';
import { type PlannedOwner, planRelease, type ReleasePlan } from '#domain/backlog/release-plan.ts';
import type { Actor, Page } from '#pipeline/admin-ports.ts';
import type { PortalRole } from '#pipeline/portal-roles.ts';
import type { PageRequest } from '#pipeline/reports.ts';

/** What a rep can call besides his day. */
export const PER_REP_AND_DAY = 5;
export const MAX_PER_REP_AND_DAY = 100;

export interface ReleaseTerms {
  readonly perRepAndDay: number;
  /** Leads, all days together; null: the whole backlog. */
  readonly limit: number | null;
}

export interface ReleaseRecord extends ReleaseTerms {
  readonly number: number;
  /** paused: what it needs is switched off, or the portal is paused; it goes on when that ends. */
  readonly state: 'running' | 'paused' | 'stopped' | 'done';
  /** `user 171`, `admin token`; and the user's name or address, '' where there is none. */
  readonly startedBy: string;
  readonly startedByName: string;
  readonly startedAt: Instant;
  readonly endedAt: Instant | null;
  /** '' unless a person stopped it. */
  readonly endedBy: string;
  /** When it is looked at again; null unless it is running. */
  readonly nextAt: Instant | null;
  readonly released: number;
  /** Leads that it may still let go. */
  readonly waiting: number;
  /** Latest day first; at most the last `MAX_DAYS_SHOWN` days with leads. */
  readonly days: readonly {
    readonly day: string;
    readonly reps: readonly { readonly ownerId: string; readonly released: number }[];
  }[];
}

export const MAX_DAYS_SHOWN = 31;

export interface StoredBacklog {
  readonly agreements: readonly Agreement[];
  readonly owners: readonly PlannedOwner[];
  readonly leads: readonly BacklogLead[];
}

export interface BacklogStore {
  /** Null: not installed. */
  read(portalId: string): Promise<StoredBacklog | null>;
  /** Newest first; `after` is the number of the last one seen. */
  listReleases(portalId: string, page: PageRequest): Promise<Page<ReleaseRecord>>;
  start(portalId: string, terms: ReleaseTerms, by: ReleaseActor): Promise<Started>;
  stop(portalId: string, number: number, by: Actor): Promise<Stopped>;
}

export interface ReleaseActor extends Actor {
  /** HubSpot's user, and the address by which he is told where no owner has his name; '' for nobody. */
  readonly userId: string;
  readonly email: string;
}

type StartRefusal = 'NOT_INSTALLED' | 'PAUSED' | 'EFFECTS_OFF' | 'ALREADY_RUNNING';
type StopRefusal = 'NO_SUCH_RELEASE' | 'ALREADY_ENDED';
export type ReleaseRefusal = StartRefusal | StopRefusal | 'NOT_SALES';
export type Started = { readonly number: number } | { readonly refusal: StartRefusal };
export type Stopped = { readonly at: Instant; readonly released: number } | { readonly refusal: StopRefusal };

export interface BacklogDeps {
  readonly store: BacklogStore;
  readonly wake: (portalId: string) => Promise<void>;
}

export interface BacklogReport {
  readonly plan: ReleasePlan;
  /** Best first. */
  readonly leads: readonly BacklogLead[];
}

/** Null: not installed. */
export async function reportBacklog(
  { store }: Pick<BacklogDeps, 'store'>,
  portalId: string,
  perRepAndDay: number,
): Promise<BacklogReport | null> {
  const stored = await store.read(portalId);
  if (stored === null) return null;
  const { agreements, owners } = stored;
  const leads = orderBacklog(agreements, stored.leads);
  const pools = agreements.flatMap(({ routing }) => routing.pools);
  return { leads, plan: planRelease({ pools }, { leads: leads.length, perRepAndDay, owners }) };
}

/** `roles`: of a user; null: the holder of the admin token. */
export async function startRelease(
  { store, wake }: BacklogDeps,
  place: { readonly portalId: string; readonly roles: readonly PortalRole[] | null },
  wish: { readonly terms: ReleaseTerms; readonly by: ReleaseActor },
): Promise<Started | { readonly refusal: ReleaseRefusal }> {
  const { portalId, roles } = place;
  if (!mayRelease(roles)) return { refusal: 'NOT_SALES' };
  const started = await store.start(portalId, wish.terms, wish.by);
  if ('number' in started) await wake(portalId);
  return started;
}

export async function stopRelease(
  { store }: Pick<BacklogDeps, 'store'>,
  place: { readonly portalId: string; readonly roles: readonly PortalRole[] | null },
  wish: { readonly number: number; readonly by: Actor },
): Promise<Stopped | { readonly refusal: ReleaseRefusal }> {
  if (!mayRelease(place.roles)) return { refusal: 'NOT_SALES' };
  return store.stop(place.portalId, wish.number, wish.by);
}

function mayRelease(roles: readonly PortalRole[] | null): boolean {
  return roles === null || roles.some((role) => role === 'admin' || role === 'sales');
}
