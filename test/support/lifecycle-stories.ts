// Stories for the lifecycle tables: a hot lead is handed over, then something happens, and the record says so in English and
// French.
import type { CustomStage, Instant } from '#domain/agreement.ts';
import type { Decision } from '#domain/decision.ts';
import { explainLead } from '#domain/explain/decision-sentences.ts';
import type { Deal, HubspotLead } from '#domain/lead.ts';
import {
  type AgreementChanges,
  agreementWith,
  cell,
  contactIs,
  HALF_LATER,
  hotWith,
  LATER,
  thenSeen,
  when,
} from './builders.ts';

/** A portal with stages of its own: accepted by sales, recycled, disqualified. */
const CUSTOM: readonly CustomStage[] = [
  { id: 'sal', label: 'SAL', lifecycle: '1001', after: 'mql', moment: 'accepted' },
  { id: 'recycled', label: 'Recycled', lifecycle: '1002', after: null, moment: 'recycled' },
  { id: 'out', label: 'Out', lifecycle: '1003', after: null, moment: 'disqualified' },
];
export const OWN_STAGES: AgreementChanges = {
  stages: { custom: CUSTOM },
  disqualify: [{ id: 'bounced', label: 'Bounced', when: when(contactIs('bounced', 'yes')) }],
};
export const MAPPED: AgreementChanges = {
  answers: {
    leadStatus: {
      open_deal: { answer: 'accept', reason: '' },
      in_progress: { answer: 'working', reason: '' },
      unqualified: { answer: 'reject', reason: 'No budget' },
      bad_timing: { answer: 'reject', reason: '' },
    },
    hubspotLeads: {
      stages: {
        connected: { answer: 'working', reason: '' },
        qualified: { answer: 'accept', reason: '' },
        disqualified: { answer: 'reject', reason: '' },
        '4711': { answer: 'reject', reason: 'Not now' },
      },
      reasons: { no_money: 'No budget' },
    },
    dealCreated: true,
    reasons: { 'no-budget': 'No budget', 'no budget': 'No budget' },
  },
};

export function deal(change: Partial<Deal> = {}): Deal {
  const plain = { id: '1', ownerId: '7', createdAt: HALF_LATER, pipeline: 'default', stage: 'a' };
  return { ...plain, status: 'open', statusAt: HALF_LATER, ...change };
}

export function hubspotLead(change: Partial<HubspotLead> = {}): HubspotLead {
  return { id: '1', stage: 'new-stage-id', stageAt: HALF_LATER, state: 'open', reason: '', ...change };
}

/** What the record shows: status, HubSpot's stage, and every sentence. */
export function read(decision: Decision, changes: AgreementChanges) {
  const agreement = agreementWith(changes);
  const tell = (language: 'en' | 'fr'): string => {
    const { why, whyNotYet } = explainLead(agreement, decision, language);
    return [...why, ...whyNotYet].join(' ').replaceAll('\u00a0', ' ');
  };
  const { status, stage } = decision.state;
  return { status, stage: stage.value, english: tell('en'), french: tell('fr') };
}

export interface Story {
  readonly changes: AgreementChanges;
  readonly contact?: Parameters<typeof hotWith>[0]['contact'];
  readonly signals?: Parameters<typeof hotWith>[0]['signals'];
  readonly deals?: readonly Deal[];
  readonly hubspotLeads?: readonly HubspotLead[];
  readonly now?: Instant;
}

/** The hot lead is handed over at T0, then this happens. */
export function happen({ changes, contact = {}, signals = [], now = LATER, ...others }: Story): Decision {
  const { deals = [], hubspotLeads = [] } = others;
  const facts = { ...hotWith({ contact, signals }), deals, hubspotLeads };
  return thenSeen(facts, agreementWith(changes), now);
}

/** A no with its reason, in our own property. */
export const NO = {
  accord_answer: cell('reject', HALF_LATER),
  accord_reject_reason: cell('budget', HALF_LATER),
};
