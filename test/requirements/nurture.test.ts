// R37 to R39 as tables that a RevOps person can read: track, maturity, theme, re-entry, relaunch.
import { describe, expect, it } from 'vitest';
import { parseAgreement } from '#agreement/parse.ts';
import type { Instant } from '#domain/agreement.ts';
import { decide } from '#domain/decide.ts';
import { initialState, type LeadFacts, type Signal } from '#domain/lead.ts';
import { isSameNurture, NO_NURTURE } from '#domain/nurture.ts';
import { ENGLISH_TEMPLATE, edited, FRENCH_TEMPLATE } from '#test/support/agreement-text.ts';
import {
  agreementWith,
  contactIs,
  contextAt,
  daysAfter,
  decideInTurn,
  factsWith,
  hotFacts,
  hotWith,
  hoursAfter,
  LATER,
  rejectedAnswer,
  scoreAtLeast,
  signal,
  T0,
  wanted,
  when,
} from '#test/support/builders.ts';

const TRACKS = [
  { id: 'wait-for-project', label: 'Waits for a project', when: null, after: ['budget'] },
  { id: 'not-now', label: 'Right company, wrong moment', when: when(scoreAtLeast(20, 'fit')), after: null },
  { id: 'learn', label: 'Learning', when: null, after: null },
];
const THEMES = [
  { id: 'price', label: 'Prices', contains: ['pricing', 'tarif'] },
  { id: 'proof', label: 'Customer stories', contains: ['case-stud', 'cas-client'] },
];
const agreement = agreementWith({
  nurture: {
    inactiveAfterDays: 90,
    relaunch: { attempts: 2, sunsetAfterDays: 180 },
    maturing: when(scoreAtLeast(25)),
    tracks: TRACKS,
    themes: THEMES,
  },
});

function seen(
  facts: LeadFacts,
  now: Instant = T0,
  ofAgreement = agreement,
): Record<string, string | undefined> {
  const decision = decide(ofAgreement, { facts, state: initialState() }, contextAt(now));
  return {
    track: wanted(decision, 'accord_nurture_track'),
    maturity: wanted(decision, 'accord_maturity'),
    theme: wanted(decision, 'accord_theme'),
    relaunch: wanted(decision, 'accord_relaunch'),
    reentry: wanted(decision, 'accord_reentry_date'),
  };
}

const recent = { createdAt: hoursAfter(T0, -48) };
const page = (detail: string, daysAgo: number): Signal => signal('pageView', daysAfter(T0, -daysAgo), detail);

describe('R37: immature leads go to nurture', () => {
  it.each([
    ['a new contact', factsWith(recent), 'learn', 'immature'],
    [
      'a good company without interest',
      factsWith({ ...recent, contact: { size: 'big' } }),
      'not-now',
      'immature',
    ],
    [
      'one form, 40 points',
      factsWith({ ...recent, signals: [signal('form', hoursAfter(T0, -1))] }),
      'learn',
      'maturing',
    ],
    ['a lead that sales have', hotFacts, '', ''],
    ['a competitor', factsWith({ ...recent, contact: { competitor: 'yes' } }), '', ''],
    ['a customer', factsWith({ ...recent, contact: { lifecyclestage: 'customer' } }), '', ''],
  ])('%s: track “%s”, maturity “%s”', (...[, facts, track, maturity]) => {
    expect(seen(facts)).toMatchObject({ track, maturity });
  });

  it('a lead over the line that may not be handed over yet is ready', () => {
    const strict = agreementWith({
      nurture: agreement.nurture,
      data: { mandatory: { ...agreement.data.mandatory, mql: { fields: ['lastname'], how: 'block' } } },
    });

    expect(seen(hotFacts, T0, strict)).toMatchObject({ track: 'not-now', maturity: 'ready' });
  });

  it('a rejected lead goes to the track of its reason, with the day from which it may come back', () => {
    const decision = decideInTurn(agreement, [
      { facts: hotFacts, context: contextAt(T0) },
      { facts: hotWith({ contact: rejectedAnswer }), context: contextAt(LATER) },
    ]);

    expect(decision.state.recycleReason).toBe('rejected:No budget');
    expect(wanted(decision, 'accord_nurture_track')).toBe('wait-for-project');
    expect(wanted(decision, 'accord_reentry_date')).toBe(String(Date.parse(daysAfter(LATER, 30))));
  });
});

describe('R37: the track of a recycled lead names how its cycle ended', () => {
  const endings = [
    ['rejected'],
    ['budget'],
    ['lost-interest'],
    ['cooled'],
    ['reject'],
    ['disqualified'],
    [''],
  ];
  const byEnding = agreementWith({
    nurture: {
      tracks: endings.map(([ending = '']) => ({
        id: `after-${ending}`,
        label: ending,
        when: null,
        after: [ending],
      })),
    },
    disqualify: [{ id: 'bounced', label: 'Bounced', when: when(contactIs('bounced', 'yes')) }],
    // What sales may say, though it reads as one of Accord's own endings.
    rejectReasons: [{ id: 'lost-interest', label: 'Cooled', clause: null }],
  });
  const after = (facts: LeadFacts): (string | undefined)[] => {
    const decision = decideInTurn(byEnding, [
      { facts: hotFacts, context: contextAt(T0) },
      { facts, context: contextAt(LATER) },
    ]);
    return [wanted(decision, 'accord_nurture_track'), wanted(decision, 'accord_maturity')];
  };

  it.each([
    [
      'rejected for a reason: the first track that names either',
      hotWith({ contact: rejectedAnswer }),
      'after-rejected',
      'ready',
    ],
    ['cooled', factsWith({ contact: { lifecyclestage: 'lead' } }), 'after-cooled', 'immature'],
    ['disqualified: none', hotWith({ contact: { bounced: 'yes' } }), '', ''],
    ['still with sales: none', hotFacts, '', ''],
  ])('%s', (...[, facts, track, maturity]) => {
    expect(after(facts)).toEqual([track, maturity]);
  });
});

describe('R38: the theme follows behaviour', () => {
  const both = [page('/pricing', 9), page('/pricing/eu', 8), page('/case-studies/acme', 2), page('/blog', 1)];

  it.each([
    ['nothing read', [], 'recent', ''],
    ['only pages without theme', [page('/about', 1)], 'recent', ''],
    ['prices, then a customer story', both, 'recent', 'proof'],
    ['prices twice, a customer story once', both, 'frequent', 'price'],
    ['one of each, the story later', both.slice(1), 'frequent', 'proof'],
    [
      'a form counts as a page does',
      [signal('form', daysAfter(T0, -1), 'Demande de TARIF')],
      'recent',
      'price',
    ],
    ['an opened mail tells nothing', [signal('emailOpen', daysAfter(T0, -1), 'pricing')], 'recent', ''],
    ['a page that names two themes tells the first', [page('/pricing/case-study', 1)], 'recent', 'price'],
  ] as const)('%s: %s → “%s”', (...[, signals, themeBy, theme]) => {
    const by = agreementWith({ nurture: { ...agreement.nurture, themeBy } });

    expect(seen(factsWith({ ...recent, signals }), T0, by)['theme']).toBe(theme);
  });
});

describe('R39: silent leads are relaunched, and left alone in time', () => {
  const silentSince = (daysAgo: number, earlier: readonly number[] = []): LeadFacts =>
    factsWith({
      createdAt: daysAfter(T0, -600),
      signals: [...earlier, daysAgo]
        .map((days) => page('/blog', days))
        .toSorted((a, b) => (a.at < b.at ? -1 : 1)),
    });
  const since = contextAt(T0, { baselineAt: daysAfter(T0, -500) });
  const relaunchOf = (facts: LeadFacts): string | undefined =>
    wanted(decide(agreement, { facts, state: initialState() }, since), 'accord_relaunch');

  it.each([
    ['seen yesterday', silentSince(1), ''],
    ['seen 89 days ago', silentSince(89), ''],
    ['seen 90 days ago: first relaunch', silentSince(90), '1'],
    ['seen 269 days ago, and silent once before: still the second', silentSince(269, [500]), '2'],
    ['silent once before: second relaunch', silentSince(95, [250]), '2'],
    ['silent twice before: the two attempts are used', silentSince(95, [200, 330]), 'sunset'],
    ['seen 270 days ago: nobody answered for 180 days', silentSince(270), 'sunset'],
    ['silent for exactly 90 days once before', silentSince(95, [185]), '2'],
    ['never silent for 90 days before', silentSince(95, [184.9]), '1'],
    ['silent before from the instant of the switch-on on', silentSince(95, [590]), '1'],
    ['silent before from just after the switch-on on', silentSince(95, [589.99]), '2'],
    ['a visit is dated ten days ahead', silentSince(-10, [95]), '1'],
  ])('%s → “%s”', (_, facts, relaunch) => {
    const counted = factsWith({ ...facts, createdAt: facts.signals[0]?.at ?? facts.createdAt });

    expect(relaunchOf({ ...counted, signals: facts.signals })).toBe(relaunch);
  });

  it('silences of before Accord was switched on do not count', () => {
    const facts = factsWith({
      createdAt: daysAfter(T0, -900),
      signals: [page('/blog', 700), page('/blog', 95)],
    });

    expect(relaunchOf(facts)).toBe('1');
  });

  it.each([
    ['switched on for the first time then', daysAfter(T0, -500), 'sunset'],
    ['switched on for the first time just now', T0, '1'],
    ['a decision of an earlier release, which counted from the baseline', undefined, '1'],
  ] as const)(
    'a publication today gives nobody his relaunches back: %s → “%s”',
    (_, firstLiveAt, relaunch) => {
      const facts = factsWith({
        createdAt: daysAfter(T0, -330),
        signals: silentSince(95, [200, 330]).signals,
      });
      const published = contextAt(T0, {
        regime: 2,
        baselineAt: T0,
        ...(firstLiveAt === undefined ? {} : { firstLiveAt }),
      });

      expect(wanted(decide(agreement, { facts, state: initialState() }, published), 'accord_relaunch')).toBe(
        relaunch,
      );
    },
  );

  it('the next look is at the very instant at which a lead falls silent, then at the one at which it is given up', () => {
    const facts = factsWith({ createdAt: daysAfter(T0, -70), signals: [page('/blog', 70)] });
    const first = decide(agreement, { facts, state: initialState() }, contextAt(T0));
    const silent = decide(agreement, { facts, state: first.state }, contextAt(daysAfter(T0, 20)));
    const before = decide(agreement, { facts, state: silent.state }, contextAt(daysAfter(T0, 199)));
    const after = decide(agreement, { facts, state: before.state }, contextAt(daysAfter(T0, 200)));

    expect(first.reviewAt).toEqual({ at: daysAfter(T0, 20), exact: true });
    expect(wanted(silent, 'accord_maturity')).toBe('inactive');
    expect(wanted(silent, 'accord_relaunch')).toBe('1');
    expect(before.reviewAt).toEqual({ at: daysAfter(T0, 200), exact: true });
    expect(wanted(after, 'accord_relaunch')).toBe('sunset');
  });

  it('nobody is relaunched where the agreement relaunches nobody', () => {
    const silent = agreementWith({ nurture: { inactiveAfterDays: 10 } });

    expect(seen(factsWith(), T0, silent)).toMatchObject({ maturity: 'inactive', relaunch: '' });
  });

  it('any sign of life ends the silence; a mail opened by a proxy and a call by sales do not', () => {
    const silent = silentSince(95).signals;
    const alive = (kind: Signal['kind']): string | undefined =>
      seen(
        factsWith({ createdAt: daysAfter(T0, -95), signals: [...silent, signal(kind, daysAfter(T0, -1))] }),
      )['relaunch'];

    expect(alive('emailReply')).toBe('');
    expect(alive('emailOpen')).toBe('1');
    expect(alive('touch')).toBe('1');
  });
});

describe('R38: a page that is dated ahead', () => {
  it('tells its theme at its instant, and the next look is then', () => {
    const facts = factsWith({ ...recent, signals: [page('/pricing', -0.5)] });
    const now = decide(agreement, { facts, state: initialState() }, contextAt(T0));

    expect(wanted(now, 'accord_theme')).toBe('');
    expect(now.reviewAt?.at).toBe(daysAfter(T0, 0.5));
    expect(seen(facts, daysAfter(T0, 0.5))['theme']).toBe('price');
  });

  it('is none of nurture’s out of scope, where nobody falls silent either', () => {
    const left = agreementWith({
      scope: { include: null, exclude: when(contactIs('kind', 'own')) },
      nurture: { inactiveAfterDays: 10, themes: THEMES },
    });
    const facts = factsWith({ ...recent, contact: { kind: 'own' }, signals: [page('/pricing', -0.5)] });

    expect(decide(left, { facts, state: initialState() }, contextAt(T0)).reviewAt).toBeNull();
  });

  it('is looked at again also where nobody is ever inactive', () => {
    const alert = agreementWith({ nurture: { themes: THEMES } });
    const facts = factsWith({ ...recent, signals: [page('/pricing', -0.5)] });

    expect(decide(alert, { facts, state: initialState() }, contextAt(T0)).reviewAt?.at).toBe(
      daysAfter(T0, 0.5),
    );
  });

  it.each([
    ['track', { track: 'learn' }],
    ['maturity', { maturity: 'ready' }],
    ['theme', { theme: 'price' }],
    ['re-entry', { reentryAt: T0 }],
    ['relaunch', { relaunch: '1' }],
  ] as const)('is news where the %s differs', (_, change) => {
    expect(isSameNurture(NO_NURTURE, NO_NURTURE)).toBe(true);
    expect(isSameNurture(NO_NURTURE, { ...NO_NURTURE, ...change })).toBe(false);
  });
});

describe('R40: what workflows start from is written only when it changes', () => {
  it('weeks of small moves of the score change no property that a workflow starts from', () => {
    const facts = factsWith({ ...recent, signals: [page('/pricing', 1)] });
    const values = Array.from({ length: 40 }, (_, day) => JSON.stringify(seen(facts, daysAfter(T0, day))));

    expect(new Set(values).size).toBe(1);
  });
});

describe('the document', () => {
  const options = { id: 'main', version: 1, year: 2026 };

  it.each([
    ['en', ENGLISH_TEMPLATE],
    ['fr', FRENCH_TEMPLATE],
  ])('of the template in %s has tracks, themes, maturity and relaunch', (_, text) => {
    const parsed = parseAgreement(text, options);
    if (!parsed.ok) throw new Error('the template does not parse');
    const { nurture } = parsed.value.agreement;

    expect(nurture.tracks.map(({ id }) => id)).toEqual(['wait-for-project', 'not-now', 'learn']);
    expect(nurture.themes.length).toBeGreaterThan(2);
    expect(nurture).toMatchObject({ inactiveAfterDays: 90, relaunch: { attempts: 3, sunsetAfterDays: 180 } });
    expect(
      parsed.value.notYetRun.map(({ path }) => path).filter((path) => /^(data|nurture)/.test(path)),
    ).toEqual([]);
  });

  it.each([
    ['after: [no-project, no-budget]', 'after: [no-projet]', 'no-project'],
    ['after: [no-project, no-budget]', 'after: [coold]', 'cooled'],
    ['themeBy: recent', 'themeBy: recnt', 'recent'],
  ])('“%s” written “%s” is refused with the suggestion %s', (from, to, suggestion) => {
    const parsed = parseAgreement(edited(from, to), options);

    expect(!parsed.ok && parsed.error).toMatchObject([{ suggestion }]);
  });
});
