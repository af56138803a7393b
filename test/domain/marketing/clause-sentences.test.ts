// Marketing's clauses of November 2026 in sentences, in both languages, wherever they may stand.
import { describe, expect, it } from 'vitest';
import { describeClause, labelClause } from '#domain/marketing/clause-sentences.ts';
import { sayStanding } from '#domain/marketing/clause-words.ts';
import type { ClauseState } from '#domain/marketing/clauses.ts';
import { LEAD_STANDINGS } from '#domain/marketing/ledger.ts';
import { visible } from '#test/support/lead-stories.ts';
import {
  CALENDAR,
  cohort,
  completenessOf,
  entries,
  NOVEMBER,
  paris,
  qualityOf,
  volumeOf,
} from '#test/support/ledger.ts';

const AFTER = paris('2026-12-01 00:00');
/** Leads of mid-November have had their thirty days, later ones have not. */
const YOUNG = paris('2026-12-15 10:00');
const JUDGED = paris('2026-12-31 00:00');
const agreement = {
  calendar: CALENDAR,
  segments: [
    { id: 'small', label: 'Small', when: { anyOf: [] } },
    { id: 'large', label: 'Large', when: { anyOf: [] } },
  ],
};

/** What was promised and where it stands: English, then French; no-break spaces visible. */
function told(state: ClauseState): readonly string[] {
  return (['en', 'fr'] as const).flatMap((language) => {
    const telling = { agreement, month: NOVEMBER, language };
    return [labelClause(state, telling), describeClause(state, telling)].map(visible);
  });
}

describe('a volume in sentences', () => {
  it.each<[string, Parameters<typeof volumeOf>[0], readonly string[]]>([
    [
      'of one segment, channel and campaign, in a month to come',
      {
        now: paris('2026-10-20 10:00'),
        volume: { segment: 'large', channel: 'PAID_SEARCH', campaign: 'Autumn', perMonth: 1200 },
      },
      [
        'Volume: 1,200 MQLs in November 2026 (segment “Large”, channel “PAID_SEARCH”, campaign “Autumn”)',
        'The month has not begun.',
        'Volume~: 1_200 MQL en novembre 2026 (segment «~Large~», canal «~PAID_SEARCH~», campagne «~Autumn~»)',
        'Le mois n’a pas commencé.',
      ],
    ],
    [
      'of a segment that has no label any more, before the switch-on',
      { now: AFTER, since: null, volume: { segment: 'gone' } },
      [
        'Volume: 100 MQLs in November 2026 (segment “gone”)',
        'Accord was not switched on in this month, so nothing was counted.',
        'Volume~: 100 MQL en novembre 2026 (segment «~gone~»)',
        'Accord n’était pas activé ce mois-là~: rien n’a été compté.',
      ],
    ],
    [
      'of money',
      { now: AFTER, volume: { unit: 'pipeline' } },
      [
        'Volume: 100 of pipeline (in the account’s currency) in November 2026',
        'Amounts of money are not measured yet.',
        'Volume~: 100 de pipeline (devise du compte) en novembre 2026',
        'Les montants ne sont pas encore mesurés.',
      ],
    ],
    [
      'owed in part, and kept',
      {
        now: AFTER,
        since: paris('2026-11-17 00:00'),
        entries: entries(50, { at: paris('2026-11-20 10:00') }),
      },
      [
        'Volume: 100 MQLs in November 2026',
        'Kept: 50 of 50 came. Accord was switched on during the month: of 100 for the whole of it, 50 are owed.',
        'Volume~: 100 MQL en novembre 2026',
        'Tenu~: 50 arrivés sur 50. Accord a été activé au cours du mois~: sur 100 pour le mois entier, 50 sont dus.',
      ],
    ],
    [
      'not kept',
      { now: AFTER, entries: entries(99) },
      [
        'Volume: 100 MQLs in November 2026',
        'Not kept: 99 of 100 came.',
        'Volume~: 100 MQL en novembre 2026',
        'Non tenu~: 99 arrivés sur 100.',
      ],
    ],
    [
      'reached early: nothing is left to project',
      { now: paris('2026-11-16 09:00'), entries: entries(100) },
      [
        'Volume: 100 MQLs in November 2026',
        'Kept: 100 of 100 came.',
        'Volume~: 100 MQL en novembre 2026',
        'Tenu~: 100 arrivés sur 100.',
      ],
    ],
    [
      'on pace',
      { now: paris('2026-11-16 09:00'), entries: entries(45) },
      [
        'Volume: 100 MQLs in November 2026',
        'On pace: 45 of 100 came, 45 were to come by now. At this pace the month comes to 100, with 80% certainty to between 87 and 115.',
        'Volume~: 100 MQL en novembre 2026',
        'Dans le rythme~: 45 arrivés sur 100, 45 attendus à ce jour. À ce rythme, le mois en comptera 100, avec 80~% de certitude entre 87 et 115.',
      ],
    ],
    [
      'behind',
      { now: paris('2026-11-16 09:00'), entries: entries(36) },
      [
        'Volume: 100 MQLs in November 2026',
        'Behind: 36 of 100 came, 45 were to come by now, 9 are lacking. At this pace the month comes to 80, with 80% certainty to between 68 and 94.',
        'Volume~: 100 MQL en novembre 2026',
        'En retard~: 36 arrivés sur 100, 45 attendus à ce jour, il en manque 9. À ce rythme, le mois en comptera 80, avec 80~% de certitude entre 68 et 94.',
      ],
    ],
    [
      'behind on the first day, of which nothing is projected',
      { now: paris('2026-11-02 13:00') },
      [
        'Volume: 100 MQLs in November 2026',
        'Behind: 0 of 100 came, 2 were to come by now, 2 are lacking.',
        'Volume~: 100 MQL en novembre 2026',
        'En retard~: 0 arrivés sur 100, 2 attendus à ce jour, il en manque 2.',
      ],
    ],
  ])('%s', (_what, given, text) => {
    expect(told(volumeOf(given))).toEqual(text);
  });
});

describe('a quality in sentences', () => {
  const LABELS = [
    'Quality: 30% of the MQLs of November 2026 become SQLs',
    'Qualité~: 30~% des MQL de novembre 2026 deviennent des SQL',
  ];

  it.each<[string, Parameters<typeof qualityOf>[0], string, string]>([
    ['of no lead', { now: JUDGED }, 'There is no lead to judge by.', 'Aucun lead ne permet de juger.'],
    [
      'kept, with two sources below the floor, one of them unknown',
      {
        now: JUDGED,
        quality: { floor: 150_000 },
        entries: [
          ...cohort(40, 1, { channel: 'PAID_SEARCH' }),
          ...cohort(40, 0, { channel: '' }),
          ...cohort(100, 90),
        ],
      },
      'Kept: 91 of 180 got there, 50.56%, with 95% certainty between 43.32% and 57.77%. Below the floor of 15%: unknown source (0 of 40) and PAID_SEARCH (1 of 40).',
      'Tenu~: 91 sur 180 y sont arrivés, soit 50,56~%, avec 95~% de certitude entre 43,32~% et 57,77~%. Sous le plancher de 15~%~: source inconnue (0 sur 40) et PAID_SEARCH (1 sur 40).',
    ],
    [
      'undecided',
      { now: JUDGED, entries: cohort(3, 0) },
      '0 of 3 got there, 0%, with 95% certainty between 0% and 56.15%, too few leads to tell it from 30%.',
      '0 sur 3 y sont arrivés, soit 0~%, avec 95~% de certitude entre 0~% et 56,15~%, trop peu de leads pour trancher par rapport à 30~%.',
    ],
    [
      'not kept',
      { now: JUDGED, entries: cohort(1000, 123), quality: { floor: 50_000 } },
      'Not kept: 123 of 1,000 got there, 12.3%, with 95% certainty between 10.41% and 14.48%.',
      'Non tenu~: 123 sur 1_000 y sont arrivés, soit 12,3~%, avec 95~% de certitude entre 10,41~% et 14,48~%.',
    ],
    [
      'of one lead, which is too young',
      { now: YOUNG, entries: entries(1, { at: paris('2026-11-20 10:00') }) },
      'Too young to judge: the month is judged on 31 December 2026. 1 lead is too young to be counted.',
      'Trop jeune pour être jugé~: le mois sera jugé le 31 décembre 2026. 1 lead est trop jeune pour compter.',
    ],
    [
      'too young to judge, with some leads that are and some that are not',
      { now: YOUNG, entries: [...cohort(10, 2), ...entries(3, { at: paris('2026-11-20 10:00') })] },
      'Too young to judge: the month is judged on 31 December 2026. 2 of 10 got there, 20%, with 95% certainty between 5.67% and 50.98%. 3 leads are too young to be counted.',
      'Trop jeune pour être jugé~: le mois sera jugé le 31 décembre 2026. 2 sur 10 y sont arrivés, soit 20~%, avec 95~% de certitude entre 5,67~% et 50,98~%. 3 leads sont trop jeunes pour compter.',
    ],
    [
      'too young to judge, though each lead has had its time',
      { now: YOUNG, entries: cohort(10, 10) },
      'Too young to judge: the month is judged on 31 December 2026. 10 of 10 got there, 100%, with 95% certainty between 72.25% and 100%.',
      'Trop jeune pour être jugé~: le mois sera jugé le 31 décembre 2026. 10 sur 10 y sont arrivés, soit 100~%, avec 95~% de certitude entre 72,25~% et 100~%.',
    ],
  ])('%s', (_what, given, ...[english, french]) => {
    expect(told(qualityOf(given))).toEqual([LABELS[0], english, LABELS[1], french]);
  });

  it('of a month before the switch-on', () => {
    const [, english, , french] = told(qualityOf({ now: JUDGED, since: null }));

    expect([english, french]).toEqual([
      'Accord was not switched on in this month, so nothing was counted.',
      'Accord n’était pas activé ce mois-là~: rien n’a été compté.',
    ]);
  });

  it('of money is not measured', () => {
    const [, english, , french] = told(qualityOf({ now: JUDGED, quality: { to: 'revenue' } }));

    expect([english, french]).toEqual([
      'Amounts of money are not measured yet.',
      'Les montants ne sont pas encore mesurés.',
    ]);
  });
});

describe('a completeness in sentences', () => {
  const LABELS = [
    'Completeness: 95% of the inbound leads handed over in November 2026 have all their mandatory fields',
    'Complétude~: 95~% des leads entrants transmis en novembre 2026 ont tous leurs champs obligatoires',
  ];

  it.each<[string, Parameters<typeof completenessOf>[0], string, string]>([
    ['of no lead', { now: AFTER }, 'There is no lead to judge by.', 'Aucun lead ne permet de juger.'],
    [
      'kept: never all of them where one is not',
      { now: AFTER, entries: [...entries(2999), ...entries(1, { complete: false })] },
      'Kept: 2,999 of 3,000 were complete, 99.96%.',
      'Tenu~: 2_999 complets sur 3_000, soit 99,96~%.',
    ],
    [
      'not kept',
      { now: AFTER, entries: [...entries(2), ...entries(1, { complete: false })] },
      'Not kept: 2 of 3 were complete, 66.66%.',
      'Non tenu~: 2 complets sur 3, soit 66,66~%.',
    ],
    [
      'of a month before the switch-on',
      { now: AFTER, since: null },
      'Accord was not switched on in this month, so nothing was counted.',
      'Accord n’était pas activé ce mois-là~: rien n’a été compté.',
    ],
    [
      'of a month to come',
      { now: paris('2026-10-01 10:00') },
      'The month has not begun.',
      'Le mois n’a pas commencé.',
    ],
  ])('%s', (_what, given, ...[english, french]) => {
    expect(told(completenessOf(given))).toEqual([LABELS[0], english, LABELS[1], french]);
  });
});

it('says of a lead that it counts, or why not, each in its own words', () => {
  const texts = LEAD_STANDINGS.flatMap((one) => [sayStanding(one, 'en'), sayStanding(one, 'fr')]);

  expect(new Set(texts).size).toBe(2 * LEAD_STANDINGS.length);
  expect([texts[0], visible(texts[1] ?? '')]).toEqual(['Counts.', 'Compte.']);
});
