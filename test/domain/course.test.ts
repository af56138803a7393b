// Until when answers are spent once a cycle ends.
import { expect, it } from 'vitest';
import { spendAnswers } from '#domain/course.ts';
import { viewLead } from '#domain/view.ts';
import {
  agreementWith,
  cell,
  contextAt,
  type FactChanges,
  factsWith,
  hoursAfter,
  T0,
} from '#test/support/builders.ts';
import { deal, hubspotLead } from '#test/support/lifecycle-stories.ts';

const AHEAD = hoursAfter(T0, 1);

it.each<[string, FactChanges, string]>([
  ['nothing', {}, T0],
  ['an answer of before', { contact: { accord_answer: cell('accept', hoursAfter(T0, -1)) } }, T0],
  [
    'an answer that a clock ahead of ours dates',
    { contact: { accord_answer: cell('accept', AHEAD) } },
    AHEAD,
  ],
  ['its reason', { contact: { accord_reject_reason: cell('budget', AHEAD) } }, AHEAD],
  ['an answer by the card', { contact: { $card_answer: cell('accept', AHEAD) } }, AHEAD],
  ['HubSpot’s lead status', { contact: { hs_lead_status: cell('OPEN', AHEAD) } }, AHEAD],
  ['another property', { contact: { city: cell('Lyon', AHEAD) } }, T0],
  ['a stage of a HubSpot lead', { hubspotLeads: [hubspotLead({ stageAt: AHEAD })] }, AHEAD],
  ['a new deal', { deals: [deal({ createdAt: AHEAD, statusAt: T0 })] }, AHEAD],
  ['a deal that ended', { deals: [deal({ createdAt: T0, statusAt: AHEAD })] }, AHEAD],
])('%s', (_, facts, until) => {
  const view = viewLead(agreementWith(), factsWith(facts));

  expect(spendAnswers({ context: contextAt(T0), view })).toBe(until);
});
