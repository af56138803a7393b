// Leads at which a clause of the agreement stands one way or another, for tables of what their page says. A big company is
// worth 20 points, a form 40; an MQL needs 50.
import { type ExplainInput, explain } from '#domain/explain/explanation.ts';
import { initialState, type LeadState, type TrackedValue } from '#domain/lead.ts';
import {
  type AgreementChanges,
  agreementWith,
  contextAt,
  daysAfter,
  factsWith,
  hotFacts,
  hoursAfter,
  T0,
} from './builders.ts';
import { visible } from './lead-stories.ts';

/** Fits nothing and has done nothing. */
export const small = factsWith({ contact: { size: 'small', country: 'Malta', lifecyclestage: 'lead' } });

/** A lead of `builders.ts` under its agreement at T0, with what is said of it instead. */
export interface Situation {
  readonly agreement?: AgreementChanges;
  readonly facts?: ExplainInput['facts'];
  readonly state?: Partial<LeadState>;
  readonly now?: string;
}

/** Set by somebody in HubSpot the day before. */
export function stage(value: string): TrackedValue {
  return { value, before: value, by: 'other', at: daysAfter(T0, -1) };
}

/** Two hours ago, with an owner. */
export const HANDED_OVER: Partial<LeadState> = {
  status: 'handedOver',
  stage: stage('marketingqualifiedlead'),
  owner: stage('7'),
  cycle: 1,
  handOvers: [hoursAfter(T0, -2)],
  handedOverAt: hoursAfter(T0, -2),
  assignedAt: hoursAfter(T0, -2),
};
export const RECYCLED: Partial<LeadState> = {
  status: 'recycled',
  recycleReason: 'noContact',
  recycledAt: daysAfter(T0, -10),
  cycle: 1,
  handOvers: [daysAfter(T0, -20)],
};

export function inputOf({ agreement = {}, facts = hotFacts, state = {}, now = T0 }: Situation): ExplainInput {
  const known: LeadState = { ...initialState(), regime: 1, stage: stage('lead'), ...state };
  return { agreement: agreementWith(agreement), facts, state: known, context: contextAt(now) };
}

export function lineOf(
  situation: Situation,
  clause: string,
  language: 'en' | 'fr',
): [string | undefined, string] {
  const line = explain(inputOf(situation), language).clauses.find((one) => one.clause === clause);
  return [line?.standing, visible(line?.text ?? '')];
}

export type Row = readonly [
  what: string,
  situation: Situation,
  clause: string,
  standing: string,
  english: string,
  french: string,
];
