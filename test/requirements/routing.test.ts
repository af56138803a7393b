// R17, R23: who gets a lead follows the document: rules by source, campaign, segment, country, score, grade and account, then
// pools with their limits, hours and absences; and every decision tells its way in both languages.
import { describe, expect, it } from 'vitest';
import { parseAgreement } from '#agreement/parse.ts';
import type { Agreement } from '#domain/agreement.ts';
import { decide } from '#domain/decide.ts';
import type { Decision, Desk } from '#domain/decision.ts';
import { explainLead } from '#domain/explain/decision-sentences.ts';
import { initialState, type LeadFacts, type LeadState } from '#domain/lead.ts';
import { setFrench } from '#domain/typography.ts';
import { edited } from '#test/support/agreement-text.ts';
import { deskOf } from '#test/support/routing-builders.ts';

const ROUTING = `pool: [{ email: otto@sales.example, maxPerDay: 2 }]
  pools:
    - id: north
      label: North
      members:
        - { email: nina@sales.example, absences: [{ from: 2026-11-20, until: 2026-11-24 }] }
        - { email: noah@sales.example, weight: 2.5 }
    - { id: south, label: South, members: [sara@sales.example], maxOpen: 5, overflow: night }
    - id: night
      label: Night
      members:
        - email: nuri@sales.example
          timeZone: America/New_York
          workingHours: { tuesday: [9:00-17:00] }
  rules:
    - { id: paid, label: Paid search, sources: [PAID_SEARCH], campaigns: [Summer Sale], to: [paul@sales.example] }
    - { id: dach, label: German-speaking, countries: [DE, AT], to: south }
    - { id: partners, label: Partners, sources: [REFERRALS], toAccountOwner: true }
    - { id: big, label: Large companies, segment: enterprise, score: { from: 1 }, to: north }
    - { id: best, label: The best, grades: [A1, A2], to: north }
    - { id: few, label: Few points, score: { below: 1 }, to: north }
  ignored:`;

function parse(): Agreement {
  const text = edited('pool: everyone', ROUTING.replace(/\n {2}ignored:$/, ' #'));
  const result = parseAgreement(text, { id: 'main', version: 1, year: 2026 });
  if (!result.ok) throw new Error(JSON.stringify(result.error, null, 1));
  return result.value.agreement;
}

const AGREEMENT = parse();
/** Tuesday 9:00 in London, 4:00 in New York. */
const MORNING = '2026-11-24T09:00:00.000Z';
const AT = '2026-11-24T08:00:00.000Z';
const IDS = { otto: '1', nina: '2', noah: '3', sara: '4', nuri: '5', paul: '6' };
const NAMES = new Map(Object.entries(IDS).map(([name, id]) => [id, name]));

type Values = Readonly<Record<string, string>>;

function cells(values: Values) {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { value, at: AT }]));
}

/** Over the line, of a company of 200 people in France. */
function leadWith(contact: Values, company: Values = {}): LeadFacts {
  const own = { email: 'ann@acme.example', lastname: 'Lee', company: 'Acme', jobtitle: 'CFO' };
  return {
    contactId: '1',
    createdAt: AT,
    gone: false,
    contact: cells({ ...own, lifecyclestage: 'lead', ...contact }),
    company: cells({ name: 'Acme', numberofemployees: '200', country: 'France', ...company }),
    signals: [{ id: 's', kind: 'form', at: AT, detail: 'Demo request' }],
    deals: [],
  };
}

interface Scene {
  readonly agreement?: Agreement;
  readonly desk?: Partial<Desk>;
  readonly companyOwner?: string;
  readonly now?: string;
  readonly state?: Partial<LeadState>;
}

function route(facts: LeadFacts, scene: Scene = {}): Decision {
  const { agreement = AGREEMENT, desk = {}, companyOwner = '', now = MORNING, state = {} } = scene;
  const reps = Object.fromEntries(Object.entries(IDS).map(([name, id]) => [`${name}@sales.example`, id]));
  const context = {
    now,
    regime: 0,
    baselineAt: '2026-11-01T00:00:00.000Z',
    pool: { activeOwners: Object.values(IDS), companyOwner },
    desk: deskOf([], { reps, ...desk }),
  };
  return decide(agreement, { facts, state: { ...initialState(), ...state } }, context);
}

function nameOf({ state }: Decision): string {
  return NAMES.get(state.owner.value) ?? '';
}

/** Codes of the way, with what they name. */
function wayOf({ reasons }: Decision): string[] {
  const way = reasons.filter(({ code }) => /^(owner|rule|overflow)/.test(code));
  return way.map(({ code, params }) =>
    [
      code,
      ...['routingRule', 'by', 'pool', 'next', 'reason', 'obstacle'].flatMap((key) => params[key] ?? []),
    ].join(' '),
  );
}

const paid = { hs_analytics_source: 'PAID_SEARCH', hs_analytics_source_data_1: 'summer sale' };

describe('the rules', () => {
  it.each<[string, LeadFacts, string, string]>([
    ['source and campaign, in any case', leadWith(paid), 'paul', 'paid'],
    ['the country', leadWith({ country: 'Autriche' }), 'sara', 'dach'],
    ['the segment and the score', leadWith({}, { numberofemployees: '400' }), 'noah', 'big'],
  ])('choose by %s', (...[, facts, owner, rule]) => {
    const decision = route(facts);

    expect(nameOf(decision)).toBe(owner);
    expect(wayOf(decision)).toContain(`ruleMatched ${rule}`);
  });

  it('are tried in order, and tell what did not match', () => {
    expect(wayOf(route(leadWith({ ...paid, hs_analytics_source_data_1: 'winter' })))).toEqual([
      'ruleSkipped paid campaign',
      'ruleSkipped dach country',
      'ruleSkipped partners source',
      'ruleSkipped big segment',
      'ruleMatched best',
      'ownerByTurn north',
    ]);
  });

  it('leave the rest to the pool', () => {
    const decision = route(leadWith({ jobtitle: 'Assistant' }));

    expect(decision.state.status).toBe('none');
    const byHand = { ...leadWith({ jobtitle: 'Assistant' }) };
    const handed = {
      ...byHand,
      contact: { ...byHand.contact, lifecyclestage: { value: 'marketingqualifiedlead', at: MORNING } },
    };
    const stage = { value: 'lead', before: 'lead', by: 'other' as const, at: AT };
    const decided = route(handed, { state: { regime: 0, stage } });

    expect(decided.state.byHand).toBe(true);
    expect(nameOf(decided)).toBe('otto');
    expect(wayOf(decided).slice(-2)).toEqual(['ruleSkipped few score', 'ownerByTurn *']);
  });
});

describe('the account', () => {
  const referred = leadWith({ hs_analytics_source: 'REFERRALS' });
  const onlyByRule = { ...AGREEMENT, routing: { ...AGREEMENT.routing, useCompanyOwner: false } };

  it.each<[string, Scene, string, string]>([
    [
      'its owner by association',
      { companyOwner: '3', desk: { domainOwner: '6' } },
      'noah',
      'ownerFromCompany',
    ],
    [
      'else its owner by the domain of the address',
      { desk: { domainOwner: '6', colleague: '1' } },
      'paul',
      'ownerFromDomain',
    ],
    ['else whoever has another lead of it', { desk: { colleague: '1' } }, 'otto', 'ownerFromColleague'],
  ])('goes before every rule: %s', (...[, scene, owner, code]) => {
    const decision = route(referred, scene);

    expect(nameOf(decision)).toBe(owner);
    expect(wayOf(decision)).toEqual([code]);
  });

  it('is asked by a rule too, which is skipped where nobody has it', () => {
    const owned = route(referred, { agreement: onlyByRule, companyOwner: '6' });
    const alone = route(referred, { agreement: onlyByRule, desk: { colleague: '6' } });

    expect([nameOf(owned), nameOf(alone)]).toEqual(['paul', 'noah']);
    expect(wayOf(owned).slice(-2)).toEqual(['ruleMatched partners', 'ownerFromCompany']);
    expect(wayOf(alone)).toContain('ruleSkipped partners account');
  });

  it('does not overload its owner, who is in the pool that would take the lead', () => {
    const facts = leadWith({ country: 'Germany' });
    const full = route(facts, { companyOwner: '4', desk: { loads: { '4': { today: 0, open: 5 } } } });

    expect(wayOf(full).slice(0, 1)).toEqual(['ownerBusy agreement full']);
    expect(nameOf(full)).toBe('');
  });
});

describe('a pool', () => {
  it('passes over the absent, and looks again when the absence ends', () => {
    const facts = leadWith({}, { numberofemployees: '400' });

    expect(nameOf(route(facts))).toBe('noah');
    const desk = { reps: { 'nina@sales.example': '2' } };
    const before = route(facts, { desk, now: '2026-11-24T23:50:00.000Z' });
    expect(wayOf(before)).toContain('ownerHold north absent');
    expect(nameOf(route(facts, { desk, now: '2026-11-25T00:00:00.000Z' }))).toBe('nina');
    expect(before.reviewAt).toEqual({ at: '2026-11-25T00:00:00.000Z', exact: true });
  });

  it('gives no lead above a limit: the next pool takes it, within its own hours', () => {
    const facts = leadWith({ country: 'Germany' });
    const desk = { loads: { '4': { today: 0, open: 5 } } };
    const atNight = route(facts, { desk });
    const soon = route(facts, { desk, now: '2026-11-24T13:50:00.000Z' });
    const byDay = route(facts, { desk, now: '2026-11-24T14:00:00.000Z' });

    expect(wayOf(atNight).slice(-2)).toEqual(['overflow south night full', 'ownerHold night hours']);
    expect(atNight.reviewAt).toEqual({ at: '2026-11-24T09:15:00.000Z', exact: false });
    expect(soon.reviewAt).toEqual({ at: '2026-11-24T14:00:00.000Z', exact: true });
    expect(nameOf(byDay)).toBe('nuri');
  });

  it('deals by weight', () => {
    const facts = leadWith({}, { numberofemployees: '400' });
    const now = '2026-11-30T09:00:00.000Z';
    let desk: Partial<Desk> = {};
    const owners = Array.from({ length: 7 }, () => {
      const decision = route(facts, { desk, now });
      const { pool, state } = decision.route!.turns!;
      desk = { pools: { [pool]: state } };
      return nameOf(decision);
    });

    expect(owners.filter((name) => name === 'noah')).toHaveLength(5);
    expect(owners.filter((name) => name === 'nina')).toHaveLength(2);
  });
});

describe('the way', () => {
  it('is told in English and French', () => {
    const facts = leadWith({ country: 'Germany' });
    const held = route(facts, { desk: { loads: { '4': { today: 0, open: 5 } } } });
    const given = route(leadWith({}, { numberofemployees: '400' }));
    const told = (decision: Decision, language: 'en' | 'fr') => {
      const { why, whyNotYet } = explainLead(AGREEMENT, decision, language);
      return [...why, ...whyNotYet];
    };

    expect(told(held, 'en')).toEqual(
      expect.arrayContaining([
        'Not by the rule “Paid search”: another source.',
        'By the rule “German-speaking”.',
        'Nobody of the pool “South” can take the lead (the limits are reached); it goes on to the pool “Night”.',
        'Nobody of the pool “Night” can be given the lead (nobody is at work now): it waits for an owner.',
      ]),
    );
    expect(told(given, 'en')).toContain(
      'The next rep in turn of the pool “North” gets the lead: turn 1 of 1, number 1 of this rep’s 1.',
    );
    expect(told(held, 'fr')).toEqual(
      expect.arrayContaining([
        setFrench('Pas par la règle « Paid search » : autre source.'),
        setFrench(
          'Personne du pool « Night » ne peut recevoir le lead (personne ne travaille en ce moment) : il attend un propriétaire.',
        ),
      ]),
    );
  });
});
