// Steps 11 and 12: offering the lead to sales, finding its owner, moving its stage.

import { whoIsAbsent } from './absences.ts';
import { blocking } from './data.ts';
import { cellOf, hasOpenDeal, isIdle, isOpen, isProtected, momentStage, rank } from './funnel.ts';
import { matchesLeadEntry, qualifyingSignals } from './judge.ts';
import { noteOf } from './notes.ts';
import { findWay } from './routing.ts';
import { DAY, iso, ms, type Reason, type Tracked } from './shapes.ts';

import { change, lastYear, say, spent, type Work, whoLostIt } from './work.ts';

export function considerHandOver(work: Work, statusBefore: string): void {
  const { sourcePause } = work.context;
  const { heldSince, ...state } = work.state;
  work.state = state;
  if (!isIdle(state.status) || !work.verdict.qualifies || !isEarlyEnough(work)) return;
  const obstacle = findObstacle(work);
  if (obstacle !== null) say(work, obstacle.code, obstacle.params);
  else if (isIdle(statusBefore) && sourcePause === undefined) handOver(work, false);
  else if (isIdle(statusBefore) && sourcePause !== undefined) {
    const { id: _id, since: _since, ...numbers } = sourcePause;
    change(work, { heldSince: heldSince ?? work.context.now });
    say(work, 'sourcePaused', numbers);
  }
}

function isEarlyEnough({ agreement, state, facts }: Work): boolean {
  if (isProtected(agreement, state.stage.value)) return false;
  const { sql, opportunity } = agreement.stages.lifecycle;
  const place = rank(agreement, state.stage.value);
  if (state.status === 'none' || state.status === 'baseline')
    return place < rank(agreement, momentStage(agreement, 'accepted') ?? sql);
  if (place < rank(agreement, opportunity)) return true;
  return !hasOpenDeal(facts) && ms(state.stage.at) <= ms(state.recycledAt ?? '');
}

/** What alone keeps a lead that qualifies from being handed over. */
function findObstacle(work: Work): Reason | null {
  const { state } = work;
  if (state.status === 'none') return null;
  if (state.status !== 'baseline') return findReturnObstacle(work);
  return hasNewSignal(work) ? null : { code: 'needsFreshSignal', params: {} };
}

function findReturnObstacle(work: Work): Reason | null {
  const { agreement, now, state } = work;
  const days = coolDown(work);
  if (days === null) return { code: 'neverAgain', params: {} };
  const end = ms(state.recycledAt ?? '') + Math.round(days * DAY);
  if (now < end) return { code: 'coolingDown', params: { until: iso(end) } };
  if (lastYear(work).length >= agreement.nurture.cyclesPerYear) return { code: 'cyclesUsed', params: {} };
  return hasQualifyingSignalAfter(work, end) ? null : { code: 'needsFreshSignal', params: {} };
}

/** In days; null: the lead never comes back. */
export function coolDown({ agreement, state }: Pick<Work, 'agreement' | 'state'>): number | null {
  const { coolDowns, coolDownDays } = agreement.nurture;
  const exact = coolDowns[state.recycleReason];
  if (exact !== undefined) return exact;
  const ofKind = coolDowns[state.recycleReason.split(':')[0] ?? ''];
  return ofKind === undefined ? coolDownDays : ofKind;
}

/** Created after the portal was switched on, or with a sign of interest since. */
export function isNew(work: Work): boolean {
  return ms(work.facts.createdAt) > ms(work.context.baselineAt) || hasNewSignal(work);
}

/** Dated since the portal was switched on, or known only after a version came that it is older than. */
export function hasNewSignal(work: Work): boolean {
  const baseline = ms(work.context.baselineAt);
  return qualifyingSignals(work.agreement, work.facts)
    .filter((signal) => ms(signal.at) <= work.now)
    .some((signal) => signal.late === true || ms(signal.at) > baseline);
}

function hasQualifyingSignalAfter(work: Work, after: number): boolean {
  return qualifyingSignals(work.agreement, work.facts).some(
    (signal) => ms(signal.at) > after && ms(signal.at) <= work.now,
  );
}

export function handOver(work: Work, byHand: boolean): void {
  const { now } = work.context;
  const auto = work.agreement.stages.sql === 'auto';
  const { recycledAt, recycleReason } = work.state;
  const note = noteOf(work.facts, work.state);
  if (recycledAt !== null) {
    const told = note === '' ? {} : { note };
    change(work, { lastEnd: { at: recycledAt, reason: recycleReason, ...told } });
  }
  change(work, {
    cycle: work.state.cycle + 1,
    handedOverAt: now,
    handOvers: [...lastYear(work), now],
    byHand,
    status: auto ? 'accepted' : 'handedOver',
    answersAfter: spent(work),
    assignedAt: null,
    acceptedAt: auto ? now : null,
    touchedAt: null,
    rejectedAt: null,
    answeredAt: null,
    recycledAt: null,
    recycleReason: '',
  });
  const { consequences: _before, heldSince: _waited, ...state } = work.state;
  work.state = state;
  if (work.state.cycle === 1 && !byHand) change(work, { newMqlAt: now });
  work.move = 'handedOver';
  say(work, 'handedOver', { cycle: work.state.cycle, byHand: byHand ? 1 : 0 });
}

export function releaseLeft(work: Work): void {
  const { owner, assignedAt } = work.state;
  const isLeft = (work.context.pool.left ?? []).includes(owner.value);
  if (!isOpen(work.state) || assignedAt === null || !isLeft) return;
  change(work, { assignedAt: null });
  say(work, 'ownerLeft', { ownerId: owner.value });
}

export function noteFormerRep(work: Work): void {
  const { owner, assignedAt } = work.state;
  const rep = work.repBefore;
  const isHis = isOpen(work.state) && assignedAt !== null && owner.value === rep;
  if (rep !== '' && !isHis) noteFormer(work, rep);
}

export function noteFormer(work: Work, rep: string): void {
  const { formerReps = [] } = work.state;
  const others = formerReps.filter(({ ownerId }) => ownerId !== rep);
  change(work, { formerReps: [{ ownerId: rep, until: work.context.now }, ...others].slice(0, 50) });
}

export function findOwner(work: Work): void {
  if (work.move !== 'handedOver' && !waitsForOwner(work)) return;
  const { desk, pool } = work.context;
  const { keepContactOwner, useCompanyOwner } = routingOf(work);
  const { owner } = work.state;
  const mayKeep = pool.activeOwners.includes(owner.value) && !whoLostIt(work.state).includes(owner.value);
  const isAway = owner.by === 'accord' && whoIsAbsent(work, owner.value) !== null;
  if (keepContactOwner && mayKeep && !isAway) {
    change(work, { assignedAt: work.context.now });
    say(work, 'ownerKept', { ownerId: owner.value });
    return;
  }
  if (desk === undefined) {
    say(work, 'ownerHold');
    return;
  }
  const { reasons, ...route } = findWay(work, desk, useCompanyOwner);
  work.reasons.push(...reasons);
  work.route = route;
  if (route.ownerId !== '') giveTo(work, route.ownerId);
}

export function routingOf({ agreement, state }: Work): {
  keepContactOwner: boolean;
  useCompanyOwner: boolean;
} {
  const { keepContactOwner, useCompanyOwner, onReturn } = agreement.routing;
  const returns = state.cycle > 1 && !state.byHand;
  if (returns && onReturn === 'same') return { keepContactOwner: true, useCompanyOwner };
  if (returns && onReturn === 'pool') return { keepContactOwner: false, useCompanyOwner: false };
  return { keepContactOwner, useCompanyOwner };
}

function waitsForOwner(work: Work): boolean {
  const { owner, handedOverAt, assignedAt } = work.state;
  const clearedByOther = owner.by === 'other' && owner.value === '' && ms(owner.at) > ms(handedOverAt ?? '');
  return isOpen(work.state) && assignedAt === null && !clearedByOther;
}

export function giveTo(work: Work, ownerId: string): void {
  change(work, { owner: ours(work, ownerId, 'hubspot_owner_id'), assignedAt: work.context.now });
}

/** A value of ours is never older than the one it replaces, even where HubSpot's clock is ahead. */
function ours(work: Work, value: string, property: string): Tracked {
  const seen = cellOf(work.facts, property);
  const at = ms(seen.at) > work.now ? seen.at : work.context.now;
  return { value, before: seen.value, by: 'accord', at };
}

export function moveStage(work: Work): void {
  const { agreement, state } = work;
  if (isHeld(work)) return;
  const end = placeOfEnd(work);
  if (end !== null) {
    setStage(work, end);
    return;
  }
  const target = forwardTarget(work);
  if (target === null || rank(agreement, target) <= rank(agreement, state.stage.value)) return;
  setStage(work, target);
}

/** Not to be written: protected, or an opportunity and beyond with an open deal. */
export function isHeld({ agreement, state, facts }: Work): boolean {
  const { value } = state.stage;
  if (isProtected(agreement, value)) return true;
  const opportunity = rank(agreement, agreement.stages.lifecycle.opportunity);
  return rank(agreement, value) >= opportunity && hasOpenDeal(facts);
}

function placeOfEnd(work: Work): string | null {
  const { agreement, state, move } = work;
  if (move !== 'recycled' && move !== 'disqualified') return null;
  const { lifecycle } = agreement.stages;
  const beyondLead = rank(agreement, state.stage.value) > rank(agreement, lifecycle.lead);
  if (beyondLead && !mayMoveBack(work)) return null;
  const side = momentStage(agreement, move);
  if (side !== null) return side === state.stage.value ? null : side;
  const back = move === 'recycled' && agreement.nurture.recycledStage === 'lead';
  return back && beyondLead ? lifecycle.lead : null;
}

function mayMoveBack({ agreement, state }: Work): boolean {
  const { moveBack } = agreement.stages;
  return moveBack === 'any' || (moveBack === 'own' && state.stage.by === 'accord');
}

function forwardTarget(work: Work): string | null {
  const { agreement, state, move } = work;
  const { lifecycle } = agreement.stages;
  if (move === 'handedOver')
    return state.status === 'handedOver' ? lifecycle.mql : (yesStage(work) ?? lifecycle.mql);
  if (work.workBegan && workStage(work) !== null) return workStage(work);
  if (move === 'accepted') return yesStage(work);
  if (waitsForSql(work)) return writtenSql(work);
  return entersAsLead(work) ? lifecycle.lead : null;
}

function yesStage(work: Work): string | null {
  return momentStage(work.agreement, 'accepted') ?? writtenSql(work);
}

function workStage(work: Work): string | null {
  const own = momentStage(work.agreement, 'working');
  if (own !== null) return own;
  return momentStage(work.agreement, 'accepted') === null ? null : writtenSql(work);
}

function writtenSql({ agreement, facts }: Work): string | null {
  const { stages } = agreement;
  return stages.sql === 'manual' || blocking(agreement, facts, 'sql').length > 0
    ? null
    : stages.lifecycle.sql;
}

/** Due before the fields were there, and nobody has moved the stage since. */
function waitsForSql({ agreement, state }: Work): boolean {
  const { fields, how } = agreement.data.mandatory.sql;
  if (fields.length === 0 || how !== 'block') return false;
  const yes = momentStage(agreement, 'accepted');
  if (yes !== null && momentStage(agreement, 'working') !== null) return false;
  if (yes !== null) return state.status === 'working' && state.stage.value === yes;
  if (!['accepted', 'working'].includes(state.status)) return false;
  return state.stage.value !== momentStage(agreement, 'working') && isUnmovedSinceYes(state);
}

function isUnmovedSinceYes({ stage, acceptedAt }: Work['state']): boolean {
  return acceptedAt !== null && (stage.at === '' || ms(stage.at) <= ms(acceptedAt));
}

function entersAsLead(work: Work): boolean {
  const { agreement, facts, now, state, verdict } = work;
  if (!['none', 'baseline', 'recycled'].includes(state.status)) return false;
  if (!verdict.inScope || rank(agreement, state.stage.value) !== 0 || !isNew(work)) return false;
  if (blocking(agreement, facts, 'lead').length > 0) return false;
  return matchesLeadEntry(agreement, facts, { now, stage: state.stage, scores: verdict });
}

function setStage(work: Work, value: string): void {
  say(work, 'stageSet', { from: work.state.stage.value, to: value });
  change(work, { stage: ours(work, value, 'lifecyclestage') });
}
