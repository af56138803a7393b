// One batch of a turn: read what is missing, decide lead by lead, commit everything in one transaction (D4).
import { createHash } from 'node:crypto';
import type { Instant } from '#domain/agreement.ts';
import { isInBacklog } from '#domain/backlog/backlog.ts';
import { answerOf, canonicalJson } from '#domain/canonical.ts';
import { chooseAgreement, needsOfAll } from '#domain/choose-agreement.ts';
import { noticesOf } from '#domain/consequences/notices.ts';
import { decide } from '#domain/decide.ts';
import type { Decision } from '#domain/decision.ts';
import { decideAfterFiring } from '#domain/latch-clocks.ts';
import type { LeadFacts, LeadState } from '#domain/lead.ts';
import type { Passage } from '#domain/marketing/milestones.ts';
import { blockedStages } from '#domain/portal-stages.ts';
import { undoVersion } from '#domain/undo.ts';
import type { AppError } from '#platform/errors.ts';
import { adoptLeads } from './adopt-leads.ts';
import { ReleaseBatch, type Releasing } from './backlog/release-batch.ts';
import type { JudgedClocks } from './clocks/clock-store.ts';
import { openCaps } from './consequences/caps.ts';
import { readBefore } from './consequences/read-before.ts';
import { dateNotes } from './date-notes.ts';
import { decideInTurn, openCounter } from './decide-in-turn.ts';
import { absencesIn, sideOf } from './desks.ts';
import type { Draft, Room, Users } from './draft.ts';
import { dataOf } from './lead-data.ts';
import {
  contextOf,
  factsOf,
  foldLead,
  holdClocks,
  type ReadyLead,
  sightingsOf,
  signalsSince,
  stateOf,
} from './lead-inputs.ts';
import { type LeadLedger, ledgerOf } from './lead-ledger.ts';
import { planWrites } from './plan-writes.ts';
import { readMissing } from './read-missing.ts';
import { renderTask } from './render-task.ts';
import type { Turn } from './turn.ts';
import type { DirtyObject, JudgedLead } from './turn-store.ts';

/** `releasing`: leads of the backlog, in the order given, are let go as far as reps may have them. */
export async function judgeBatch(
  turn: Turn,
  claimed: readonly DirtyObject[],
  releasing: Releasing | null = null,
): Promise<void> {
  const { store, portal, lease } = turn;
  const agreement = needsOfAll(portal.agreements);
  const loaded = await store.loadBatch(portal.portalId, claimed, agreement.id);
  const folded = loaded.leads.map(foldLead);
  const { leads: read, companies } = await readMissing(turn, agreement, {
    leads: folded,
    companies: loaded.companies,
  });
  const adopted = await adoptLeads(turn, agreement, await dateNotes(turn, read));
  const leads = releasing === null ? adopted : inOrderOf(claimed, adopted);
  const side = sideOf(portal);
  const { now } = await store.readClock(portal.portalId);
  const caps = await openCaps(store, portal, now);
  const users = await store.readUserTimes(portal.portalId);
  const rooms = openRooms(turn, { companies, caps, users }, now);
  const { drafts, error } = await confirmBreaches(
    turn,
    rooms,
    leads.map((lead) => draftIn(rooms, lead)),
  );
  const release = releasing === null ? null : new ReleaseBatch(releasing, agreement.calendar, now);
  const counter = await openCounter(turn, release, { now, drafts, users });
  // One after the other: each may move a pool's turns, and what the portal may have in an hour, which the next one sees.
  const judged = drafts.map((draft) => finish(decideInTurn(counter, draft)));
  await store.commitBatch(lease, {
    now,
    live: portal.live,
    epoch: portal.epoch,
    side,
    ledgers: counter.desks?.changes() ?? [],
    leads: judged,
    obsolete: loaded.obsolete,
    companies,
    ...(release === null ? {} : { release: release.changes() }),
  });
  turn.logger.info(
    { judged: judged.length, changed: judged.filter((lead) => lead.decision !== null).length },
    'a batch was judged',
  );
  // HubSpot asks for patience: what was judged is kept, the rest of the turn comes later.
  if (error?.retryable === true) throw error;
}

function inOrderOf(claimed: readonly DirtyObject[], leads: readonly ReadyLead[]): readonly ReadyLead[] {
  const places = new Map(claimed.map(({ objectId }, place) => [objectId, place]));
  const placeOf = ({ loaded }: ReadyLead): number => places.get(loaded.contactId) ?? places.size;
  return leads.toSorted((a, b) => placeOf(a) - placeOf(b));
}

/** One for each agreement in force, all at one instant. */
function openRooms(
  turn: Turn,
  { users, ...shared }: Pick<Room, 'companies' | 'caps'> & { readonly users: Users },
  now: Instant,
): readonly Room[] {
  const { portal } = turn;
  return portal.agreements.map((agreement) => ({
    ...shared,
    absences: absencesIn(agreement, { ...portal, users, now }),
    turn,
    agreement,
    blocked: blockedStages(agreement.stages, portal.lifecycleOrder),
    now,
  }));
}

/** That of the first agreement whose scope the lead is in. */
function chooseRoom(rooms: readonly Room[], lead: ReadyLead): Room {
  const [first, ...others] = rooms;
  if (first === undefined) throw new Error('no agreement is in force');
  if (others.length === 0) return first;
  const { portal } = first.turn;
  const agreement = needsOfAll(portal.agreements);
  const candidate = {
    facts: factsOf({ agreement, companies: first.companies }, lead, signalsSince(portal, lead)),
    stage: stateOf(portal, lead.loaded).stage,
    agreementId: lead.loaded.agreementId,
  };
  const chosen = chooseAgreement(portal.agreements, candidate, first.now);
  return rooms.find((room) => room.agreement === chosen) ?? first;
}

function draftLead(room: Room, lead: ReadyLead): Draft {
  const { agreement, turn } = room;
  const sightings = sightingsOf(lead);
  const facts = factsOf(room, lead, signalsSince(turn.portal, lead, sightings.all));
  const undone = undo(room, lead, facts);
  const left = stateOf(turn.portal, undone === null ? lead.loaded : { ...lead.loaded, live: undone });
  const context = holdClocks(turn, contextOf(room, lead, left));
  const fired = turn.portal.live ? lead.loaded.fired : [];
  const { state, decision } = decideAfterFiring(agreement, { facts, state: left, fired }, context);
  return { room, lead, sightings, facts, state, undone, context, decision };
}

function draftIn(rooms: readonly Room[], lead: ReadyLead): Draft {
  return draftLead(chooseRoom(rooms, lead), lead);
}

/** Whatever would follow a breach is decided again, by what HubSpot says now that sales did; where it says nothing, it waits. */
async function confirmBreaches(
  turn: Turn,
  rooms: readonly Room[],
  drafts: readonly Draft[],
): Promise<{ readonly drafts: readonly Draft[]; readonly error: AppError | null }> {
  const atStake = drafts.filter(({ decision }) =>
    decision.consequences.some(({ event }) => event === 'done'),
  );
  const [first] = atStake;
  if (first === undefined) return { drafts, error: null };
  const { companies, now } = first.room;
  const facts = { leads: atStake.map(({ lead }) => lead), companies, now };
  const answer = await readBefore(turn, needsOfAll(turn.portal.agreements), facts);
  const isUnread = answer.kind === 'unread';
  const leads = new Map((isUnread ? [] : answer.leads).map((lead) => [lead.loaded.leadId, lead]));
  const again = drafts.map((draft) => {
    if (!atStake.includes(draft)) return draft;
    if (isUnread) return holdBack(draft, answer.notBefore);
    return draftIn(rooms, leads.get(draft.lead.loaded.leadId) ?? draft.lead);
  });
  return { drafts: again, error: isUnread ? answer.error : null };
}

function holdBack(draft: Draft, notBefore: Instant): Draft {
  const { room, facts, state } = draft;
  const { consequences } = draft.context;
  if (consequences === undefined) return draft;
  const context = { ...draft.context, consequences: { ...consequences, notBefore } };
  return { ...draft, context, decision: decide(room.agreement, { facts, state }, context) };
}

function finish({ room, lead, sightings, facts, state, undone, context, decision }: Draft): JudgedLead {
  const { agreement, turn } = room;
  const answerHash = hash(canonicalJson(answerOf(decision)));
  const outcome = canonicalJson(decision);
  const { id, version } = agreement;
  const inputs = { agreement: { id, version }, facts, state, context };
  const isNews =
    answerHash !== lead.loaded.answerHash || canonicalJson(state) !== canonicalJson(decision.state);
  return {
    leadId: lead.loaded.leadId,
    agreementId: id,
    version,
    contactId: lead.loaded.contactId,
    generation: lead.loaded.generation,
    lane: lead.loaded.lane,
    mirror: lead.mirror,
    companyId: lead.companyId,
    deals: lead.deals,
    hubspotLeads: lead.hubspotLeads,
    foldedKeys: lead.loaded.events.map((event) => event.key),
    newSightings: sightings.fresh,
    data: dataOf(agreement, facts, decision),
    ledger: ledgerIn(room, lead, { facts, undone, before: state, after: decision.state }),
    state: decision.state,
    inBacklog: isInBacklog(decision),
    heldBy: decision.state.heldSince === undefined ? null : (context.sourcePause?.id ?? null),
    undone,
    reviewAt: decision.reviewAt?.at ?? null,
    reviewExact: decision.reviewAt?.exact ?? true,
    ...clocksOf(decision),
    consequences: decision.consequences,
    notices: noticesOf({ ...room, ...lead.loaded, owners: turn.portal.owners }, decision.consequences),
    answerHash,
    decision: isNews ? toStored(canonicalJson(inputs), outcome, decision) : null,
    plan: planWrites({
      portal: turn.portal,
      lead: lead.loaded,
      mirror: lead.mirror,
      agreement,
      decision,
      blockedStages: room.blocked,
      renderTask: (task) => renderTask(room, lead, { facts, context, decision, task }),
    }),
  };
}

interface Lived extends Pick<Passage, 'before' | 'after'> {
  readonly facts: LeadFacts;
  readonly undone: LeadState | null;
}

function ledgerIn({ agreement, now, turn }: Room, { loaded }: ReadyLead, lived: Lived): LeadLedger {
  const { facts, undone, before, after } = lived;
  return ledgerOf(agreement, facts, {
    passage: { before, after, now },
    live: turn.portal.live,
    undoesVersion: undone !== null && undone !== loaded.live,
  });
}

function clocksOf({ clocks }: Decision): JudgedClocks {
  const ahead = clocks.flatMap(({ status, warnAt, dueAt }) => {
    if (status === 'running') return [warnAt, dueAt];
    return status === 'warned' ? [dueAt] : [];
  });
  return { clocks, clockAt: ahead.filter((at) => at !== null).toSorted()[0] ?? null };
}

/** Null where no version was reverted since the lead was judged (5a.9). */
function undo(room: Room, { loaded }: ReadyLead, facts: LeadFacts): LeadState | null {
  if (loaded.undo === null) return null;
  return undoVersion(facts, { ...loaded.undo, current: loaded.live, now: room.now });
}

function toStored(inputs: string, outcome: string, { task }: Decision): NonNullable<JudgedLead['decision']> {
  return { inputs, outcome, outcomeHash: hash(outcome), dueAt: task?.dueAt ?? null };
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
