// Steps 2 to 10 of a decision, in their order: what others did to the lead, and what that means for its cycle.

import { cellOf, isOpen, isProtected, rank } from './funnel.ts';
import { handOver, hasQualifyingSignalAfter } from './hand-over.ts';
import { textOf } from './normal.ts';
import { type Cell, iso, ms, type Tracked } from './shapes.ts';
import { accept, change, clamp, recycle, say, type Work } from './work.ts';

export function adoptStage(work: Work): void {
  const seen = cellOf(work.facts, 'lifecyclestage');
  const { stage } = work.state;
  const halfwayBack =
    seen.value === '' &&
    stage.by === 'accord' &&
    rank(work.agreement, stage.before) > rank(work.agreement, stage.value);
  if (!work.first && (isKnown(stage, seen) || halfwayBack)) return;
  change(work, { stage: adopted(work, seen) });
  work.stageAdopted = true;
  if (!work.first) say(work, 'stageAdopted', { value: seen.value });
}

export function adoptOwner(work: Work): void {
  const seen = cellOf(work.facts, 'hubspot_owner_id');
  if (!work.first && isKnown(work.state.owner, seen)) return;
  change(work, { owner: adopted(work, seen) });
  if (work.first) return;
  if (!isOpen(work.state)) return;
  change(work, { assignedAt: seen.value === '' ? null : work.context.now });
  say(work, 'ownerAdopted', { ownerId: seen.value });
}

/** HubSpot shows what we know, or still shows what was there when we decided. */
function isKnown(tracked: Tracked, seen: Cell): boolean {
  if (seen.value === tracked.value) return true;
  return seen.value === tracked.before && ms(seen.at) <= ms(tracked.at);
}

function adopted(work: Work, seen: Cell): Tracked {
  return { value: seen.value, before: seen.value, by: 'other', at: clamp(work, seen.at) };
}

export function explainVerdict(work: Work): void {
  const { inScope, gates, parts, meetsMql, total, fit, engagement } = work.verdict;
  const { persona, personaGroup } = work.verdict;
  if (!inScope) say(work, 'outOfScope');
  for (const id of gates) say(work, 'gate', { id });
  if (persona !== null) say(work, 'persona', { id: persona, group: personaGroup ?? 0 });
  for (const { rule, milliPoints, signals } of parts) say(work, 'part', { rule, milliPoints, signals });
  if (inScope && gates.length === 0 && !meetsMql) say(work, 'belowMql', { total, fit, engagement });
}

export function settleRegime(work: Work): void {
  if (work.regimeChanged && ['none', 'baseline'].includes(work.state.status)) {
    const baselineAt = ms(work.context.baselineAt);
    const wasSoBefore =
      ms(work.facts.createdAt) <= baselineAt &&
      work.verdict.qualifies &&
      !hasQualifyingSignalAfter(work, baselineAt);
    change(work, { status: wasSoBefore ? 'baseline' : 'none' });
  }
  change(work, { regime: work.context.regime });
  if (work.state.status === 'baseline') say(work, 'baseline');
}

export function leave(work: Work): void {
  const { value } = work.state.stage;
  if (isOpen(work.state) && isProtected(work.agreement, value)) {
    if (value === 'customer') change(work, { status: 'won' });
    else recycle(work, 'protected');
  }
  if (isOpen(work.state) && !work.verdict.inScope) recycle(work, 'scope');
}

export function noteTouch(work: Work): void {
  const { handedOverAt, touchedAt } = work.state;
  if (!isOpen(work.state) || touchedAt !== null || handedOverAt === null) return;
  const touches = work.facts.signals
    .filter(
      (signal) => signal.kind === 'touch' && ms(signal.at) > ms(handedOverAt) && ms(signal.at) <= work.now,
    )
    .map((signal) => ms(signal.at));
  if (touches.length === 0) return;
  const at = iso(Math.min(...touches));
  change(work, { touchedAt: at });
  say(work, 'touched', { at });
}

export function hearAnswer(work: Work): void {
  const { answersAfter, status } = work.state;
  const cell = cellOf(work.facts, 'accord_answer');
  const isNew = cell.value !== '' && (answersAfter === null || ms(cell.at) > ms(answersAfter));
  if (!isNew || !isOpen(work.state)) return;
  const answer = cell.value.toLowerCase();
  if (answer === 'accept' && status === 'handedOver') {
    accept(work, clamp(work, cell.at));
    say(work, 'accepted', { at: clamp(work, cell.at) });
  }
  if (answer === 'reject') reject(work, clamp(work, cell.at));
}

function reject(work: Work, at: string): void {
  const reason = textOf(work.facts.contact, 'accord_reject_reason');
  if (reason === '' && work.state.status === 'rejected') return;
  say(work, 'rejected', { reason });
  if (reason === '') change(work, { status: 'rejected', rejectedAt: at });
  else recycle(work, `rejected:${reason}`);
}

export function obeyStageSetByPerson(work: Work, statusBefore: string): void {
  if (!work.stageAdopted || work.first || work.regimeChanged) return;
  const { mql, sql } = work.agreement.stages.lifecycle;
  const { value } = work.state.stage;
  if (value === sql && work.state.status === 'handedOver') {
    accept(work, work.context.now);
    say(work, 'acceptedByStage');
  } else if ((value === mql || value === sql) && mayEnterByHand(work, statusBefore)) {
    handOver(work, true);
    if (value === sql) accept(work, work.context.now);
  }
}

function mayEnterByHand(work: Work, statusBefore: string): boolean {
  return ['none', 'baseline', 'recycled'].includes(statusBefore) && work.verdict.inScope;
}

export function cool(work: Work): void {
  const { status, byHand, touchedAt } = work.state;
  if (status !== 'handedOver' || byHand || touchedAt !== null) return;
  const gate = work.verdict.gates[0];
  if (gate !== undefined) recycle(work, `gate:${gate}`);
  else if (work.verdict.meetsExit && !work.verdict.meetsMql) recycle(work, 'cooled');
}
