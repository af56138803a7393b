// The invariants as tests of one portal at rest, alike for every whole-app run: Accord's tables held against HubSpot by
// the independent oracle. Leaves running the portal, and waiting for its rest, to the caller.
import { expect, it } from 'vitest';
import {
  findChainViolations,
  findDecisionViolations,
  findFactViolations,
  findTaskViolations,
  findUnsettledLeads,
  findUnwrittenProperties,
} from '#test/oracle/invariants.ts';
import type { Evidence } from './collect.ts';
import { type Calls, findLostEvents } from './steps.ts';

/** HubSpot's limit for marketplace apps, per portal and 10 s. */
const RATE_LIMIT = 110;

export interface Findings {
  /** Collected at rest. */
  readonly evidence: Evidence;
  readonly calls: Calls;
}

/** `read` is asked when the tests run, after the hooks and tests before them. */
export function itHoldsTheInvariants(read: () => Findings): void {
  it('lost no accepted event, stored each once (I1, I2)', () => {
    expect(findLostEvents(read().evidence)).toEqual([]);
  });

  it('holds the facts that the events and HubSpot tell (I3a)', () => {
    const { facts, accepted } = read().evidence;
    expect(findFactViolations(facts, accepted, FACT_PROPERTIES).slice(0, 5)).toEqual([]);
  });

  it('decided as the oracle decides, from what was known (I3b)', () => {
    expect(findDecisionViolations(read().evidence.decisions).slice(0, 5)).toEqual([]);
  });

  it('has states and pool turns that follow from one another (I3c)', () => {
    expect(findChainViolations(read().evidence.decisions).slice(0, 5)).toEqual([]);
  });

  it('would change nothing by deciding again (I3d)', () => {
    const { decisions, facts, now } = read().evidence;
    expect(findUnsettledLeads(decisions, facts, now).slice(0, 5)).toEqual([]);
  });

  it('has in HubSpot what it wants there, and one open task per lead at most (I3e, I5)', () => {
    const { decisions, hubspot } = read().evidence;
    expect(findUnwrittenProperties(decisions, hubspot).slice(0, 5)).toEqual([]);
    expect(findTaskViolations(decisions, hubspot).slice(0, 5)).toEqual([]);
    expect(hubspot.tasks.length).toBeGreaterThan(50);
  });

  it('never exceeded the rate limit (I7)', () => {
    const { calls } = read();
    expect(calls.rateLimited).toBe(0);
    expect(calls.peak).toBeLessThanOrEqual(RATE_LIMIT);
  });
}

/** Stored properties that fire webhooks; what HubSpot calculates is known by reading. */
export const FACT_PROPERTIES = [
  'jobtitle',
  'country',
  'company',
  'lastname',
  'email',
  'lifecyclestage',
  'hubspot_owner_id',
  'hs_email_optout',
  'accord_answer',
  'accord_reject_reason',
];
