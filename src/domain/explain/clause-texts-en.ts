// The clause-by-clause verdict in English.
import { salesPromise, touchesOf } from '#domain/promise-words.ts';
import type { Because, ClauseTexts } from './clause-texts.ts';

export const ENGLISH_CLAUSES: ClauseTexts = {
  gone: () => 'The contact is no longer in HubSpot, so nothing is judged.',
  inScope: () => 'In the scope of the agreement.',
  outOfScope: (because) => `Not in the scope of the agreement${told(because)}.`,
  notRuledOut: (label) => `Not disqualified as “${label}”.`,
  ruledOut: (label, because) => `Disqualified as “${label}”${told(because)}.`,
  neverAgain: () => 'Does not come back, as the agreement says.',
  gateOpen: (label) => `Not held back as “${label}”.`,
  gateShut: (label, because) => `Held back as “${label}”, whatever the score${told(because)}.`,
  entryMet: (stage, because) => `Meets the entry to the stage ${stage}${told(because)}.`,
  entryNotYet: (stage, because) => `Does not yet meet the entry to the stage ${stage}${told(because)}.`,
  noEntry: (stage) => `The agreement has no entry condition for the stage ${stage}.`,
  noExit: () => 'The agreement has no exit condition for MQLs.',
  exitIdle: () => 'The exit from MQL only looks at leads handed over and not yet answered or touched.',
  exitMet: (because) => `Stays an MQL: the exit condition is not met${told(because)}.`,
  exitNotMet: (because) => `Meets the exit from MQL${told(because)}.`,
  score: (line, needed) => `${line}; an MQL needs ${needed}.`,
  scoreWithoutLine: (line) => `${line}; the entry to MQL names no single number of points.`,
  field: (name) => `The mandatory field ${name} is filled.`,
  fieldMissing: (name) => `The mandatory field ${name} is empty.`,
  stageFree: () => 'The lifecycle stage is one that Accord may move.',
  stageProtected: (stage) => `The stage ${stage} is protected, so Accord hands nothing over.`,
  sqlMet: (stage) => `Sales said yes: the lead is ${stage}.`,
  sqlAuto: (stage) => `Every MQL becomes ${stage} at once.`,
  sqlNotYet: (stage) => `The lead becomes ${stage} when sales accepts it.`,
  sqlManual: (stage) => `The stage ${stage} is set by sales by hand.`,
  stageSet: (stage) => `The lead is in the stage ${stage}.`,
  stageNotYet: (stage) => `The stage ${stage} is set in HubSpot, not by Accord.`,
  noBaseline: () => 'Not part of the backlog from before Accord was switched on.',
  baseline: () =>
    'Was over the line before Accord was switched on, so only a new sign of interest hands it over.',
  notRecycled: () => 'Only concerns leads that came back to nurture.',
  coolDown: (days, until) => `Cools down for ${count(days, 'day')}, until ${until}.`,
  cooledDown: (days, since) => `The cool-down of ${count(days, 'day')} was over on ${since}.`,
  cycles: (used, allowed) => `Handed over ${used} of at most ${count(allowed, 'time')} in a year.`,
  cyclesUsed: (used, until) =>
    `Handed over ${count(used, 'time')} within a year, as often as allowed, so not again before ${until}.`,
  noSignalNeeded: () => 'No new sign of interest is asked for.',
  signalSeen: () => 'There is a new sign of interest.',
  signalNeeded: (since) => `A new sign of interest is needed, dated after ${since}.`,
  promise: (clause, within) => `${salesPromise(clause, 'en')} within ${within}`,
  ownPromise: (label, touches, within) => `${label}: ${touchesOf(touches, 'en')} within ${within}`,
  withMarketing: (promise) => `${promise}: the lead is not with sales.`,
  notDue: (promise) => `${promise}: nothing is owed.`,
  waitsForOwner: (promise) => `${promise}: starts when the lead has an owner.`,
  waitsForYes: (promise) => `${promise}: starts when sales has accepted the lead.`,
  waitsForOpportunity: (promise) => `${promise}: starts when the lead is an opportunity.`,
  waitsForSight: (promise) => `${promise}: starts when HubSpot shows the lead’s owner.`,
  paused: (promise, at) => `${promise}: the clock stands still; due ${at} at the latest.`,
  excused: (promise) => `${promise}: excused by a manager.`,
  due: (promise, at) => `${promise}: due ${at}.`,
  overdue: (promise, at) => `${promise}: was due ${at}.`,
  kept: (promise, at) => `${promise}: done ${at}.`,
  keptKnownLate: (promise, at) => `${promise}: done ${at}, though it became known only after the due time.`,
  keptLate: (promise, at, due) => `${promise}: done ${at}, was due ${due}.`,
};

function told(because: Because): string {
  return because.length === 0 ? '' : `: ${because.join('; ')}`;
}

function count(number: number, unit: string): string {
  return `${number} ${unit}${number === 1 ? '' : 's'}`;
}
