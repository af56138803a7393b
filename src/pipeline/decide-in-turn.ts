// Whose a lead of a batch is to be: decided one lead after the other at desks that remember what each got, so that turns, limits
// and shares hold from one to the next.
import type { Instant } from '#domain/agreement.ts';
import { isInBacklog } from '#domain/backlog/backlog.ts';
import { decide } from '#domain/decide.ts';
import { isOnHold } from '#domain/routing/assign.ts';
import { deskUsed } from '#domain/routing/desk.ts';
import type { ReleaseBatch } from './backlog/release-batch.ts';
import { type Desks, openDesks, questionOf, sideOf } from './desks.ts';
import type { Draft } from './draft.ts';
import type { Turn } from './turn.ts';

/** What the leads of a batch are given away at. */
export interface Counter {
  /** Null where no lead of the batch waits for an owner. */
  readonly desks: Desks | null;
  /** Null where nothing is let go from the backlog. */
  readonly release: ReleaseBatch | null;
}

export async function openCounter(
  turn: Turn,
  release: ReleaseBatch | null,
  { now, drafts }: { readonly now: Instant; readonly drafts: readonly Draft[] },
): Promise<Counter> {
  const waiting = drafts.filter(
    ({ decision }) => isOnHold(decision.state) || (release !== null && isInBacklog(decision)),
  );
  if (waiting.length === 0) return { desks: null, release };
  const { store, portal } = turn;
  const { agreements } = portal;
  const questions = waiting.map(({ lead, facts }) => questionOf(lead.loaded.leadId, lead.companyId, facts));
  return {
    desks: await openDesks(store, portal, { now, side: sideOf(portal), agreements, questions }),
    release,
  };
}

export function decideInTurn({ desks, release }: Counter, draft: Draft): Draft {
  const { caps, agreement } = draft.room;
  const current = caps.isOutdated(agreement, draft.decision) ? decideAgain(draft) : draft;
  if (desks === null) {
    caps.note(agreement, current.decision);
    return current;
  }
  const decided = (release === null ? null : letGo(desks, release, current)) ?? findOwner(desks, current);
  const before = { leadId: draft.lead.loaded.leadId, before: draft.state };
  desks.note(agreement, before, decided.decision);
  caps.note(agreement, decided.decision);
  return decided;
}

/** With what the portal has had since: another lead of the batch may have taken the last place of the hour. */
function decideAgain(draft: Draft): Draft {
  const { room, facts, state } = draft;
  const context = { ...draft.context, ...room.caps.contextFor(room.agreement, state) };
  return { ...draft, context, decision: decide(room.agreement, { facts, state }, context) };
}

/** Null: not of the backlog, or nobody may have it today, so that it stays there and no pool has taken a turn. */
function letGo(desks: Desks, batch: ReleaseBatch, draft: Draft): Draft | null {
  const { release } = batch;
  if (release === null || !isInBacklog(draft.decision)) return null;
  const { agreement } = draft.room;
  const { leadId } = draft.lead.loaded;
  const { activeOwners } = draft.context.pool;
  const desk = { routing: agreement.routing, desk: desks.deskFor(agreement, leadId), activeOwners };
  if (!batch.mayTry(draft.decision.state.owner.value, desk)) return null;
  const tried = decideAtDesk(desks, { ...draft, context: { ...draft.context, release } });
  return batch.note(leadId, tried.decision, desk) ? tried : null;
}

function findOwner(desks: Desks, draft: Draft): Draft {
  return isOnHold(draft.decision.state) ? decideAtDesk(desks, draft) : draft;
}

/** The decision again, with what finding an owner looks at; of that, what it looked at is kept. */
function decideAtDesk(desks: Desks, draft: Draft): Draft {
  const { room, lead, facts, state } = draft;
  const { agreement } = room;
  const { pool } = draft.context;
  const context = {
    ...draft.context,
    pool: { ...pool, activeOwners: room.caps.stillActive(pool.activeOwners) },
  };
  const desk = desks.deskFor(agreement, lead.loaded.leadId);
  const decision = decide(agreement, { facts, state }, { ...context, desk });
  const { route } = decision;
  const used = route === undefined ? desk : deskUsed(agreement.routing, desk, route);
  return { ...draft, decision, context: { ...context, desk: used } };
}
