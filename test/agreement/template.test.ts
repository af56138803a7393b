import { describe, expect, it } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { NOT_YET_RUN } from '#agreement/not-yet-run.ts';
import { type ParsedAgreement, parseAgreement } from '#agreement/parse.ts';
import type { Agreement } from '#domain/agreement.ts';
import { decide } from '#domain/decide.ts';
import { initialState } from '#domain/lead.ts';
import { ENGLISH_TEMPLATE, edited, FRENCH_TEMPLATE } from '#test/support/agreement-text.ts';
import { contextAt, factsWith, T0 } from '#test/support/builders.ts';

const english = parsed(ENGLISH_TEMPLATE);
const french = parsed(FRENCH_TEMPLATE);

describe('the shipped templates', () => {
  it('compile to the same rules in English and French', () => {
    expect(french.agreement.language).toBe('fr');
    expect(withoutWords(french.agreement)).toEqual(withoutWords(english.agreement));
    expect(french.agreement.rejectReasons).toHaveLength(english.agreement.rejectReasons.length);
  });

  it.each([
    ['English', ENGLISH_TEMPLATE, 'North'],
    ['French', FRENCH_TEMPLATE, 'Nord'],
  ])(
    'show a territory and a pool with its marketer that work as they stand (%s)',
    (_language, template, label) => {
      const written = template
        .replace(/^ {2}# (rules|pools):$/gm, '  $1:')
        .replace(/^ {2}# {3}(- \{ id: north)/gm, '    $1');
      const { routing } = parsed(written).agreement;

      expect(written).not.toBe(template);
      expect(routing.rules).toMatchObject([{ id: 'north', pool: 'north', criteria: [{ by: 'when' }] }]);
      expect(routing.pools.find(({ id }) => id === 'north')).toMatchObject({
        label,
        marketer: 'mia@our-company.example',
        maxPerDay: 8,
        members: [{ email: 'ann@our-company.example' }],
      });
    },
  );

  it('differ in their words', () => {
    const labels = (agreement: Agreement): readonly string[] =>
      agreement.score.gates.map((gate) => gate.label);

    expect(labels(french.agreement)).toContain('Étudiant ou stagiaire');
    expect(labels(english.agreement)).toContain('Student or trainee');
  });

  it('promise what the agreement of the sales and marketing teams says', () => {
    const { agreement, document } = english;

    expect(agreement.sales.clauses.map(({ id, start, within }) => [id, start, within])).toEqual([
      ['accept', 'assignment', { unit: 'workingHours', amount: 8 }],
      ['first-touch', 'stage', { unit: 'workingDays', amount: 1 }],
      ['feedback', 'reject', { unit: 'workingDays', amount: 2 }],
      ['attempts', 'handOver', { unit: 'workingDays', amount: 10 }],
    ]);
    expect(agreement.sales).toMatchObject({
      attempts: { count: 5, within: { unit: 'workingDays', amount: 10 } },
    });
    expect(document.promises.marketing.volume).toEqual([{ unit: 'mql', perMonth: 100 }]);
    expect(document.promises.marketing.quality.rate).toBe(300_000);
  });

  it('enter at 60 and leave below 40, which neither fit nor engagement reaches alone', () => {
    const { stages, score } = english.agreement;

    expect(stages.mqlEntry.anyOf).toEqual([
      [{ kind: 'score', part: 'total', operator: 'GTE', milliPoints: 60_000 }],
    ]);
    expect(stages.mqlExit?.anyOf).toEqual([
      [{ kind: 'score', part: 'total', operator: 'LT', milliPoints: 40_000 }],
    ]);
    expect(score.fit.cap).toBeLessThan(60_000);
    expect(score.engagement.cap).toBeLessThan(60_000);
  });

  it('let nobody come back whose address does not exist, or who works for a competitor', () => {
    const { coolDowns } = english.agreement.nurture;

    expect(coolDowns).toMatchObject({ 'disqualified:bounced': null, 'rejected:Competitor': null });
    expect(coolDowns).toMatchObject({ 'disqualified:left-company': 365, noContact: 60 });
  });

  it('give e-mail opens no points', () => {
    const opens = english.agreement.score.engagement.rules.filter((rule) => rule.signal === 'emailOpen');

    expect(opens.map((rule) => rule.points)).toEqual([0]);
  });

  it.each([
    ['Directrice marketing', ['title-director']],
    ['Directeur des achats', ['title-director']],
    ['DAF', ['title-head']],
    ['CEO & Founder', ['title-head']],
    ['VP Sales', ['title-director']],
    ['Responsable logistique', ['title-manager']],
    ['Chef de projet', []],
    ['Assistante de direction', ['title-assistant']],
    ['Assistant to the CEO', ['title-assistant']],
    ['Account Executive', []],
    ['Stagiaire marketing', ['title-assistant']],
    ['International Sales Manager', ['title-manager']],
    ['Comptable', []],
  ])('see in the title %s the rules %j', (title, rules) => {
    const verdict = decide(
      english.agreement,
      { facts: factsWith({ contact: { jobtitle: title } }), state: initialState() },
      contextAt(T0),
    ).verdict;
    const found = verdict.parts.map(({ rule }) => rule).filter((rule) => rule.startsWith('title-'));

    expect(found).toEqual(rules);
  });

  it('look at no HubSpot leads, until a writer takes the comment signs away', () => {
    const mapped = [ENGLISH_TEMPLATE, FRENCH_TEMPLATE].map((text) =>
      parsed(text.replace(/^( {4})# (hubspotLeads:|  stages:|  reasons:)/gm, '$1$2')),
    );

    expect(english.agreement.needs).not.toHaveProperty('hubspotLeads');
    expect(english.agreement.answers).not.toHaveProperty('hubspotLeads');
    expect(mapped.map(({ agreement }) => agreement.needs.hubspotLeads)).toEqual([true, true]);
    expect(mapped.map(({ agreement }) => agreement.answers.hubspotLeads)).toEqual(
      [
        ['Not our target', 'No budget'],
        ['Hors cible', 'Pas de budget'],
      ].map(([fit, budget]) => ({
        stages: {
          connected: { answer: 'working', reason: '' },
          qualified: { answer: 'accept', reason: '' },
          disqualified: { answer: 'reject', reason: '' },
        },
        reasons: { not_a_good_fit: fit, no_budget: budget },
      })),
    );
  });

  it('read every property their rules look at, and those that date the signals', () => {
    const { contact, company } = english.agreement.needs;

    expect(contact).toEqual(contact.toSorted());
    expect(contact).toEqual(
      expect.arrayContaining([
        'jobtitle',
        'lifecyclestage',
        'hubspot_owner_id',
        'accord_answer',
        'accord_reject_reason',
        'recent_conversion_event_name',
        'notes_last_contacted',
        'lastname',
      ]),
    );
    expect(company).toEqual(['country', 'domain', 'industry', 'name', 'numberofemployees']);
  });

  it('say which of their parts nothing runs yet', () => {
    const paths = english.notYetRun.map((part) => part.path);

    expect(paths).toEqual(expect.arrayContaining(['objectives']));
    expect(paths).not.toContain('routing.rules');
    expect(paths).not.toContain('calendar.overlays');
  });

  it('point at the addresses that are still placeholders', () => {
    expect(english.notes.map((note) => note.code)).toEqual(Array.from({ length: 2 }, () => 'placeholder'));
  });
});

describe('parts that nothing runs yet', () => {
  it('have a sentence in both languages', () => {
    const silent = NOT_YET_RUN.filter((part) => part.en.length < 20 || part.fr.length < 20);

    expect(silent).toEqual([]);
  });
});

describe('the calendar', () => {
  it('knows the French public holidays from last year to three years on, and the closures', () => {
    const { daysOff, week, timeZone } = french.agreement.calendar;

    expect(timeZone).toBe('Europe/Paris');
    expect(week['1']).toEqual([
      { from: 540, to: 750 },
      { from: 840, to: 1080 },
    ]);
    expect(week['7']).toEqual([]);
    expect(daysOff).toEqual(
      expect.arrayContaining(['2025-07-14', '2026-05-14', '2026-05-25', '2026-12-29', '2029-11-11']),
    );
    expect(daysOff).not.toContain('2026-05-24'); // Whit Sunday is observed, not public.
    expect(daysOff).not.toContain('2030-01-01');
    expect(daysOff).toEqual([...new Set(daysOff)].toSorted());
  });

  it('adds the holidays of a region', () => {
    const alsace = parsed(edited('{ country: GB }', '{ country: FR, region: 67 }')).agreement.calendar
      .daysOff;

    expect(alsace).toContain('2026-12-26');
    expect(alsace).toContain('2026-04-03');
  });
});

describe('a document in JSON', () => {
  it('compiles to the same agreement as its YAML', () => {
    const json = JSON.stringify(parseYaml(ENGLISH_TEMPLATE), null, 2);

    expect(parsed(json).agreement).toEqual(english.agreement);
  });
});

function parsed(text: string): ParsedAgreement {
  const result = parseAgreement(text, { id: 'main', version: 3, year: 2026 });
  if (!result.ok) throw new Error(JSON.stringify(result.error, null, 1));
  return result.value;
}

/** What people read. */
const WORDY = ['label', 'notes'];

/**
 * Labels, language, the time zone and public holidays of the country, and whom consequences and channels name are what may
 * differ.
 */
function withoutWords(agreement: Agreement): object {
  const country = { timeZone: '', daysOff: [] };
  const calendar = { ...agreement.calendar, ...country };
  const { coolDowns } = agreement.nurture;
  const kinds = Object.entries(coolDowns).map(([key, days]) => [key.replace(/^(rejected):.*/, '$1'), days]);
  const nurture = { ...agreement.nurture, coolDowns: kinds };
  const pools = agreement.routing.pools.map((pool) => ({
    ...pool,
    members: pool.members.map((member) => ({ ...member, timeZone: '' })),
  }));
  const routing = { ...agreement.routing, ...country, pools };
  const clauses = agreement.sales.clauses.map((clause) => ({
    ...clause,
    consequences: clause.consequences.map(unnamed),
  }));
  const notify = Object.entries(agreement.notify ?? {}).map(([side, channels]) => [
    side,
    channels.map(unnamed),
  ]);
  const sales = { ...agreement.sales, clauses };
  const told = { language: '', rejectReasons: [], answers: {} };
  const plain = { ...agreement, ...told, nurture, calendar, routing, notify, sales };
  const text = JSON.stringify(plain, (key, value: unknown) => (WORDY.includes(key) ? '' : value));
  return JSON.parse(text) as object;
}

function unnamed<Named extends { readonly to: string | null }>(named: Named): Named {
  return typeof named.to === 'string' ? { ...named, to: '' } : named;
}
