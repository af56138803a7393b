// What the decisions of a batch know of each other's consequences: how often the portal has had each in the last hour, and
// who gets no further leads. Each sees what those before it did.
import type { Agreement, Instant } from '#domain/agreement.ts';
import { stepKey } from '#domain/consequences/pending.ts';
import { isOpen } from '#domain/course.ts';
import type { ConsequenceContext, Decision, DecisionContext } from '#domain/decision.ts';
import { fromEpochMs, HOUR_MS, laterOf, toEpochMs } from '#domain/instant.ts';
import type { LeadState } from '#domain/lead.ts';
import type { PortalRecord } from '#pipeline/turn-store.ts';
import type { ConsequenceStore, PortalConsequences } from './consequence-store.ts';

/** They rest on what is written of leads before: the owner to be another one, the stage to go back. */
const NEEDED = ['stage', 'owner', 'consequences'] as const;

/** Null: nothing follows a breach. */
function consequencesSince({ live, effects }: Pick<PortalRecord, 'live' | 'effects'>): Instant | null {
  if (!live || NEEDED.some((effect) => !effects[effect].enabled)) return null;
  return NEEDED.map((effect) => effects[effect].since).reduce(laterOf);
}

export async function openCaps(
  store: ConsequenceStore,
  portal: Pick<PortalRecord, 'portalId' | 'live' | 'effects' | 'agreements'>,
  now: Instant,
): Promise<Caps> {
  const since = consequencesSince(portal);
  const isAsked = portal.agreements.some(
    ({ sales, marketing }) =>
      marketing.sourcePause !== undefined ||
      sales.clauses.some(({ consequences }) => consequences.length > 0),
  );
  if (since === null || !isAsked) return new Caps(since, now, { recent: [], suspended: [], pauses: [] });
  const after = fromEpochMs(toEpochMs(now) - HOUR_MS);
  return new Caps(since, now, await store.readConsequences(portal.portalId, after));
}

export class Caps {
  readonly #since: Instant | null;
  readonly #now: Instant;
  /** By agreement and step. */
  readonly #recent = new Map<string, Instant[]>();
  readonly #suspended: Set<string>;
  readonly #pauses: PortalConsequences['pauses'];
  /** Steps that this batch has carried out, and whether a rep lost his turn in it. */
  readonly #moved = new Set<string>();
  #isRepSuspended = false;

  constructor(since: Instant | null, now: Instant, { recent, suspended, pauses }: PortalConsequences) {
    this.#since = since;
    this.#now = now;
    this.#suspended = new Set(suspended);
    this.#pauses = pauses;
    for (const { agreementId, clause, step, at } of recent) this.#add(agreementId, stepKey(clause, step), at);
  }

  mayGetLeads(ownerId: string): boolean {
    return !this.#suspended.has(ownerId);
  }

  /** That of the lead's source, where the agreement in force pauses sources. */
  pauseFor({ id, marketing }: Agreement, source: string): Pick<DecisionContext, 'sourcePause'> {
    if (this.#since === null || marketing.sourcePause === undefined) return {};
    const found = this.#pauses.find((pause) => pause.agreementId === id && pause.source === source);
    if (found === undefined) return {};
    const { agreementId: _agreement, ...sourcePause } = found;
    return { sourcePause };
  }

  /** With the steps of which the hour has had as many as it may: of a lead that sales has any may be due. */
  contextFor({ id, sales }: Agreement, state: LeadState): Pick<DecisionContext, 'consequences'> {
    if (this.#since === null || sales.clauses.every(({ consequences }) => consequences.length === 0))
      return {};
    const recent: Record<string, readonly Instant[]> = {};
    for (const clause of isOpen(state) ? sales.clauses : []) {
      for (const [step, { maxPerHour }] of clause.consequences.entries()) {
        const had = this.#recent.get(placeOf(id, stepKey(clause.id, step))) ?? [];
        if (maxPerHour !== null && had.length >= maxPerHour)
          recent[stepKey(clause.id, step)] = had.slice(-maxPerHour);
      }
    }
    const consequences: ConsequenceContext = { since: this.#since, recent };
    return { consequences };
  }

  /** It counted on less than the batch has done since: to be decided again. */
  isOutdated({ id }: Agreement, { consequences }: Decision): boolean {
    return consequences.some(
      ({ event, clause, step }) => event === 'done' && this.#moved.has(placeOf(id, stepKey(clause, step))),
    );
  }

  /** In the order decided. */
  note({ id }: Agreement, { consequences }: Decision): void {
    for (const { event, clause, step, do: kind, ownerId } of consequences) {
      if (event !== 'done') continue;
      this.#add(id, stepKey(clause, step), this.#now);
      this.#moved.add(placeOf(id, stepKey(clause, step)));
      if (kind === 'suspend') this.#suspend(ownerId);
    }
  }

  /** The owners who may hold a lead now; the very list where nobody has been suspended in this batch. */
  stillActive(owners: readonly string[]): readonly string[] {
    return this.#isRepSuspended ? owners.filter((ownerId) => this.mayGetLeads(ownerId)) : owners;
  }

  #suspend(ownerId: string): void {
    this.#suspended.add(ownerId);
    this.#isRepSuspended = true;
  }

  #add(agreementId: string, step: string, at: Instant): void {
    const place = placeOf(agreementId, step);
    this.#recent.set(place, [...(this.#recent.get(place) ?? []), at]);
  }
}

function placeOf(agreementId: string, step: string): string {
  return `${agreementId} ${step}`;
}
