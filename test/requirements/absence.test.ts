// R18, R23: a rep falls ill after the assignment, as the document says. What he cannot do in time goes to another rep, but for
// what a person gave him and what nobody else can take; each decision says so in both languages.
import { describe, expect, it } from 'vitest';
import { parseAgreement } from '#agreement/parse.ts';
import type { Agreement } from '#domain/agreement.ts';
import { decide } from '#domain/decide.ts';
import type { Decision } from '#domain/decision.ts';
import { explain } from '#domain/explain/explanation.ts';
import { toEpochMs } from '#domain/instant.ts';
import { initialState, type LeadFacts, type LeadState } from '#domain/lead.ts';
import { absencesAhead } from '#domain/routing/absences.ts';
import { edited } from '#test/support/agreement-text.ts';
import { deskOf } from '#test/support/routing-builders.ts';

/** Nina is ill from Tuesday to Thursday; Noah takes turns with her in the first agreement alone. */
function parse(others: string): Agreement {
  const nina = '{ email: nina@sales.example, absences: [{ from: 2026-11-24, until: 2026-11-26 }] }';
  const text = edited('pool: everyone', `pool: [${nina}${others}] #`);
  const result = parseAgreement(text, { id: 'main', version: 1, year: 2026 });
  if (!result.ok) throw new Error(JSON.stringify(result.error, null, 1));
  return result.value.agreement;
}

const TWO = parse(', noah@sales.example');
const ALONE = parse('');
const REPS = { 'nina@sales.example': '2', 'noah@sales.example': '3' };
/** Monday 15:00 in London; the answer is due on Tuesday at 15:30. */
const GIVEN = '2026-11-23T15:00:00.000Z';
const TUESDAY = '2026-11-24T00:00:00.000Z';

interface Scene {
  readonly agreement?: Agreement;
  readonly by?: 'accord' | 'other';
  readonly now?: string;
  readonly activities?: LeadFacts['signals'];
}

function judge({ agreement = TWO, by = 'accord', now = TUESDAY, activities = [] }: Scene) {
  const cells = {
    email: 'ann@acme.example',
    lastname: 'Lee',
    company: 'Acme',
    jobtitle: 'CFO',
    lifecyclestage: 'marketingqualifiedlead',
    hubspot_owner_id: '2',
  };
  const facts: LeadFacts = {
    contactId: '1',
    createdAt: GIVEN,
    gone: false,
    contact: Object.fromEntries(Object.entries(cells).map(([name, value]) => [name, { value, at: GIVEN }])),
    company: {},
    signals: [{ id: 's', kind: 'form', at: GIVEN, detail: 'Demo request' }, ...activities],
    deals: [],
  };
  const state: LeadState = {
    ...initialState(),
    regime: 0,
    status: 'handedOver',
    cycle: 1,
    stage: { value: 'marketingqualifiedlead', before: 'lead', by: 'accord', at: GIVEN },
    owner: { value: '2', before: '', by, at: GIVEN },
    handOvers: [GIVEN],
    handedOverAt: GIVEN,
    assignedAt: GIVEN,
    answersAfter: GIVEN,
  };
  const activeOwners = ['2', '3'];
  const absences = absencesAhead(agreement.routing, { reps: REPS, users: {}, activeOwners }, toEpochMs(now));
  const context = {
    now,
    regime: 0,
    baselineAt: '2026-11-01T00:00:00.000Z',
    pool: { activeOwners, companyOwner: '', absences },
    desk: deskOf([], { reps: REPS }),
  };
  const decision = decide(agreement, { facts, state }, context);
  const told = (language: 'en' | 'fr') =>
    explain({ agreement, facts, state: decision.state, context, did: decision.reasons }, language);
  return { decision, told };
}

const ownerOf = ({ decision }: { readonly decision: Decision }): string => decision.state.owner.value;
const call = (ownerId: string): LeadFacts['signals'][number] => ({
  id: 'call',
  kind: 'touch',
  at: '2026-11-23T16:00:00.000Z',
  detail: '',
  ownerId,
});

const withPlainBlanks = (text: string): string => text.replaceAll(/[\u00a0\u202f]/g, ' ');

const ABSENT =
  'The owner is absent until Friday 27 November 2026 at 00:00 (as the agreement says); due by Tuesday 24 November 2026 at 15:30: Sales accepts or rejects.';
const FRENCH_ABSENT =
  'Le propriétaire est absent jusqu’au vendredi 27 novembre 2026 à 0 h 00 (d’après l’accord) ; à faire avant le mardi 24 novembre 2026 à 15 h 30 : Les ventes acceptent ou refusent.';

describe('an owner who falls ill after the assignment', () => {
  it.each<[string, Scene, string, string, string]>([
    [
      'loses what he cannot do in time to another rep',
      {},
      '3',
      `${ABSENT} The lead goes to another rep.`,
      `${FRENCH_ABSENT} Le lead passe à un autre commercial.`,
    ],
    [
      'keeps what a person gave him',
      { by: 'other' },
      '2',
      `${ABSENT} A person chose this owner: the lead stays.`,
      `${FRENCH_ABSENT} Une personne a choisi ce propriétaire : il garde le lead.`,
    ],
    [
      'keeps what nobody else can take',
      { agreement: ALONE },
      '2',
      `${ABSENT} Nobody can take the lead instead (everybody is absent): it stays for now.`,
      `${FRENCH_ABSENT} Personne ne peut prendre le lead à sa place (tout le monde est absent) : il le garde pour l’instant.`,
    ],
  ])('%s, and both languages say so', (...[, scene, owner, english, french]) => {
    const judged = judge(scene);
    const lines = (language: 'en' | 'fr') => {
      const { why, whyNotYet } = judged.told(language);
      return [...why, ...whyNotYet];
    };

    expect(ownerOf(judged)).toBe(owner);
    expect(lines('en').filter((line) => line.startsWith('The owner is absent'))).toEqual([english]);
    expect(lines('fr').map(withPlainBlanks)).toContain(french);
  });

  it.each<[string, Scene]>([
    ['what he has begun', { activities: [call('2')] }],
    ['everything the evening before', { now: '2026-11-23T20:00:00.000Z' }],
    ['what is still his when he is back', { now: '2026-11-27T00:00:00.000Z' }],
  ])('keeps %s, and nothing is told of an absence', (...[, scene]) => {
    const { decision, told } = judge(scene);
    const { why, whyNotYet } = told('en');

    expect(decision.state.owner.value).toBe('2');
    expect([...why, ...whyNotYet].filter((line) => line.includes('absent'))).toEqual([]);
  });

  it('is looked at when the absence begins, not before', () => {
    const evening = judge({ now: '2026-11-23T20:00:00.000Z' });

    expect(evening.decision.reviewAt).toEqual({ at: TUESDAY, exact: true });
  });
});
