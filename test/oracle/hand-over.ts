// Steps 11 and 12: offering the lead to sales, finding its owner, moving its stage.

import { blocking } from './data.ts';
import { cellOf, isOpen, isProtected, rank } from './funnel.ts';
import { matchesLeadEntry, qualifyingSignals } from './judge.ts';
import { DAY, iso, ms, type Reason, type Tracked } from './shapes.ts';
import { change, lastYear, say, spent, type Work } from './work.ts';

export function considerHandOver(work: Work, statusBefore: string): void {
  const { state, verdict } = work;
  const idle = ['none', 'baseline', 'recycled'].includes(state.status);
  if (!idle || !verdict.qualifies || !isEarlyEnough(work)) return;
  const obstacle = findObstacle(work);
  if (obstacle !== null) say(work, obstacle.code, obstacle.params);
  else if (['none', 'baseline', 'recycled'].includes(statusBefore)) handOver(work, false);
}

function isEarlyEnough({ agreement, state }: Work): boolean {
  if (isProtected(agreement, state.stage.value)) return false;
  const sql = rank(agreement, agreement.stages.lifecycle.sql);
  const place = rank(agreement, state.stage.value);
  return state.status === 'recycled' ? place <= sql : place < sql;
}

/** What alone keeps a lead that qualifies from being handed over. */
function findObstacle(work: Work): Reason | null {
  const { agreement, context, now, state } = work;
  if (state.status === 'none') return null;
  const { coolDownDays, cyclesPerYear } = agreement.nurture;
  const isBaseline = state.status === 'baseline';
  const end = isBaseline
    ? ms(context.baselineAt)
    : ms(state.recycledAt ?? '') + Math.round(coolDownDays * DAY);
  if (!isBaseline && now < end) return { code: 'coolingDown', params: { until: iso(end) } };
  if (!isBaseline && lastYear(work).length >= cyclesPerYear) return { code: 'cyclesUsed', params: {} };
  return hasQualifyingSignalAfter(work, end) ? null : { code: 'needsFreshSignal', params: {} };
}

export function hasQualifyingSignalAfter(work: Work, after: number): boolean {
  return qualifyingSignals(work.agreement, work.facts).some(
    (signal) => ms(signal.at) > after && ms(signal.at) <= work.now,
  );
}

export function handOver(work: Work, byHand: boolean): void {
  const { now } = work.context;
  const auto = work.agreement.stages.sql === 'auto';
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
    recycledAt: null,
    recycleReason: '',
  });
  work.moves.add('handedOver');
  say(work, 'handedOver', { cycle: work.state.cycle, byHand: byHand ? 1 : 0 });
}

export function findOwner(work: Work): void {
  if (!work.moves.has('handedOver') && !waitsForOwner(work)) return;
  const { activeOwners, companyOwner, members, turns } = work.context.pool;
  const { keepContactOwner, useCompanyOwner } = work.agreement.routing;
  const { owner } = work.state;
  const next = members[turns % Math.max(1, members.length)];
  if (keepContactOwner && activeOwners.includes(owner.value)) {
    change(work, { assignedAt: work.context.now });
    say(work, 'ownerKept', { ownerId: owner.value });
  } else if (useCompanyOwner && activeOwners.includes(companyOwner)) {
    giveTo(work, companyOwner);
    say(work, 'ownerFromCompany', { ownerId: companyOwner });
  } else if (next === undefined) {
    say(work, 'ownerHold');
  } else {
    giveTo(work, next);
    work.turnsUsed = 1;
    say(work, 'ownerByTurn', { ownerId: next, turn: turns });
  }
}

function waitsForOwner(work: Work): boolean {
  const { owner, handedOverAt, assignedAt } = work.state;
  const clearedByOther = owner.by === 'other' && ms(owner.at) > ms(handedOverAt ?? '');
  return isOpen(work.state) && assignedAt === null && !clearedByOther;
}

function giveTo(work: Work, ownerId: string): void {
  change(work, { owner: ours(work, ownerId, 'hubspot_owner_id'), assignedAt: work.context.now });
}

/** A value of ours is never older than the one it replaces, even where HubSpot's clock is ahead. */
function ours(work: Work, value: string, property: string): Tracked {
  const seen = cellOf(work.facts, property);
  const at = ms(seen.at) > work.now ? seen.at : work.context.now;
  return { value, before: seen.value, by: 'accord', at };
}

export function moveStage(work: Work): void {
  const { agreement, state, moves } = work;
  if (isProtected(agreement, state.stage.value)) return;
  if (moves.has('recycled') && movesBack(work)) {
    setStage(work, agreement.stages.lifecycle.lead);
    return;
  }
  const target = forwardTarget(work);
  if (target === null || rank(agreement, target) <= rank(agreement, state.stage.value)) return;
  setStage(work, target);
}

function movesBack(work: Work): boolean {
  const { nurture, stages } = work.agreement;
  const { stage } = work.state;
  const mayMove = stages.moveBack === 'any' || (stages.moveBack === 'own' && stage.by === 'accord');
  return nurture.recycledStage === 'lead' && rank(work.agreement, stage.value) > 1 && mayMove;
}

function forwardTarget(work: Work): string | null {
  const { lifecycle } = work.agreement.stages;
  if (work.moves.has('handedOver')) {
    return work.state.acceptedAt !== null && sqlIsOpen(work) ? lifecycle.sql : lifecycle.mql;
  }
  if (work.moves.has('accepted') || waitsForSql(work)) return sqlIsOpen(work) ? lifecycle.sql : null;
  return entersAsLead(work) ? lifecycle.lead : null;
}

function sqlIsOpen({ agreement, facts }: Work): boolean {
  return agreement.stages.sql !== 'manual' && blocking(agreement, facts, 'sql').length === 0;
}

/** Accepted before the fields were there, and nobody has moved the stage since. */
function waitsForSql({ agreement, state }: Work): boolean {
  const { fields, how } = agreement.data.mandatory.sql;
  if (fields.length === 0 || how !== 'block') return false;
  if (!['accepted', 'working'].includes(state.status) || state.acceptedAt === null) return false;
  return state.stage.at === '' || ms(state.stage.at) <= ms(state.acceptedAt);
}

function entersAsLead(work: Work): boolean {
  const { agreement, facts, now, state, verdict } = work;
  if (!['none', 'baseline', 'recycled'].includes(state.status)) return false;
  if (!verdict.inScope || rank(agreement, state.stage.value) !== 0) return false;
  if (blocking(agreement, facts, 'lead').length > 0) return false;
  const baseline = ms(work.context.baselineAt);
  if (ms(facts.createdAt) <= baseline && !hasQualifyingSignalAfter(work, baseline)) return false;
  return matchesLeadEntry(agreement, facts, { now, stage: state.stage, scores: verdict });
}

function setStage(work: Work, value: string): void {
  say(work, 'stageSet', { from: work.state.stage.value, to: value });
  change(work, { stage: ours(work, value, 'lifecyclestage') });
}
