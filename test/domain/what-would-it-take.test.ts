// What it would take, by example: what stands in the way of every try, and how many ways are looked for.
import { describe, expect, it } from 'vitest';
import { SIGNAL_KINDS } from '#domain/agreement.ts';
import { MAX_CHANGES, MAX_WAYS, type Outlook, whatWouldItTake } from '#domain/explain/what-would-it-take.ts';
import {
  type AgreementChanges,
  contactIs,
  contextAt,
  daysAfter,
  engagementRule,
  factsWith,
  fitRule,
  hotWith,
  mandatory,
  T0,
  when,
} from '#test/support/builders.ts';
import {
  HANDED_OVER,
  inputOf,
  RECYCLED,
  type Situation,
  small,
  stage,
} from '#test/support/clause-stories.ts';
import { PAUSED_SOURCE } from '#test/support/source-pause.ts';

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
    ['a contact that is gone', { facts: { ...small, gone: true } }, none({ kind: 'gone' })],
    [
      'nothing by name, where the lead meets the entry now and no longer once it may come back',
      {
        agreement: { stages: { mqlEntry: when({ kind: 'stageAge', operator: 'LT', days: 5 }) } },
        state: { ...RECYCLED, stage: stage('lead') },
      },
      none(),
    ],
  ])('is %s', (_, situation, outlook) => {
    expect(found(situation)).toEqual(outlook);
  });

  it('is the pause of the source that the lead comes from', () => {
    const outlook = whatWouldItTake({
      ...inputOf({}),
      context: contextAt(T0, { sourcePause: PAUSED_SOURCE }),
    });

    expect(outlook).toEqual(none({ kind: 'sourcePause', source: 'PAID_SOCIAL' }));
  });
});

describe('the most that a lead may come to', () => {
  const hasPhone = when({
    kind: 'property',
    object: 'contact',
    property: 'phone',
    operator: 'HAS_PROPERTY',
  });
  /** A line of 50, of which signs of interest give 20 at most and a telephone number the rest. */
  const withPhone = (points: number): AgreementChanges => ({
    data: mandatory({ mql: ['phone'] }, 'warn'),
    score: {
      fit: { cap: 100_000, groups: [], rules: [fitRule('phone', points, hasPhone)] },
      engagement: { cap: 20_000, groups: [], rules: [engagementRule('form', 40)] },
      gates: [gate('size')],
    },
  });

  it('is told with every field filled in that brings it nearer', () => {
    const outlook = found({ facts: factsWith(), agreement: withPhone(10) });
    const ceiling = { part: 'total', fit: 10_000, cap: 20_000, most: 30_000, needed: 50_000 };

    expect(outlook).toEqual({ ...none({ kind: 'entry' }), ceiling });
  });

  it('is not told where a field brings the line within reach and something else stands in the way', () => {
    expect(found({ facts: small, agreement: withPhone(40) })).toEqual(none({ kind: 'gate', id: 'size' }));
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

  it('tries two signs of interest together, each pair once', () => {
    const two = rules.slice(0, 2).map((rule) => ({ ...rule, points: 30_000 }));
    const outlook = found({
      facts: small,
      agreement: { score: { engagement: { cap: 100_000, groups: [], rules: two } } },
    });
    const ways = outlook.kind === 'ways' ? outlook.ways : [];
    const [one, other] = SIGNAL_KINDS;

    expect(
      ways.map(({ changes }) => changes.map((change) => (change.kind === 'signal' ? change.signal : ''))),
    ).toEqual([
      [one, one],
      [one, other],
      [other, other],
    ]);
  });

  it('tries what a person may decide together with each sign of interest', () => {
    const outlook = found({
      facts: factsWith({ contact: { hs_email_optout: 'true' } }),
      agreement: scoring({ gates: [gate('optout', optedOut)] }),
    });
    const ways = outlook.kind === 'ways' ? outlook.ways : [];

    expect(
      ways.map(({ changes }) => changes.map((change) => ('signal' in change ? change.signal : change.kind))),
    ).toEqual(SIGNAL_KINDS.slice(0, MAX_WAYS).map((kind) => ['property', kind]));
  });

  it('goes on to a later wait where the first one is not enough', () => {
    const outlook = found({ agreement: { nurture: { cyclesPerYear: 1 } }, state: RECYCLED });
    const ways = outlook.kind === 'ways' ? outlook.ways : [];

    expect(ways.map(({ changes }) => changes)).toEqual([
      [
        { kind: 'wait', until: daysAfter(T0, 345) },
        { kind: 'signal', rule: 'form', signal: 'form', detail: '' },
      ],
    ]);
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
