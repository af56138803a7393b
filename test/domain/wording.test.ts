// How numbers, days, times and names are written in both languages. The contract, tasks and explanations all read these.
import { describe, expect, it } from 'vitest';
import type { Duration } from '#domain/agreement.ts';
import { OWN_POOL } from '#domain/agreement-routing.ts';
import {
  countOf,
  exactPoints,
  formatClock,
  formatDay,
  formatPointsOf,
  formatShare,
} from '#domain/amounts.ts';
import { FIELD_LABELS } from '#domain/field-labels.ts';
import { capitalize, join, setFrench } from '#domain/typography.ts';
import { type Language, makeWords, type Names } from '#domain/wording.ts';
import { agreementWith, always, clausesWith, engagementRule, fitRule } from '#test/support/builders.ts';
import { visible } from '#test/support/lead-stories.ts';

const plain = { en: makeWords('en'), fr: makeWords('fr') };

describe('shares', () => {
  it.each([
    [0, '0%', '0~%'],
    [950_000, '95%', '95~%'],
    [125_000, '12.5%', '12,5~%'],
    [50_500, '5.05%', '5,05~%'],
    [1_000_000, '100%', '100~%'],
    [-12_500, '−1.25%', '−1,25~%'],
  ])('are told to the hundredth of a percent: %i', (millionths, english, french) => {
    expect(formatShare(millionths, 'en')).toBe(english);
    expect(visible(formatShare(millionths, 'fr'))).toBe(french);
  });
});

describe('points', () => {
  it.each([
    [0, '0', '0'],
    [49, '0', '0'],
    [50, '0.1', '0,1'],
    [-49, '0', '0'],
    [-50, '−0.1', '−0,1'],
    [999, '1', '1'],
    [32_500, '32.5', '32,5'],
    [999_000, '999', '999'],
    [1_000_000, '1,000', '1_000'],
    [-1_234_567_800, '−1,234,567.8', '−1_234_567,8'],
  ])('are told to one decimal: %i', (milliPoints, english, french) => {
    expect(plain.en.points(milliPoints)).toBe(english);
    expect(visible(plain.fr.points(milliPoints))).toBe(french);
  });

  it.each([
    [0, '0', '0'],
    [20_000, '20', '20'],
    [20_125, '20.125', '20,125'],
    [20_120, '20.12', '20,12'],
    [20_005, '20.005', '20,005'],
    [-500, '−0.5', '−0,5'],
    [1_200_000, '1,200', '1_200'],
  ])('are told to three decimals where they were agreed on: %i', (milliPoints, english, french) => {
    expect(exactPoints(milliPoints, 'en')).toBe(english);
    expect(visible(exactPoints(milliPoints, 'fr'))).toBe(french);
  });

  it.each([
    [0, '0 points', '0 point'],
    [500, '0.5 points', '0,5 point'],
    [1_000, '1 point', '1 point'],
    [-1_000, '−1 point', '−1 point'],
    [1_500, '1.5 points', '1,5 point'],
    [1_940, '1.94 points', '1,94 point'],
    [2_000, '2 points', '2 points'],
    [-2_000, '−2 points', '−2 points'],
  ])('one is one, and in French what is less than two: %i', (milliPoints, english, french) => {
    expect(formatPointsOf(milliPoints, 'en')).toBe(english);
    expect(formatPointsOf(milliPoints, 'fr')).toBe(french);
  });

  it.each([
    [20_000, '+20 points', '+20 points'],
    [0, '0 points', '0 point'],
    [-1_000, '−1 point', '−1 point'],
  ])('have a sign where they are added: %i', (milliPoints, english, french) => {
    expect(plain.en.signedPoints(milliPoints)).toBe(english);
    expect(plain.fr.signedPoints(milliPoints)).toBe(french);
  });

  it.each([
    ['total', '60 points', '60 points'],
    ['fit', '60 points of fit', '60 points de profil'],
    ['engagement', '60 points of engagement', '60 points d’engagement'],
  ] as const)('that are needed name their part: %s', (part, english, french) => {
    expect(plain.en.neededPoints({ part, milliPoints: 60_000 })).toBe(english);
    expect(plain.fr.neededPoints({ part, milliPoints: 60_000 })).toBe(french);
  });
});

describe('amounts', () => {
  it.each<[Duration, string, string]>([
    [{ unit: 'workingHours', amount: 1 }, '1 working hour', '1 heure ouvrée'],
    [{ unit: 'workingHours', amount: 8 }, '8 working hours', '8 heures ouvrées'],
    [{ unit: 'workingDays', amount: 1.5 }, '1.5 working days', '1,5 jour ouvré'],
    [{ unit: 'workingDays', amount: 2 }, '2 working days', '2 jours ouvrés'],
    [{ unit: 'elapsedHours', amount: 48 }, '48 elapsed hours', '48 heures écoulées'],
  ])('of time: %o', (duration, english, french) => {
    expect(plain.en.duration(duration)).toBe(english);
    expect(plain.fr.duration(duration)).toBe(french);
  });

  it('of things', () => {
    expect(countOf(1, ['lead', 'leads'], 'en')).toBe('1 lead');
    expect(countOf(1_200, ['lead', 'leads'], 'en')).toBe('1,200 leads');
    expect(countOf(0, ['lead', 'leads'], 'fr')).toBe('0 lead');
  });
});

describe('days and times', () => {
  it.each([
    ['2026-12-24', '24 December 2026', '24 décembre 2026'],
    ['2026-01-01', '1 January 2026', '1er janvier 2026'],
    ['2026-08-11', '11 August 2026', '11 août 2026'],
    ['2026-12', 'December 2026', 'décembre 2026'],
    ['2026-13', '13 2026', '13 2026'],
    ['2026', ' 2026', ' 2026'],
  ])('a day, or a month: %s', (day, english, french) => {
    expect(formatDay(day, 'en')).toBe(english);
    expect(formatDay(day, 'fr')).toBe(french);
  });

  it.each([
    [0, '00:00', '0~h~00'],
    [545, '09:05', '9~h~05'],
    [1439, '23:59', '23~h~59'],
  ])('a clock: minute %i', (minutes, english, french) => {
    expect(formatClock(minutes, 'en')).toBe(english);
    expect(visible(formatClock(minutes, 'fr'))).toBe(french);
  });

  it.each([
    [
      '1970-01-01T00:00:00.000Z',
      'Thursday 1 January 1970 at 00:00 UTC',
      'jeudi 1er janvier 1970 à 0~h~00 UTC',
    ],
    [
      '1969-12-31T23:59:59.999Z',
      'Wednesday 31 December 1969 at 23:59 UTC',
      'mercredi 31 décembre 1969 à 23~h~59 UTC',
    ],
    ['2026-03-01T12:34:00.000Z', 'Sunday 1 March 2026 at 12:34 UTC', 'dimanche 1er mars 2026 à 12~h~34 UTC'],
    ['no instant', 'no instant', 'no instant'],
  ])('an instant without an agreement: %s', (at, english, french) => {
    expect(plain.en.instant(at)).toBe(english);
    expect(visible(plain.fr.instant(at))).toBe(french);
  });

  it('an instant in the zone of the agreement, whose day may be another', () => {
    expect(makeWords('en', agreementWith()).instant('2026-03-01T23:30:00.000Z')).toBe(
      'Monday 2 March 2026 at 00:30',
    );
  });

  it('a day by its number', () => {
    expect(plain.en.day(0)).toBe('1 January 1970');
    expect(plain.fr.day(-1)).toBe('31 décembre 1969');
  });
});

const nurture = { id: 'slow', label: 'Slow burner' };
const AGREEMENT = agreementWith({
  score: {
    fit: { cap: 100_000, groups: [], rules: [fitRule('size', 20, always)] },
    engagement: { cap: 100_000, groups: [], rules: [engagementRule('demo', 40, { label: 'Demo request' })] },
    gates: [{ id: 'rival', label: 'Competitor', when: always }],
  },
  personas: [{ id: 'boss', label: 'Company head', when: always }],
  disqualify: [{ id: 'left', label: 'Has left', when: always }],
  rejectReasons: [
    { id: 'money', label: 'No budget', clause: null },
    { id: 'rival', label: 'Is a rival', clause: 'rival' },
    { id: 'small', label: 'Too small', clause: 'size' },
    { id: 'cold', label: 'Only looked', clause: 'demo' },
    { id: 'boss', label: 'No decider', clause: 'boss' },
    { id: 'later', label: 'Not now', clause: 'slow' },
    { id: 'out', label: 'Not our target', clause: 'scope' },
  ],
  stages: { custom: [{ id: 'trial', label: 'On trial', lifecycle: '4711', after: 'mql', moment: null }] },
});
const NAMES = { ...AGREEMENT, nurture: { ...AGREEMENT.nurture, tracks: [nurture] } };
const named = { en: makeWords('en', NAMES), fr: makeWords('fr', NAMES) };

describe('names', () => {
  it('are the labels of the agreement', () => {
    const { en } = named;

    expect([en.rule('demo'), en.rule('size'), en.gate('rival'), en.persona('boss')]).toEqual([
      'Demo request',
      'size',
      'Competitor',
      'Company head',
    ]);
    expect([en.disqualification('left'), en.customStage('trial'), en.stage('4711')]).toEqual([
      'Has left',
      'On trial',
      'On trial',
    ]);
  });

  it('are the ids as words where the agreement has none any more', () => {
    const { en } = named;
    const old = 'old_and--gone';

    const told = [en.rule(old), en.gate(old), en.persona(old), en.disqualification(old)];
    expect([...told, en.customStage(old), en.field(old)]).toEqual(
      Array.from({ length: 6 }, () => 'old and gone'),
    );
    expect(en.stage(old)).toBe(old);
    expect(plain.en.rule('form-demo')).toBe('form demo');
  });

  it.each([
    ['', 'none', 'aucun'],
    ['customer', 'customer', 'client'],
    ['marketingqualifiedlead', 'MQL', 'MQL'],
  ])('of HubSpot’s stages: %s', (value, english, french) => {
    expect([named.en.stage(value), named.fr.stage(value)]).toEqual([english, french]);
  });

  it.each([
    ['cap:fit', 'Limit on fit', 'Plafond du profil'],
    ['cap:engagement', 'Limit on engagement', 'Plafond de l’engagement'],
    ['cap:group:hand-raise', 'Limit on the group “hand raise”', 'Plafond du groupe «~hand raise~»'],
  ])('of the limits on points: %s', (id, english, french) => {
    expect([named.en.rule(id), visible(named.fr.rule(id))]).toEqual([english, french]);
  });

  it.each([
    ['money', 'No budget', 'No budget'],
    ['NO BUDGET ', 'No budget', 'No budget'],
    ['rival', 'Is a rival, clause: Competitor', 'Is a rival, clause~: Competitor'],
    ['small', 'Too small, clause: size', 'Too small, clause~: size'],
    ['cold', 'Only looked, clause: Demo request', 'Only looked, clause~: Demo request'],
    ['boss', 'No decider, clause: Company head', 'No decider, clause~: Company head'],
    ['later', 'Not now, clause: Slow burner', 'Not now, clause~: Slow burner'],
    ['out', 'Not our target, clause: scope', 'Not our target, clause~: scope'],
    ['never heard of us', 'never heard of us', 'never heard of us'],
  ])('of reject reasons, with the clause they point at: %s', (given, english, french) => {
    expect([named.en.rejectReason(given), visible(named.fr.rejectReason(given))]).toEqual([english, french]);
    expect(plain.en.rejectReason(given)).toBe(given);
  });
});

describe('names of who gets a lead, what sales promised and what marketing follows', () => {
  const routing = {
    rules: [{ id: 'paid', label: 'Paid search' }, { id: 'plain' }],
    pools: [{ id: 'inside', label: 'Inside sales' }],
  };
  const hot = { id: 'hot', label: 'Hot leads', start: 'handOver' } as const;
  const sales = { clauses: clausesWith({}, [{ ...hot, within: { unit: 'workingHours', amount: 2 } }]) };
  const told = (language: Language, names?: Names) => {
    const words = makeWords(language, names);
    return [
      ...['paid', 'plain'].map((id) => words.routingRule(id)),
      ...['inside', OWN_POOL].map((id) => words.pool(id)),
      ...['accept', 'hot', 'old-one'].map((id) => words.clause(id)),
      ...['slow', 'old-one'].map((id) => words.track(id)),
    ];
  };

  it('are the labels of the agreement, routing in quotation marks', () => {
    const names = { ...NAMES, routing, sales };

    expect(told('en', names)).toEqual([
      '“Paid search”',
      '“plain”',
      '“Inside sales”',
      '',
      'Sales accepts or rejects',
      'Hot leads',
      'old one',
      'Slow burner',
      'old one',
    ]);
    expect(told('fr', names).slice(0, 6).map(visible)).toEqual([
      '«~Paid search~»',
      '«~plain~»',
      '«~Inside sales~»',
      '',
      'Les ventes acceptent ou refusent',
      'Hot leads',
    ]);
  });

  it('are the ids where the document says nothing of routing and sales, or is not at hand', () => {
    const { routing: _routing, sales: _sales, ...silent } = NAMES;
    const ids = ['“paid”', '“plain”', '“inside”', '', 'accept', 'hot', 'old one'];

    expect(told('en', silent)).toEqual([...ids, 'Slow burner', 'old one']);
    expect(told('en')).toEqual([...ids, 'slow', 'old one']);
  });
});

describe('a time that was promised', () => {
  it.each([
    ['en', '8 working hours'],
    ['fr', '8 heures ouvrées'],
  ] as const)('is told the same with and without an agreement (%s)', (language, written) => {
    const promised: Duration = { unit: 'workingHours', amount: 8 };

    expect(makeWords(language).duration(promised)).toBe(written);
    expect(makeWords(language, NAMES).duration(promised)).toBe(written);
  });
});

describe('sentences', () => {
  it.each([
    [[], '', ''],
    [['a'], 'a', 'a'],
    [['a', 'b'], 'a and b', 'a et b'],
    [['a', 'b', 'c'], 'a, b and c', 'a, b et c'],
  ])('join %s', (items, english, french) => {
    expect([join(items, 'en', 'and'), join(items, 'fr', 'and')]).toEqual([english, french]);
  });

  it('begin with a capital', () => {
    expect(['été', 'x', '', '“a”'].map(capitalize)).toEqual(['Été', 'X', '', '“a”']);
  });

  it('in French have no-break spaces before double punctuation and inside quotation marks, no others', () => {
    expect(visible(setFrench('« oui » : non ; 5 % ! quoi ? a: b'))).toBe('«~oui~»~: non~; 5~%~! quoi~? a: b');
  });
});

describe('labels of properties', () => {
  it('exist in both languages', () => {
    for (const [name, label] of Object.entries(FIELD_LABELS)) {
      expect([name, label.en !== '' && label.fr !== '']).toEqual([name, true]);
    }
  });
});
