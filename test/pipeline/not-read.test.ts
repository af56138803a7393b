// What a draft looks at unread: counted as empty in its preview.
import { expect, it } from 'vitest';
import { notRead } from '#pipeline/versions/not-read.ts';
import { agreementWith } from '#test/support/builders.ts';

it('is what no agreement in force looks at: properties, HubSpot leads, lists', () => {
  const inForce = [
    agreementWith({ needs: { contact: ['zip'], company: [], deals: true, lists: ['partners'] } }),
    agreementWith({ needs: { contact: ['city'], company: [], deals: true } }),
  ];
  const needs = { contact: ['city', 'zip'], company: [], deals: true, lists: ['partners'] };

  expect(notRead(agreementWith({ needs }), inForce)).toEqual([]);
  expect(
    notRead(
      agreementWith({
        needs: { ...needs, contact: ['country'], hubspotLeads: true, lists: ['competitors', 'partners'] },
      }),
      inForce,
    ),
  ).toEqual(['country', 'hubspotLead.hs_pipeline_stage', 'list.competitors']);
});
