// Whose a lead of a batch is to be: decided one lead after the other at desks that remember what each got, so that turns, limits
// and shares hold from one to the next.
import type { Instant } from '#domain/agreement.ts';
import { isInBacklog } from '#domain/backlog/backlog.ts';
import { decide } from '#domain/decide.ts';
import { absencesUsed, deskUsed } from '#domain/routing/desk.ts';
import { needsRep } from '#domain/routing/unattended.ts';
import type { ReleaseBatch } from './backlog/release-batch.ts';
import { type Desks, openDesks, questionOf, sideOf } from './desks.ts';
import type { Draft, Users } from './draft.ts';
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
  asked: { readonly now: Instant; readonly drafts: readonly Draft[]; readonly users: Users },
): Promise<Counter> {
  const { now, drafts, users } = asked;
  const waiting = drafts.filter(
    ({ decision }) => needsRep(decision.state) || (release !== null && isInBacklog(decision)),
  );
  if (waiting.length === 0) return { desks: null, release };
  const { store, portal } = turn;
  const { agreements } = portal;
  const questions = waiting.map(({ lead, facts }) => questionOf(lead.loaded.leadId, lead.companyId, facts));
  const side = sideOf(portal);
  const desks = await openDesks(store, portal, { now, side, agreements, questions, users });
  return { desks, release };
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
  const desk = {
    routing: agreement.routing,
    desk: desks.deskFor(agreement, leadId),
    owners: lookingAt(draft),
  };
  if (!batch.mayTry(draft.decision.state.owner.value, desk)) return null;
  const tried = decideAtDesk(desks, { ...draft, context: { ...draft.context, release } });
  return batch.note(leadId, tried.decision, desk) ? tried : null;
}

function findOwner(desks: Desks, draft: Draft): Draft {
  return needsRep(draft.decision.state) ? decideAtDesk(desks, draft) : draft;
}

/** The decision again, with what finding an owner looks at; of that, what it looked at is kept. */
function decideAtDesk(desks: Desks, draft: Draft): Draft {
  const { room, lead, facts, state } = draft;
  const { agreement } = room;
  const desk = desks.deskFor(agreement, lead.loaded.leadId);
  const looking = lookingAt(draft);
  const decision = decide(agreement, { facts, state }, { ...draft.context, pool: looking, desk });
  const { route } = decision;
  const { absences, ...owners } = looking;
  const ownerIds = [...Object.keys(draft.context.pool.absences ?? {}), decision.state.owner.value];
  return {
    ...draft,
    decision,
    context: {
      ...draft.context,
      pool: { ...owners, ...absencesUsed(absences, { now: room.now, ownerIds }) },
      desk: route === undefined ? desk : deskUsed(agreement.routing, desk, route),
    },
  };
}

function lookingAt({ room, context: { pool } }: Draft) {
  return { ...pool, activeOwners: room.caps.stillActive(pool.activeOwners), absences: room.absences };
}
