// The sentences of a clause-by-clause verdict, English and French. Which is said when is clauses.ts's matter.

import type { SalesClause } from '#domain/agreement-sales.ts';

/** `because`: texts of conditions, without full stops; none where the clause has no conditions. */
export type Because = readonly string[];

export interface ClauseTexts {
  readonly gone: () => string;
  readonly inScope: () => string;
  readonly outOfScope: (because: Because) => string;
  readonly notRuledOut: (label: string) => string;
  readonly ruledOut: (label: string, because: Because) => string;
  readonly neverAgain: () => string;
  readonly gateOpen: (label: string) => string;
  readonly gateShut: (label: string, because: Because) => string;
  readonly entryMet: (stage: string, because: Because) => string;
  readonly entryNotYet: (stage: string, because: Because) => string;
  readonly noEntry: (stage: string) => string;
  readonly noExit: () => string;
  readonly exitIdle: () => string;
  readonly exitMet: (because: Because) => string;
  readonly exitNotMet: (because: Because) => string;
  readonly score: (line: string, needed: string) => string;
  readonly scoreWithoutLine: (line: string) => string;
  readonly field: (name: string) => string;
  readonly fieldMissing: (name: string) => string;
  readonly stageFree: () => string;
  readonly stageProtected: (stage: string) => string;
  readonly sqlMet: (stage: string) => string;
  readonly sqlAuto: (stage: string) => string;
  readonly sqlNotYet: (stage: string) => string;
  readonly sqlManual: (stage: string) => string;
  readonly stageSet: (stage: string) => string;
  readonly stageNotYet: (stage: string) => string;
  readonly noBaseline: () => string;
  readonly baseline: () => string;
  readonly notRecycled: () => string;
  readonly coolDown: (days: number, until: string) => string;
  readonly cooledDown: (days: number, since: string) => string;
  readonly cycles: (used: number, allowed: number) => string;
  readonly cyclesUsed: (used: number, until: string) => string;
  readonly noSignalNeeded: () => string;
  readonly signalSeen: () => string;
  readonly signalNeeded: (since: string) => string;
  readonly promise: (clause: SalesClause, within: string) => string;
  readonly ownPromise: (
    label: string,
    touches: Pick<SalesClause, 'counts' | 'count'>,
    within: string,
  ) => string;
  readonly withMarketing: (promise: string) => string;
  readonly notDue: (promise: string) => string;
  readonly waitsForOwner: (promise: string) => string;
  readonly waitsForYes: (promise: string) => string;
  readonly waitsForOpportunity: (promise: string) => string;
  readonly waitsForSight: (promise: string) => string;
  readonly paused: (promise: string, at: string) => string;
  readonly excused: (promise: string) => string;
  readonly due: (promise: string, at: string) => string;
  readonly overdue: (promise: string, at: string) => string;
  readonly kept: (promise: string, at: string) => string;
  readonly keptKnownLate: (promise: string, at: string) => string;
  readonly keptLate: (promise: string, at: string, due: string) => string;
}
