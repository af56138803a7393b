import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Reason } from '#domain/decision.ts';
import { explainLead, sentence, summarize } from '#domain/explain/decision-sentences.ts';
import { templateAgreement } from '#test/support/agreement-text.ts';
import { decisionOf, PART_REASONS } from '#test/support/decisions.ts';

const ENGLISH = templateAgreement('en');
const FRENCH = templateAgreement('fr');
/** No-break spaces are made visible, as editors do not show them. */
const visible = (text: string): string => text.replaceAll('\u00a0', '~').replaceAll('\u202f', '_');

/** Code and parameter names as the domain README lists them. */
function readmeCodes(): readonly { readonly code: string; readonly params: readonly string[] }[] {
  const readme = readFileSync(new URL('../../src/domain/README.md', import.meta.url), 'utf8');
  const list = readme.slice(readme.indexOf('## Reason codes')).split('\n## ')[0] ?? '';
  return [...list.matchAll(/`(\w+)(?:\{([\w,]+)\})?`/g)].map(([, code = '', params = '']) => ({
    code,
    params: params.split(',').filter((name) => name !== ''),
  }));
}

const EXAMPLES: Readonly<Record<string, string | number>> = {
  value: 'salesqualifiedlead',
  ownerId: '77',
  id: 'competitor',
  rule: 'form-demo',
  milliPoints: 34_500,
  signals: 2,
  name: 'lastname',
  total: 41_000,
  fit: 30_000,
  engagement: 11_000,
  at: '2026-11-20T09:05:00.000Z',
  reason: 'No budget',
  source: 'leadStatus',
  cycle: 2,
  byHand: 0,
  until: '2027-01-01T23:30:00.000Z',
  turn: 3,
  from: 'lead',
  to: 'marketingqualifiedlead',
};

/** Where a code means something else by the same names. */
const OWN_EXAMPLES: Readonly<Record<string, Reason['params']>> = {
  sourcePaused: { month: '2026-09', from: 'mql', to: 'sql', reached: 2, matured: 30, floor: 150_000 },
};

function example(code: string, params: readonly string[]): Reason {
  const values = { ...EXAMPLES, ...OWN_EXAMPLES[code] };
  return { code, params: Object.fromEntries(params.map((name) => [name, values[name] ?? ''])) };
}

describe('the reason codes of the domain README', () => {
  it('are all found by this test', () => {
    expect(readmeCodes().length).toBeGreaterThanOrEqual(22);
  });

  it.each(readmeCodes())('have a sentence in both languages: $code', ({ code, params }) => {
    const english = sentence(example(code, params), 'en', ENGLISH);
    const french = sentence(example(code, params), 'fr', FRENCH);

    expect(english.length).toBeGreaterThan(10);
    expect(french.length).toBeGreaterThan(10);
    expect(french).not.toBe(english);
    expect(`${english} ${french}`).not.toMatch(/undefined|NaN|form-demo|qualifiedlead|lastname/);
    expect(french).not.toMatch(/ [:;?!»]|« /);
  });
});

describe('a sentence', () => {
  it.each<[string, Reason, string, string]>([
    [
      'a rule with its label and how often',
      { code: 'part', params: { rule: 'form-demo', milliPoints: 34_500, signals: 2 } },
      '+34.5 points: Demo request (2 times)',
      '+34,5 points~: Demande de démo (2 fois)',
    ],
    [
      'a cut by a group',
      { code: 'part', params: { rule: 'cap:group:hand-raise', milliPoints: -2_000, signals: 0 } },
      '−2 points: Limit on the group “hand raise”',
      '−2 points~: Plafond du groupe «~hand raise~»',
    ],
    [
      'a cut by a dimension',
      { code: 'part', params: { rule: 'cap:fit', milliPoints: -1_000, signals: 0 } },
      '−1 point: Limit on fit',
      '−1 point~: Plafond du profil',
    ],
    [
      'less than two points',
      { code: 'part', params: { rule: 'page-any', milliPoints: 1_500, signals: 1 } },
      '+1.5 points: Page seen',
      '+1,5 point~: Page vue',
    ],
    [
      'a gate',
      { code: 'gate', params: { id: 'student' } },
      'Held back whatever the score: Student or trainee.',
      'Retenu quel que soit le score~: Étudiant ou stagiaire.',
    ],
    [
      'a field',
      { code: 'missingField', params: { name: 'lastname' } },
      'A mandatory field has no usable value: last name.',
      'Un champ obligatoire n’a pas de valeur exploitable~: nom.',
    ],
    [
      'a later hand-over by hand',
      { code: 'handedOver', params: { cycle: 3, byHand: 1 } },
      'Handed over to sales by hand, for the 3rd time.',
      'Transmis aux ventes à la main, pour la 3e fois.',
    ],
    [
      'an instant in local time',
      { code: 'touched', params: { at: '2027-01-01T23:30:00.000Z' } },
      'First contact by sales: Friday 1 January 2027 at 23:30.',
      'Premier contact par les ventes~: samedi 2 janvier 2027 à 0~h~30.',
    ],
    [
      'an end by a reject',
      { code: 'recycled', params: { reason: 'rejected:No budget: really' } },
      'Back to nurture: rejected by sales (No budget: really).',
      'Retour au nurturing~: refusé par les ventes (No budget: really).',
    ],
    [
      'an end by a gate',
      { code: 'recycled', params: { reason: 'gate:competitor' } },
      'Back to nurture: held back (Competitor).',
      'Retour au nurturing~: retenu (Concurrent).',
    ],
    [
      'an end by cooling',
      { code: 'recycled', params: { reason: 'cooled' } },
      'Back to nurture: the lead cooled down before the first contact.',
      'Retour au nurturing~: le lead a refroidi avant le premier contact.',
    ],
    [
      'a stage',
      { code: 'stageSet', params: { from: '', to: 'marketingqualifiedlead' } },
      'Stage set from none to MQL.',
      'Stade posé~: MQL.',
    ],
    [
      'a stage left',
      { code: 'stageSet', params: { from: 'subscriber', to: 'lead' } },
      'Stage set from subscriber to lead.',
      'Stade passé d’abonné à lead.',
    ],
    [
      'a stage taken away',
      { code: 'stageSet', params: { from: 'opportunity', to: '' } },
      'Stage set from opportunity to none.',
      'Stade retiré~: opportunité.',
    ],
    [
      'thousands',
      { code: 'belowMql', params: { total: 1_234_500, fit: -500, engagement: 0 } },
      'The score is too low for an MQL: 1,234.5 (fit −0.5, engagement 0).',
      'Le score est trop bas pour un MQL~: 1_234,5 (profil −0,5, engagement 0).',
    ],
  ])('tells %s', (...[, reason, english, french]) => {
    expect(sentence(reason, 'en', ENGLISH)).toBe(english);
    expect(visible(sentence(reason, 'fr', FRENCH))).toBe(french);
  });

  it('spells ids and says UTC when no agreement is at hand', () => {
    expect(sentence({ code: 'gate', params: { id: 'personal-email' } }, 'en')).toBe(
      'Held back whatever the score: personal email.',
    );
    expect(sentence({ code: 'touched', params: { at: '2026-11-20T09:05:00.000Z' } }, 'en')).toBe(
      'First contact by sales: Friday 20 November 2026 at 09:05 UTC.',
    );
  });

  it('shows nothing of a code it does not know', () => {
    expect(sentence({ code: 'constructor', params: {} }, 'en')).toBe('');
  });
});

describe('the summary on the record', () => {
  it('tells the score and the hand-over', () => {
    expect(summarize(decisionOf({}), 'en')).toBe(
      'MQL: 72.5 points (fit 40, engagement 32.5), grade A2. Handed over to sales.',
    );
    expect(visible(summarize(decisionOf({}), 'fr'))).toBe(
      'MQL~: 72,5 points (profil 40, engagement 32,5), note A2. Transmis aux ventes.',
    );
  });

  it('names the largest rules when the agreement is at hand', () => {
    expect(summarize(decisionOf({}), 'en', ENGLISH)).toBe(
      'MQL: 72.5 points (fit 40, engagement 32.5), grade A2. Handed over to sales. Demo request +34.5, Director or vice president +18, 50 to 4,999 employees +15.',
    );
  });

  it.each([
    [
      'a lead without an owner',
      decisionOf({ reasons: [{ code: 'ownerHold', params: {} }] }),
      'MQL: 72.5 points (fit 40, engagement 32.5), grade A2. Handed over to sales. Nobody can be given the lead: it waits for an owner.',
    ],
    [
      'an accepted lead',
      decisionOf({ state: { status: 'accepted' } }),
      'Accepted by sales: 72.5 points (fit 40, engagement 32.5), grade A2. The first contact is due.',
    ],
    [
      'a touched lead',
      decisionOf({ state: { status: 'working', touchedAt: '2026-11-20T10:00:00.000Z' } }),
      'Worked on by sales: 72.5 points (fit 40, engagement 32.5), grade A2. First contact by sales: Friday 20 November 2026 at 10:00 UTC.',
    ],
    [
      'a reject without its reason',
      decisionOf({ state: { status: 'rejected' } }),
      'Rejected by sales: 72.5 points (fit 40, engagement 32.5), grade A2. The reason for the reject is due.',
    ],
    [
      'a recycled lead',
      decisionOf({
        state: { status: 'recycled', recycleReason: 'rejected:No budget' },
        reasons: [{ code: 'coolingDown', params: { until: '2026-12-20T09:00:00.000Z' } }],
      }),
      'In nurture: 72.5 points (fit 40, engagement 32.5), grade A2. Rejected by sales (No budget). Was recycled and cools down until Sunday 20 December 2026 at 09:00 UTC.',
    ],
    [
      'a customer',
      decisionOf({ state: { status: 'won' } }),
      'Customer: 72.5 points (fit 40, engagement 32.5), grade A2.',
    ],
  ])('tells %s', (_, decision, line) => {
    expect(summarize(decision, 'en')).toBe(line);
  });

  it('says the same when the same state is judged again', () => {
    const moved = decisionOf({});
    const judgedAgain = decisionOf({ reasons: PART_REASONS });

    expect(summarize(judgedAgain, 'en')).toBe(summarize(moved, 'en'));
  });

  it('is one line of at most 250 characters, whatever a rep wrote as reason', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 2000 }),
        fc.constantFrom('en' as const, 'fr' as const),
        (reason, language) => {
          const line = summarize(
            decisionOf({ state: { status: 'recycled', recycleReason: `rejected:${reason}` } }),
            language,
          );

          expect(line.length).toBeLessThanOrEqual(250);
          expect(line).toMatch(/72[.,]5 points/);
          expect(line).not.toMatch(/[\n\r\t]/);
        },
      ),
    );
  });
});

describe('the long form', () => {
  it('tells why a lead was handed over, in the labels of the agreement', () => {
    const { why, whyNotYet } = explainLead(FRENCH, decisionOf({}), 'fr');

    expect(why.map(visible)).toEqual([
      'MQL~: 72,5 points (profil 40, engagement 32,5), note A2.',
      'Transmis aux ventes.',
      'Persona~: Décideur marketing (service est «~marketing~» et niveau hiérarchique est parmi «~propriétaire~», «~dirigeant~», «~vice-président~» et 2 autres).',
      '+18 points~: Directeur ou vice-président',
      '+15 points~: 50 à 4 999 salariés',
      '+8 points~: Dans un pays où nous vendons',
      '+34,5 points~: Demande de démo (2 fois)',
      '−2 points~: Plafond du groupe «~hand raise~»',
    ]);
    expect(whyNotYet).toEqual([]);
  });

  it('tells what keeps a lead back and what it would take', () => {
    const decision = decisionOf({
      state: { status: 'none', cycle: 0 },
      verdict: { total: 41_000, fit: 30_000, engagement: 11_000, meetsMql: false, qualifies: false },
      reasons: [
        { code: 'belowMql', params: { total: 41_000, fit: 30_000, engagement: 11_000 } },
        { code: 'missingField', params: { name: 'company' } },
      ],
    });

    expect(explainLead(ENGLISH, decision, 'en').whyNotYet).toEqual([
      'A mandatory field has no usable value: company.',
      'An MQL takes 60 points; still missing: 19.',
    ]);
  });

  it('tells of a lead with sales no line it need not reach any more', () => {
    const decision = decisionOf({
      verdict: { total: 35_000, fit: 35_000, engagement: 0, meetsMql: false, qualifies: false },
      reasons: [{ code: 'belowMql', params: { total: 35_000, fit: 35_000, engagement: 0 } }],
    });

    expect(explainLead(ENGLISH, decision, 'en').whyNotYet).toEqual([]);
  });

  it('tells of a contact out of scope neither score nor debts', () => {
    const decision = decisionOf({
      state: { status: 'none', cycle: 0 },
      verdict: { inScope: false, meetsMql: false, qualifies: false },
      reasons: [
        { code: 'outOfScope', params: {} },
        { code: 'part', params: { rule: 'country', milliPoints: 8_000, signals: 0 } },
        { code: 'missingField', params: { name: 'phone', owedBy: 'sales' } },
      ],
    });

    expect(explainLead(FRENCH, decision, 'fr')).toEqual({
      why: ['Non transmis.'],
      whyNotYet: ['Hors du champ de l’accord.'],
    });
    expect(summarize(decision, 'fr', FRENCH)).toBe('Non transmis. Hors du champ de l’accord.');
  });

  it('leaves out rules that have faded to nothing that one decimal shows', () => {
    const decision = decisionOf({
      reasons: [
        { code: 'part', params: { rule: 'country', milliPoints: 50, signals: 0 } },
        { code: 'part', params: { rule: 'country', milliPoints: 49, signals: 0 } },
        { code: 'part', params: { rule: 'country', milliPoints: -49, signals: 0 } },
      ],
    });

    const parts = explainLead(ENGLISH, decision, 'en').why.filter((line) => line.includes(':'));
    expect(parts.filter((line) => /^[+−]/.test(line))).toEqual(['+0.1 points: In a country we sell to']);
  });
});
