// Steps 2 to 5 and 7 to 9 of a decision, in their order: what others did to the lead, and what that means for its cycle.

import { cellOf, customOf, isAside, isIdle, isOpen, rank } from './funnel.ts';
import { handOver, hasNewSignal } from './hand-over.ts';
import { textOf } from './normal.ts';
import { type Cell, iso, ms, type Tracked } from './shapes.ts';
import { accept, change, clamp, disqualify, recycle, say, type Work } from './work.ts';

export function adoptStage(work: Work): void {
  const seen = cellOf(work.facts, 'lifecyclestage');
  const { stage } = work.state;
  const halfwayBack =
    seen.value === '' &&
    stage.by === 'accord' &&
    (rank(work.agreement, stage.before) > rank(work.agreement, stage.value) ||
      isAside(work.agreement, stage.before));
  if (!work.first && (isKnown(stage, seen) || halfwayBack)) return;
  change(work, { stage: adopted(work, seen) });
  const machine = machineOf(seen);
  work.stageByPerson = machine === null;
  if (!work.first)
    say(work, 'stageAdopted', { value: seen.value, ...(machine === null ? {} : { by: machine }) });
}

const MACHINES = [
  ['workflow', ['AUTOMATION_PLATFORM', 'WORKFLOWS', 'WORKFLOW']],
  ['import', ['IMPORT']],
  ['hubspot', ['FORM', 'FORMS', 'EMAIL', 'ANALYTICS', 'CALCULATED', 'MERGE_OBJECTS']],
] as const;

function machineOf({ source = '' }: Cell): string | null {
  const found = MACHINES.find(([, sources]) => sources.some((one) => one === source));
  return found === undefined ? null : found[0];
}

export function adoptOwner(work: Work): void {
  const seen = cellOf(work.facts, 'hubspot_owner_id');
  if (!work.first && isKnown(work.state.owner, seen)) return;
  change(work, { owner: adopted(work, seen) });
  if (work.first) return;
  if (!isOpen(work.state)) return;
  const running = work.context.merged ? work.state.assignedAt : null;
  change(work, { assignedAt: seen.value === '' ? null : (running ?? work.context.now) });
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
  const { inScope, disqualifiedBy, gates, parts, meetsMql } = work.verdict;
  const { total, fit, engagement, persona, personaGroup } = work.verdict;
  sayDismissal(work);
  for (const id of gates) say(work, 'gate', { id });
  if (persona !== null) say(work, 'persona', { id: persona, group: personaGroup ?? 0 });
  for (const { rule, milliPoints, signals } of parts) say(work, 'part', { rule, milliPoints, signals });
  const isHeldBack = !inScope || disqualifiedBy !== null || gates.length > 0;
  if (!isHeldBack && !meetsMql) say(work, 'belowMql', { total, fit, engagement });
}

function sayDismissal(work: Work): void {
  const { inScope, disqualifiedBy } = work.verdict;
  if (!inScope) say(work, 'outOfScope');
  if (disqualifiedBy !== null) say(work, 'meetsDisqualification', { id: disqualifiedBy });
}

export function settleRegime(work: Work): void {
  if (work.regimeChanged && ['none', 'baseline'].includes(work.state.status)) {
    const baselineAt = ms(work.context.baselineAt);
    const wasSoBefore =
      work.state.heldSince === undefined &&
      ms(work.facts.createdAt) <= baselineAt &&
      work.verdict.qualifies &&
      !hasNewSignal(work);
    change(work, { status: wasSoBefore ? 'baseline' : 'none' });
  }
  change(work, { regime: work.context.regime });
  if (work.state.status === 'baseline') say(work, 'baseline');
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

interface Heard {
  source: string;
  answer: string;
  reason: string;
  at: string;
}

export function hearAnswer(work: Work): void {
  if (!isOpen(work.state)) return;
  const heard = latestAnswer(work);
  if (heard !== null) {
    const before = JSON.stringify([work.state.status, work.reasons.length]);
    change(work, { answeredAt: heard.at });
    takeAnswer(work, heard);
    const changed = JSON.stringify([work.state.status, work.reasons.length]) !== before;
    if (changed && heard.source !== 'property') say(work, 'answerFrom', { source: heard.source });
  }
  const given = givenReason(work);
  if (work.state.status === 'rejected' && given !== '') rejectFor(work, given);
}

function latestAnswer(work: Work): Heard | null {
  const { answersAfter, answeredAt } = work.state;
  const isNew = ({ at }: Heard): boolean =>
    (answersAfter === null || ms(at) > ms(answersAfter)) && (answeredAt === null || ms(at) > ms(answeredAt));
  const fresh = everyAnswer(work).filter(isNew);
  const latest = Math.max(...fresh.map(({ at }) => ms(at)));
  return fresh.find(({ at }) => ms(at) === latest) ?? null;
}

type Asked = Pick<Work, 'agreement' | 'facts' | 'state'>;

/** Heard or not, spent or not. */
export function everyAnswer(asked: Asked): Heard[] {
  return [byCard, byProperty, byLeadStatus, byHubspotLeads, byDeals].flatMap((ask) => ask(asked));
}

function byCard(work: Asked): Heard[] {
  const cell = cellOf(work.facts, '$card_answer');
  const [said = ''] = cell.value.split('\u001f');
  const [word = '', ...rest] = said.split(':');
  const answer = word.toLowerCase();
  if (answer !== 'accept' && answer !== 'reject') return [];
  return [{ source: 'card', answer, reason: labelOf(work, rest.join(':')), at: cell.at }];
}

function byProperty(work: Asked): Heard[] {
  const cell = cellOf(work.facts, 'accord_answer');
  const answer = cell.value.toLowerCase();
  return answer === 'accept' || answer === 'reject'
    ? [{ source: 'property', answer, reason: '', at: cell.at }]
    : [];
}

function byLeadStatus(work: Asked): Heard[] {
  const cell = cellOf(work.facts, 'hs_lead_status');
  const mapped = Object.entries(work.agreement.answers.leadStatus).find(
    ([status]) => status === cell.value.toLowerCase(),
  );
  return mapped === undefined ? [] : [{ source: 'leadStatus', ...mapped[1], at: cell.at }];
}

function byHubspotLeads(work: Asked): Heard[] {
  const { hubspotLeads: map, reasons } = work.agreement.answers;
  if (map === undefined) return [];
  const find = <T>(entries: Readonly<Record<string, T>>, name: string): T | undefined =>
    Object.entries(entries).find(([key]) => key === name.toLowerCase())?.[1];
  return (work.facts.hubspotLeads ?? []).flatMap(({ stage, state, stageAt: at, reason }) => {
    const found = find(map.stages, stage) ?? find(map.stages, state);
    if (found === undefined) return [];
    const label = find({ ...reasons, ...map.reasons }, reason);
    const why = label ?? (found.reason === '' ? reason : found.reason);
    const { answer } = found;
    return [{ source: 'hubspotLead', answer, reason: answer === 'reject' ? why : '', at }];
  });
}

function byDeals(work: Asked): Heard[] {
  const owner = work.state.owner.value;
  if (!work.agreement.answers.dealCreated || owner === '') return [];
  return work.facts.deals
    .filter((deal) => deal.ownerId === owner)
    .map((deal) => ({ source: 'deal', answer: 'accept', reason: '', at: deal.createdAt }));
}

function labelOf({ agreement }: Asked, reason: string): string {
  const known = Object.entries(agreement.answers.reasons).find(([key]) => key === reason.toLowerCase());
  return known === undefined ? reason : known[1];
}

function givenReason(work: Work): string {
  const written = labelOf(work, textOf(work.facts.contact, 'accord_reject_reason'));
  if (written !== '') return written;
  const no = byHubspotLeads(work).find(
    ({ answer, at }) => answer === 'reject' && at === work.state.answeredAt,
  );
  return no?.reason ?? '';
}

function takeAnswer(work: Work, { answer, reason, at }: Heard): void {
  const { status, acceptedAt } = work.state;
  if (answer === 'reject') takeNo(work, reason === '' ? givenReason(work) : reason, at);
  else if (status === 'handedOver' || status === 'rejected') {
    accept(work, acceptedAt ?? clamp(work, at), answer === 'working' ? 'working' : 'accepted');
    change(work, { rejectedAt: null });
    say(work, 'accepted', { at: clamp(work, at) });
  } else if (answer === 'working' && status === 'accepted') {
    change(work, { status: 'working' });
    work.workBegan = true;
  }
}

function takeNo(work: Work, why: string, at: string): void {
  if (work.state.rejectedAt === null && why !== '') change(work, { rejectedAt: clamp(work, at) });
  if (why !== '') rejectFor(work, why);
  else if (work.state.status !== 'rejected') {
    change(work, { status: 'rejected', rejectedAt: clamp(work, at) });
    say(work, 'rejected', { reason: '' });
  }
}

function rejectFor(work: Work, reason: string): void {
  say(work, 'rejected', { reason });
  recycle(work, `rejected:${reason}`);
}

export function obeyStageSetByPerson(work: Work, statusBefore: string): void {
  if (isStageByPerson(work)) obey(work, statusBefore);
}

/** Adopted in this decision, and neither by the first judgement nor by a new regime nor come along with a merge. */
export function isStageByPerson(work: Work): boolean {
  return work.stageByPerson && !work.first && !work.regimeChanged && !work.context.merged;
}

/** What the card or a workflow asked for; each request once. */
export function obeyRequest(work: Work, statusBefore: string): void {
  const { value, at } = cellOf(work.facts, '$sales_request');
  const { requestedAt } = work.state;
  const isKnown = value === 'handOver' || value === 'recycle' || value.startsWith('recycle:');
  if (!isKnown || ms(at) <= ms(work.context.baselineAt)) return;
  if (requestedAt !== undefined && ms(at) <= ms(requestedAt)) return;
  change(work, { requestedAt: at });
  if (value === 'handOver') handOverOnRequest(work, statusBefore);
  else if (isOpen(work.state))
    recycle(work, value === 'recycle:' ? 'request' : value.replace('recycle', 'request'));
}

function handOverOnRequest(work: Work, statusBefore: string): void {
  const idle = isIdle(statusBefore) && isIdle(work.state.status) && work.verdict.inScope;
  const { opportunity } = work.agreement.stages.lifecycle;
  const isBefore = rank(work.agreement, work.state.stage.value) < rank(work.agreement, opportunity);
  if (idle && isBefore) handOver(work, true);
}

function obey(work: Work, statusBefore: string): void {
  const meaning = meaningOf(work);
  const wasIdle = isIdle(statusBefore) && work.verdict.inScope;
  if (['recycled', 'disqualified'].includes(meaning)) obeyEnd(work, meaning, wasIdle);
  if (['accepted', 'working'].includes(meaning) && isOpen(work.state)) obeyYes(work, meaning);
  else if (['mql', 'accepted', 'working'].includes(meaning) && wasIdle) {
    handOver(work, true);
    if (meaning !== 'mql') change(work, { status: meaning, acceptedAt: work.context.now });
  }
}

function meaningOf({ agreement, state }: Work): string {
  const { value } = state.stage;
  const { mql, sql } = agreement.stages.lifecycle;
  if (value === mql) return 'mql';
  return value === sql ? 'accepted' : (customOf(agreement, value)?.moment ?? '');
}

function obeyEnd(work: Work, meaning: string, wasIdle: boolean): void {
  const reason = `stage:${customOf(work.agreement, work.state.stage.value)?.id ?? ''}`;
  const open = isOpen(work.state);
  if (meaning === 'recycled' && open) recycle(work, reason);
  const mayDismiss = open || (wasIdle && work.state.status !== 'disqualified');
  if (meaning === 'disqualified' && mayDismiss) disqualify(work, reason);
}

function obeyYes(work: Work, meaning: string): void {
  const { status, stage, acceptedAt, rejectedAt } = work.state;
  const isTakenBack = status === 'rejected' && ms(stage.at) > ms(rejectedAt ?? '');
  if (status === 'handedOver' || isTakenBack) {
    accept(work, acceptedAt ?? work.context.now, meaning);
    change(work, { rejectedAt: null });
    const isSql = stage.value === work.agreement.stages.lifecycle.sql;
    say(work, 'acceptedByStage', isSql ? {} : { value: stage.value });
  } else if (status === 'accepted' && meaning === 'working') {
    change(work, { status: 'working' });
    work.workBegan = true;
  }
}

export function beginWork(work: Work): void {
  if (work.state.status !== 'accepted' || work.state.touchedAt === null) return;
  change(work, { status: 'working' });
  work.workBegan = true;
}
