// What of a lead the rules may look at: no more than the agreement in force names.
import { describe, expect, it } from 'vitest';
import { emptyMirror } from '#domain/mirror.ts';
import { factsOf, type ReadyLead } from '#pipeline/lead-inputs.ts';
import { agreementWith, T0 } from '#test/support/builders.ts';
import { deal } from '#test/support/lifecycle-stories.ts';

describe('deals that an earlier version read', () => {
  it.each([
    [true, [deal()]],
    [false, []],
  ])('with deals %s in the agreement in force', (deals, seen) => {
    const agreement = agreementWith({ needs: { contact: [], company: [], deals } });
    const lead = {
      loaded: { contactId: '1', knownDeals: [deal()], pauses: [], excuses: [], takenBack: [] },
      mirror: emptyMirror(T0),
      companyId: null,
      deals: null,
      hubspotLeads: null,
    } as unknown as ReadyLead; // the parts that facts are made of

    expect(factsOf({ agreement, companies: {} }, lead, []).deals).toEqual(seen);
  });
});
