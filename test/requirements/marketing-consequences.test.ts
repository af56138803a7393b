// R32, R33 as tables: who is told of a broken promise of marketing beside both sides, and when. November 2026 promises 100 MQLs;
// the month is over on Tuesday 1 December at midnight, and its quality is judged on Thursday the 31st.
import { describe, expect, it } from 'vitest';
import { diffAgreements } from '#agreement/diff.ts';
import { parseAgreement } from '#agreement/parse.ts';
import { renderAgreement } from '#agreement/render.ts';
import type { Duration } from '#domain/agreement.ts';
import { alertsOf } from '#domain/alerts/alerts.ts';
import { breachesTold, monthsToTell } from '#domain/alerts/breach-told.ts';
import type { ToldOfBreach } from '#domain/marketing/promises.ts';
import type { Notice } from '#domain/notices/notice.ts';
import { ENGLISH_TEMPLATE, edited } from '#test/support/agreement-text.ts';
import { SALES_AGREEMENT } from '#test/support/handled.ts';
import { visible } from '#test/support/lead-stories.ts';
import { cohort, judge, NOVEMBER, paris } from '#test/support/ledger.ts';

const HEAD = 'head.of.marketing@our-company.example';
const OVER = paris('2026-12-01 00:00');
const days = (amount: number): Duration => ({ amount, unit: 'workingDays' });

const escalate = (changes: Partial<ToldOfBreach> = {}): ToldOfBreach => ({
  do: 'escalate',
  to: HEAD,
  after: null,
  ...changes,
});

interface Given {
  readonly now: string;
  readonly delivered?: number;
  readonly toldSince?: string;
}

function at({ now, delivered = 60, toldSince = paris('2026-01-01') }: Given) {
  const entries = cohort(delivered, delivered);
  return {
    agreement: SALES_AGREEMENT,
    month: NOVEMBER,
    now,
    marketing: judge({ now, entries, volume: { perMonth: 100 } }),
    sales: [],
    toldSince,
  };
}

const tell = (told: readonly ToldOfBreach[], given: Given): readonly Notice[] =>
  breachesTold(at(given), { marketing: { ...SALES_AGREEMENT.marketing, told } });
const readers = (told: readonly ToldOfBreach[], given: Given) =>
  tell(told, given).map(({ audience, recipient }) => [audience, recipient]);

describe('who hears of a broken promise of marketing', () => {
  it.each<[string, ToldOfBreach, readonly [string, string]]>([
    ['whom escalate names', escalate(), ['marketingPerson', HEAD]],
    ['who signs for marketing, where it names nobody', escalate({ to: null }), ['marketingPerson', '']],
    ['whom warn names', escalate({ do: 'warn' }), ['marketingPerson', HEAD]],
    ['marketing once more', escalate({ do: 'warn', to: null, after: days(1) }), ['marketing', '']],
  ])('%s', (_who, step, reader) => {
    expect(readers([step], { now: paris('2026-12-02 09:00') })).toEqual([reader]);
  });

  it('reads the clause, its numbers and its leads, as both sides do', () => {
    const month = at({ now: OVER });
    const [told] = breachesTold(month, { marketing: { ...SALES_AGREEMENT.marketing, told: [escalate()] } });
    const [both] = alertsOf(month);

    expect(told).toMatchObject({
      kind: 'volumeBehind',
      clause: { id: 'volume' },
      params: { reached: 60, promised: 100 },
    });
    expect(told?.leads).toHaveLength(60);
    expect({ ...told, key: '', audience: '', recipient: '' }).toEqual({
      ...both,
      key: '',
      audience: '',
      recipient: '',
    });
  });

  it('hears of each clause and step once: the keys say which, whatever the place in the list', () => {
    const steps = [
      escalate(),
      escalate({ to: null, after: days(1) }),
      escalate({ do: 'warn', after: days(1) }),
    ];
    const now = paris('2026-12-10 09:00');
    const keys = tell(steps, { now }).map(({ key }) => key);

    expect(tell(steps, { now: paris('2026-12-11 09:00') }).map(({ key }) => key)).toEqual(keys);
    expect(tell(steps.toReversed(), { now }).map(({ key }) => key)).toEqual(keys.toReversed());
    const all = [...keys, ...alertsOf(at({ now })).map(({ key }) => key)];
    expect(new Set(all).size).toBe(5);
  });
});

it('says which person nobody reaches: persons are told by task or e-mail, in no room', () => {
  const named = edited('      - { do: agenda }\n', `      - { do: escalate, to: ${HEAD} }\n`);
  const notes = (text: string) => {
    const parsed = parseAgreement(text, { id: 'main', version: 1, year: 2026 });
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
    return parsed.value.notes.filter(({ code }) => code === 'unreachedPerson');
  };

  expect(notes(named)).toEqual([]);
  expect(
    notes(named.replace('marketing: [{ channel: email }]', 'marketing: [{ channel: slack }]')),
  ).toMatchObject([
    { path: 'promises.marketing.consequences[0].to', problem: expect.stringContaining(HEAD) },
  ]);
});

describe('what the contract says of it', () => {
  const contract = (step: string, language: 'en' | 'fr', from = '      - { do: agenda }\n') => {
    const parsed = parseAgreement(edited(from, `      - ${step}\n`), { id: 'main', version: 1, year: 2026 });
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
    return visible(renderAgreement(parsed.value.document, { language, format: 'markdown' }));
  };
  const OF_SALES = '      - { after: 2 working days, do: reassign }\n';

  it.each([
    [
      '{ after: 2 working days, do: warn, to: head@our-company.example }',
      '2 working days later: head@our-company.example is told.',
      '2 jours ouvrés plus tard~: head@our-company.example est prévenu.',
    ],
    ['{ do: warn }', 'At once: marketing is told.', 'Aussitôt~: le marketing est prévenu.'],
    [
      '{ do: escalate, to: head@our-company.example }',
      'At once: the matter is escalated (to head@our-company.example).',
      'Aussitôt~: le sujet est escaladé (à~: head@our-company.example).',
    ],
  ])('of marketing: %s', (step, english, french) => {
    expect(contract(step, 'en')).toContain(english);
    expect(contract(step, 'fr')).toContain(french);
  });

  it('of a change: what follows, after which time, and whom it tells', () => {
    const changes = (language: 'en' | 'fr') => {
      const [from, to] = [
        OF_SALES,
        `      - { after: 3 working days, do: return, to: ${HEAD}, coolDown: 5 hours }\n`,
      ];
      const read = (text: string) => {
        const parsed = parseAgreement(text, { id: 'main', version: 1, year: 2026 });
        if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
        return parsed.value.document;
      };
      return diffAgreements(read(ENGLISH_TEMPLATE), read(edited(from, to)), language).map(({ text }) =>
        visible(text),
      );
    };

    expect(changes('en')).toEqual([
      'Consequence for sales “3”, after: 3 working days (was 2 working days).',
      'Consequence for sales “3”, what: the lead goes back to marketing (was the lead goes to another rep).',
      `Consequence for sales “3”, whom it tells: ${HEAD} (new).`,
      'Consequence for sales “3”, time before it follows again: 5 hours (new).',
    ]);
    expect(changes('fr')[0]).toBe(
      'Conséquence pour les ventes «~3~», au bout de~: 3 jours ouvrés (avant~: 2 jours ouvrés).',
    );
  });

  it('of sales: a person who is told gets no lead', () => {
    const step = '{ after: 2 working days, do: reassign, to: head@our-company.example }';

    expect(contract(step, 'en', OF_SALES)).toContain(
      '2 working days later: the lead goes to another rep, and head@our-company.example is told.',
    );
    expect(contract(step, 'fr', OF_SALES)).toContain(
      '2 jours ouvrés plus tard~: le lead passe à un autre commercial, et head@our-company.example est prévenu.',
    );
  });
});

describe('when', () => {
  // Two working days from Tuesday midnight end on Thursday at nine, as the first of them begins with the work on Tuesday.
  const later = [escalate({ after: days(2) })];
  it.each<[string, readonly ToldOfBreach[], Given, number]>([
    ['not while it is at risk', [escalate()], { now: paris('2026-11-30 23:59') }, 0],
    ['at the verdict', [escalate()], { now: OVER }, 1],
    ['not where it was kept', [escalate()], { now: OVER, delivered: 100 }, 0],
    ['a moment before its time', later, { now: paris('2026-12-03 08:59') }, 0],
    ['at its time after the verdict', later, { now: paris('2026-12-03 09:00') }, 1],
    [
      'not what was broken before people were told',
      later,
      { now: paris('2026-12-03 09:00'), toldSince: OVER },
      0,
    ],
    [
      'what was broken a moment later',
      later,
      { now: paris('2026-12-03 09:00'), toldSince: paris('2026-11-30 23:59') },
      1,
    ],
    ['for 31 days', later, { now: paris('2027-01-03 08:59') }, 1],
    ['and no longer', later, { now: paris('2027-01-03 09:00') }, 0],
  ])('%s', (_when, told, ...[given, count]) => {
    expect(readers(told, given)).toHaveLength(count);
  });

  it('is told of quality from its own verdict on', () => {
    const clauses = (now: string) => {
      const month = { ...at({ now }), marketing: judge({ now, entries: cohort(100, 10) }) };
      const promises = { ...SALES_AGREEMENT.marketing, told: [escalate()] };
      return breachesTold(month, { marketing: promises }).map(({ clause }) => clause.id);
    };

    expect(clauses(paris('2026-12-30 23:59'))).toEqual([]);
    expect(clauses(paris('2026-12-31 00:00'))).toEqual(['quality']);
  });

  it.each<[string, readonly ToldOfBreach[], readonly string[]]>([
    ['at once', [escalate()], ['2027-01', '2026-12']],
    [
      'after 45 working days',
      [escalate(), escalate({ after: days(45) })],
      ['2027-01', '2026-12', '2026-11', '2026-10'],
    ],
  ])('looks at the months that may be told of: %s', (_what, told, months) => {
    const { marketing, calendar } = SALES_AGREEMENT;
    const window = { now: paris('2027-01-31 09:00'), matureAfterDays: [], toldSince: paris('2026-01-01') };

    expect(monthsToTell({ calendar, marketing: { ...marketing, told } }, window)).toEqual(months);
  });
});
