// What a clause-by-clause verdict is made of.
import type { Agreement } from '#domain/agreement.ts';
import type { Standing as ClockStanding } from '#domain/clocks.ts';
import type { Sight } from '#domain/conditions/index.ts';
import type { DecisionContext } from '#domain/decision.ts';
import type { LeadFacts, LeadState, Verdict } from '#domain/lead.ts';
import type { Words } from '#domain/wording.ts';
import type { ClauseTexts } from './clause-texts.ts';

/** notYet: time, the lead or sales can still meet it · notMet: it fails as things are. */
export type Standing = 'met' | 'notMet' | 'notYet' | 'doesNotApply';

/** `job title contains “director”: no, it is “Assistant”`, without a full stop. */
export interface ConditionLine {
  readonly holds: boolean;
  readonly text: string;
}

export interface ClauseLine {
  /** Where it stands in the document, with ids for list places: `score.gates.competitor`, `stages.mql.entry`. */
  readonly clause: string;
  readonly standing: Standing;
  /** One sentence. */
  readonly text: string;
  /** The clause's conditions as they stand: groups, one of which must hold as a whole. Empty where it has none. */
  readonly conditions: readonly (readonly ConditionLine[])[];
}

/** A lead at an instant, judged. */
export interface Judged {
  readonly agreement: Agreement;
  readonly facts: LeadFacts;
  /** As the decision in force left it. */
  readonly state: LeadState;
  readonly context: DecisionContext;
  readonly verdict: Verdict;
  readonly sight: Sight;
  readonly words: Words;
  readonly texts: ClauseTexts;
  /** Of the lead's cycle, as they are at the instant. */
  readonly clocks: readonly ClockStanding[];
}

export function lineOf(clause: string, standing: Standing, text: string): ClauseLine {
  return { clause, standing, text, conditions: [] };
}
