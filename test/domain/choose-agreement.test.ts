// What is read before one of several agreements is chosen: whatever any of them looks at.
import { expect, it } from 'vitest';
import { needsOfAll } from '#domain/choose-agreement.ts';
import { agreementWith } from '#test/support/builders.ts';

it('reads HubSpot leads, deals and properties where any of the agreements in force looks at them', () => {
  const plain = agreementWith({ needs: { contact: ['city'], company: [], deals: false } });
  const looking = agreementWith({
    id: 'brand',
    needs: { contact: ['country'], company: ['name'], deals: true, hubspotLeads: true },
  });

  expect(needsOfAll([plain, looking]).needs).toEqual({
    contact: ['city', 'country'],
    company: ['name'],
    deals: true,
    hubspotLeads: true,
  });
  expect(needsOfAll([plain, plain]).needs).not.toHaveProperty('hubspotLeads');
});
