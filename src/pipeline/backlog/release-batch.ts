// One batch of a release: each lead that is let go leaves less room for the next one.
import type { Agreement, Instant } from '#domain/agreement.ts';
import { mayBeTaken, putOffUntil, type ReleaseDesk } from '#domain/backlog/release-step.ts';
import type { BacklogRelease, Decision } from '#domain/decision.ts';
import type { OpenRelease, ReleasedLeads } from './release-store.ts';

export interface Releasing {
  readonly open: OpenRelease;
  /** The local day by which shares are counted. */
  readonly day: string;
}

export class ReleaseBatch {
  readonly #open: OpenRelease;
  readonly #day: string;
  readonly #calendar: Agreement['calendar'];
  readonly #now: Instant;
  readonly #given: Record<string, number>;
  readonly #released: { leadId: string; ownerId: string }[] = [];
  readonly #left: { leadId: string; pools: readonly string[]; until: Instant | null }[] = [];

  constructor({ open, day }: Releasing, calendar: Agreement['calendar'], now: Instant) {
    this.#open = open;
    this.#day = day;
    this.#calendar = calendar;
    this.#now = now;
    this.#given = { ...open.release.given };
  }

  /** What the next lead is decided with; null: the release has let go as many as it may. */
  get release(): BacklogRelease | null {
    const { release, limit, released } = this.#open;
    const isFull = limit !== null && released + this.#released.length >= limit;
    return isFull ? null : { ...release, given: { ...this.#given } };
  }

  /** False where nobody can take it any more. */
  mayTry(ownerId: string, desk: ReleaseDesk): boolean {
    const { release } = this;
    return release !== null && mayBeTaken(desk, { ownerId, pools: null }, { release, now: this.#now });
  }

  /** Whether the decision lets the lead go, to somebody. `desk`: as it was decided at. */
  note(leadId: string, { state, route }: Decision, desk: ReleaseDesk): boolean {
    const { released, assignedAt, owner } = state;
    if (released === undefined || assignedAt === null) {
      this.#leave({ leadId, ownerId: owner.value, pools: route?.pools ?? [] }, desk);
      return false;
    }
    this.#released.push({ leadId, ownerId: owner.value });
    this.#given[owner.value] = (this.#given[owner.value] ?? 0) + 1;
    return true;
  }

  #leave(
    {
      leadId,
      ...lead
    }: { readonly leadId: string; readonly ownerId: string; readonly pools: readonly string[] },
    desk: ReleaseDesk,
  ): void {
    const release = { ...this.#open.release, given: this.#given };
    const isPuzzling = mayBeTaken(desk, lead, { release, now: this.#now });
    const until = isPuzzling ? putOffUntil(this.#calendar, this.#now) : null;
    this.#left.push({ leadId, pools: lead.pools, until });
  }

  changes(): ReleasedLeads {
    const { number } = this.#open.release;
    return { number, day: this.#day, released: this.#released, left: this.#left };
  }
}
