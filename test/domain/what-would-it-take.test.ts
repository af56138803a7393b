// What it would take, by example: what stands in the way of every try, and how many ways are looked for.
import { describe, expect, it } from 'vitest';
import { SIGNAL_KINDS } from '#domain/agreement.ts';
import { MAX_CHANGES, MAX_WAYS, type Outlook, whatWouldItTake } from '#domain/explain/what-would-it-take.ts';
import {
  type AgreementChanges,
  contactIs,
  daysAfter,
  engagementRule,
  hotWith,
  mandatory,
  T0,
  when,
} from '#test/support/builders.ts';
import { HANDED_OVER, inputOf, RECYCLED, type Situation, small } from '#test/support/clause-stories.ts';

const found = (situation: Situation): Outlook => whatWouldItTake(inputOf(situation));

const isSmall = when(contactIs('size', 'small'));
const optedOut = when(contactIs('hs_email_optout', 'true'));
const gate = (id: string, filter = isSmall) => ({ id, label: id, when: filter });
const none = (...blockers: readonly object[]) => ({
  kind: 'none',
  blockers,
  upTo: MAX_CHANGES,
  ceiling: null,
});

describe('what stands in the way', () => {
  it.each<[string, Situation, object]>([
    ['nothing of a lead with sales', { state: HANDED_OVER }, { kind: 'withSales' }],
    [
      'an ending for good',
      { agreement: { nurture: { coolDowns: { noContact: null } } }, state: RECYCLED },
      none({ kind: 'never' }),
    ],
    [
      'the scope',
      { facts: small, agreement: { scope: { include: null, exclude: isSmall } } },
      none({ kind: 'scope' }),
    ],
    [
      'a rule that disqualifies',
      { facts: small, agreement: { disqualify: [gate('left')] } },
      none({ kind: 'disqualified', id: 'left' }),
    ],
    [
      'an entry that no change meets',
      { facts: small, agreement: { stages: { mqlEntry: when(contactIs('size', 'big')) } } },
      none({ kind: 'entry' }),
    ],
    [
      'of two gates the one that no change opens',
      {
        facts: hotWith({ contact: { size: 'small', hs_email_optout: 'true' } }),
        agreement: { score: { gates: [gate('optout', optedOut), gate('size')] } },
      },
      none({ kind: 'gate', id: 'size' }),
    ],
  ])('is %s', (_, situation, outlook) => {
    expect(found(situation)).toEqual(outlook);
  });
});

describe('the search', () => {
  const rules = SIGNAL_KINDS.map((kind) => engagementRule(kind, 60, { signal: kind }));
  const scoring = (more: AgreementChanges['score']): AgreementChanges => ({
    score: { engagement: { cap: 100_000, groups: [], rules }, ...more },
  });

  it('ends with five ways', () => {
    const outlook = found({ facts: small, agreement: scoring({}) });

    expect(outlook.kind === 'ways' ? outlook.ways.length : 0).toBe(MAX_WAYS);
  });

  it('ends with five ways that wait, each with the shortest wait', () => {
    const outlook = found({ agreement: scoring({}), state: RECYCLED });
    const ways = outlook.kind === 'ways' ? outlook.ways : [];

    expect(ways.map(({ changes }) => changes[0])).toEqual(
      Array.from({ length: MAX_WAYS }, () => ({ kind: 'wait', until: daysAfter(T0, 20) })),
    );
  });

  it('says up to which size it has tried everything', () => {
    const many = Array.from({ length: 30 }, (_, index) =>
      engagementRule(`form-${index}`, 1, { detailContains: `form ${index + 10}` }),
    );
    const tooFew = { score: { engagement: { cap: 10_000, groups: [], rules: many } } };

    expect(found({ facts: small, agreement: tooFew })).toMatchObject({ kind: 'none', upTo: 2 });
  });

  it('asks for no mandatory field that an overlay, met by the other changes, does not ask for', () => {
    const overlays = [
      {
        id: 'subscribed',
        label: 'Subscribed',
        when: when(contactIs('hs_email_optout', 'false')),
        teams: [],
        changes: { mandatoryForMql: [] },
      },
    ];
    const outlook = found({
      facts: hotWith({ contact: { hs_email_optout: 'true' } }),
      agreement: {
        data: mandatory({ mql: ['phone'] }),
        score: { gates: [gate('optout', optedOut)] },
        overlays,
      },
    });
    const ways = outlook.kind === 'ways' ? outlook.ways : [];

    expect(ways.map(({ changes }) => changes)).toEqual([
      [{ kind: 'property', property: 'hs_email_optout', value: 'false' }],
    ]);
  });
});
