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

describe('a note on a rejection', () => {
  const NOTE = 'accord_reject_note';
  const at = (value: string) => ({ v: value, at: T0, k: '' });

  it.each([
    ['nobody wrote one', { [NOTE]: at('') }, []],
    [
      'nobody wrote one beside the card’s answer',
      { [NOTE]: at(''), $card_answer: at('reject:budget') },
      ['$card_answer'],
    ],
    ['it stands in HubSpot', { [NOTE]: at('ring in May') }, [NOTE]],
    [
      'the card’s was taken out in HubSpot',
      { [NOTE]: at(''), $card_answer: at('reject:budget\u001fring in May') },
      ['$card_answer', NOTE],
    ],
  ])('is a fact only where it says something: %s', (_what, cells, seen) => {
    const agreement = agreementWith({ needs: { contact: [], company: [], deals: false } });
    const lead = {
      loaded: { contactId: '1', knownDeals: [], pauses: [], excuses: [], takenBack: [] },
      mirror: { ...emptyMirror(T0), cells },
      companyId: null,
      deals: null,
      hubspotLeads: null,
    } as unknown as ReadyLead; // the parts that facts are made of

    expect(Object.keys(factsOf({ agreement, companies: {} }, lead, []).contact)).toEqual(seen);
  });
});
