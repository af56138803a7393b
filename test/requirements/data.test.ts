// R21, R35, R36, R57 and R41 as tables that a RevOps person can read, in both languages.
import { describe, expect, it } from 'vitest';
import { parseAgreement } from '#agreement/parse.ts';
import type { DataModel } from '#domain/agreement-data.ts';
import { explainLead, sentence } from '#domain/explain/decision-sentences.ts';
import { identityKeys } from '#domain/identity.ts';
import { groupByIdentity } from '#domain/identity-groups.ts';
import { ENGLISH_TEMPLATE, edited, FRENCH_TEMPLATE } from '#test/support/agreement-text.ts';
import {
  agreementWith,
  cell,
  codesOf,
  contactIs,
  contextAt,
  daysAfter,
  decideInTurn,
  factsWith,
  HALF_LATER,
  hotFacts,
  hotWith,
  hoursAfter,
  LATER,
  mandatory,
  scoreAtLeast,
  signal,
  T0,
  thenSeen,
  wanted,
  when,
} from '#test/support/builders.ts';

const OPTIONS = { id: 'main', version: 1, year: 2026 };

describe('R21: no rep is given a lead before it is ripe', () => {
  it.each([
    ['no sign of interest', {}, []],
    ['one page below the line', { size: 'big' }, []],
    ['interest, but a competitor', { size: 'big', competitor: 'yes' }, ['form']],
    ['interest and fit, but a mandatory field is missing', { size: 'big' }, ['form']],
  ] as const)('%s: no owner, no task, no stage', (_, contact, kinds) => {
    const agreement = agreementWith({ data: mandatory({ mql: ['lastname'] }) });
    const signals = kinds.map((kind) => signal(kind, hoursAfter(T0, -1)));
    const decision = decideInTurn(agreement, [
      { facts: factsWith({ contact, signals }), context: contextAt(T0) },
    ]);

    expect(decision.task).toBeNull();
    expect(decision.properties.map(({ name }) => name)).not.toContain('hubspot_owner_id');
    expect(decision.properties.map(({ name }) => name)).not.toContain('lifecyclestage');
  });

  it('a lead that cools before anybody touched it loses its task, and the owner is left as he is', () => {
    const gate = agreementWith();
    const cooled = thenSeen(hotWith({ contact: { competitor: 'yes' } }), gate);

    expect(cooled.state).toMatchObject({ status: 'recycled', recycleReason: 'gate:competitor' });
    expect(cooled.task).toBeNull();
    expect(wanted(cooled, 'hubspot_owner_id')).toBe('7');
  });
});

describe('R35: a stage is not entered without its mandatory fields', () => {
  const asked = agreementWith({
    stages: { leadEntry: when(contactIs('size', 'big')) },
    data: mandatory({ lead: ['email'], mql: ['email', 'company'], sql: ['phone'] }),
  });

  it.each([
    ['lead', {}, undefined],
    ['lead', { email: 'ann@acme.fr' }, 'lead'],
    ['lead', { email: '-' }, undefined],
  ])('%s with %j: the stage becomes %s', (_, contact, stage) => {
    const facts = factsWith({ createdAt: hoursAfter(T0, -1), contact: { size: 'big', ...contact } });
    const decision = decideInTurn(asked, [{ facts, context: contextAt(T0) }]);

    expect(wanted(decision, 'lifecyclestage')).toBe(stage);
  });

  it.each([
    ['nothing', {}, 'none'],
    ['the e-mail alone', { email: 'ann@acme.fr' }, 'none'],
    ['a placeholder for the company', { email: 'ann@acme.fr', company: 'Select' }, 'none'],
    ['both', { email: 'ann@acme.fr', company: 'Acme' }, 'handedOver'],
  ])('a hot lead of whom we know %s is %j', (_, contact, status) => {
    const decision = decideInTurn(asked, [{ facts: hotWith({ contact }), context: contextAt(T0) }]);

    expect(decision.state.status).toBe(status);
  });

  it('a contact of a named company has its company, though its own field is empty', () => {
    const blocked = agreementWith({ data: mandatory({ mql: ['company'] }) });
    const statusOf = (name: string): string => {
      const facts = { ...hotFacts, company: { ...hotFacts.company, name: { value: name, at: T0 } } };
      return decideInTurn(blocked, [{ facts, context: contextAt(T0) }]).state.status;
    };

    expect([statusOf(''), statusOf('n/a'), statusOf('Nordfil')]).toEqual(['none', 'none', 'handedOver']);
  });

  it('where the agreement only warns, the lead goes on and what is missing is named', () => {
    const warned = agreementWith({ data: mandatory({ mql: ['company'] }, 'warn') });
    const decision = decideInTurn(warned, [{ facts: hotFacts, context: contextAt(T0) }]);

    expect(decision.state.status).toBe('handedOver');
    expect(codesOf(decision)).toContain('missingField');
    expect(wanted(decision, 'accord_missing_fields')).toBe('Marketing: company');
    expect(explainLead(warned, decision, 'en').whyNotYet).toEqual([]);
  });

  it('an acceptance is heard at once; the stage SQL follows when the phone number comes', () => {
    const known = { email: 'ann@acme.fr', company: 'Acme' };
    const yes = {
      ...known,
      accord_answer: cell('accept', HALF_LATER),
      lifecyclestage: cell('marketingqualifiedlead', T0),
    };
    const steps = [
      { facts: hotWith({ contact: known }), context: contextAt(T0) },
      { facts: hotWith({ contact: yes }), context: contextAt(LATER) },
    ];
    const accepted = decideInTurn(asked, steps);
    const filled = {
      facts: hotWith({ contact: { ...yes, phone: '01 42 68 53 00' } }),
      context: contextAt(daysAfter(T0, 1)),
    };
    const complete = decideInTurn(asked, [...steps, filled]);

    expect(accepted.state).toMatchObject({ status: 'accepted', stage: { value: 'marketingqualifiedlead' } });
    expect(wanted(accepted, 'accord_missing_fields')).toBe('Sales: phone number');
    expect(complete.state).toMatchObject({ status: 'accepted', stage: { value: 'salesqualifiedlead' } });
    expect(wanted(complete, 'accord_missing_fields')).toBe('');
  });

  it.each([
    ['', { email: 'a@b.fr' }, '50', 'before MQL: the fields of lead and MQL'],
    ['lead', { email: 'a@b.fr', company: 'Acme' }, '100', 'the same for a lead'],
    ['marketingqualifiedlead', { email: 'a@b.fr', company: 'Acme' }, '66', 'an MQL: MQL and SQL'],
    ['salesqualifiedlead', {}, '0', 'an SQL: SQL and opportunity'],
    ['opportunity', {}, '100', 'an opportunity: nothing is asked here'],
  ])('in stage “%s” with %j completeness is %s %% (%s)', (...[lifecyclestage, contact, percent]) => {
    const facts = factsWith({ contact: { lifecyclestage, ...contact } });
    const decision = decideInTurn(asked, [{ facts, context: contextAt(T0) }]);

    expect(wanted(decision, 'accord_completeness')).toBe(percent);
  });
});

describe('R57: a value that is none counts as missing, and HubSpot’s own is never changed', () => {
  const normal = (fields: readonly string[], normalize: DataModel['normalize']) =>
    agreementWith({ data: { ...mandatory({ mql: fields }), normalize, placeholders: ['a voir'] } });

  it.each([
    ['phone', '01 42 68 53 00', 'FR', true],
    ['phone', '01 42 68 53', 'FR', false],
    ['phone', '0000000000', 'FR', false],
    ['phone', '+33 6 12 34 56 78', '', true],
    ['country', 'France', '', true],
    ['country', 'Frnace', '', true],
    ['country', 'Europe', '', false],
    ['email', 'Ann <ann@acme.fr>', '', true],
    ['email', 'ann at acme', '', false],
    ['company', 'N/A', '', false],
    ['company', 'À voir', '', false],
    ['company', 'Voir SA', '', true],
    ['lastname', 'xxx', '', false],
    ['lastname', 'Test', '', false],
    ['lastname', 'Testard', '', true],
  ])('%s “%s” (country “%s”) is known: %s', (...[field, value, country, isKnown]) => {
    const contact = field === 'country' ? { country: value } : { country, [field]: value };
    const agreement = normal([field], ['email', 'phone', 'country']);
    const decision = decideInTurn(agreement, [{ facts: hotWith({ contact }), context: contextAt(T0) }]);

    expect(decision.state.status).toBe(isKnown ? 'handedOver' : 'none');
    expect(decision.properties.map(({ name }) => name)).not.toContain(field);
  });

  it('a kind that the agreement does not normalise is taken as it is', () => {
    const facts = hotWith({ contact: { phone: '12' } });
    const decision = decideInTurn(normal(['phone'], []), [{ facts, context: contextAt(T0) }]);

    expect(decision.state.status).toBe('handedOver');
  });

  it.each([
    ['same address, other case', { email: 'Ann.Lee@Acme.fr' }, { email: 'ann.lee@acme.fr' }, true],
    ['dots at Gmail', { email: 'ann.lee@gmail.com' }, { email: 'annlee@gmail.com' }, true],
    ['a plus-tag is another address', { email: 'ann+a@x.fr' }, { email: 'ann@x.fr' }, false],
    [
      'one number, two spellings, one name',
      { firstname: 'Ann', lastname: 'Lee', phone: '0142685300', country: 'FR' },
      { firstname: 'ann', lastname: 'LEE', phone: '+33 1 42 68 53 00' },
      true,
    ],
    [
      'colleagues at one switchboard',
      { firstname: 'Ann', lastname: 'Lee', phone: '+33142685300' },
      { firstname: 'Bob', lastname: 'Ray', phone: '+33142685300' },
      false,
    ],
    [
      'names swapped, one company',
      { firstname: 'Ann', lastname: 'Lee', email: 'a@acme.fr' },
      { firstname: 'Lee', lastname: 'Ann', email: 'b@acme.fr' },
      true,
    ],
    [
      'one name, two companies',
      { firstname: 'Ann', lastname: 'Lee', email: 'a@acme.fr' },
      { firstname: 'Ann', lastname: 'Lee', email: 'a@other.fr' },
      false,
    ],
    [
      'one name at two free-mail addresses',
      { firstname: 'Ann', lastname: 'Lee', email: 'a@gmail.com' },
      { firstname: 'Ann', lastname: 'Lee', email: 'b@gmail.com' },
      false,
    ],
    ['both nameless and empty', {}, {}, false],
    [
      'both named Test',
      { firstname: 'test', lastname: 'test', company: 'Acme' },
      { firstname: 'test', lastname: 'test', company: 'Acme' },
      false,
    ],
  ])('duplicates: %s', (...[, one, two, isOne]) => {
    const keys = [one, two].flatMap((contact, index) =>
      identityKeys(agreementWith(), factsWith({ contact })).map((key) => ({
        leadId: String(index + 1),
        ...key,
      })),
    );

    expect(groupByIdentity(keys).map(({ leadIds }) => leadIds)).toEqual(isOne ? [['1', '2']] : []);
  });

  it('whoever shares keys with a third is the same person too', () => {
    const chain = [
      { leadId: '3', kind: 'email', key: 'a' },
      { leadId: '10', kind: 'email', key: 'a' },
      { leadId: '10', kind: 'phone', key: 'p' },
      { leadId: '7', kind: 'phone', key: 'p' },
      { leadId: '8', kind: 'name', key: 'alone' },
    ] as const;

    expect(groupByIdentity(chain)).toEqual([
      {
        id: '3',
        leadIds: ['3', '7', '10'],
        reasons: [
          { kind: 'email', key: 'a' },
          { kind: 'phone', key: 'p' },
        ],
      },
    ]);
  });
});

describe('R36: who owes a missing field, and by when', () => {
  const owed = (language: 'en' | 'fr') =>
    agreementWith({
      language,
      stages: { mqlEntry: when(scoreAtLeast(50)) },
      data: {
        ...mandatory({ mql: ['company'], sql: ['phone', 'city'] }, 'warn'),
        owes: [
          { fields: ['company'], by: 'marketing', within: { unit: 'workingDays', amount: 1 } },
          { fields: ['phone'], by: 'sales', within: { unit: 'workingDays', amount: 5 } },
        ],
      },
    });
  // Monday 2 March, 10:00 in Paris; the contact came on Friday at 16:00.
  const facts = hotWith({});
  const friday = { ...facts, createdAt: '2026-02-27T15:00:00.000Z' };

  it.each([
    [
      'en',
      'A mandatory field has no usable value: company, owed by marketing by Monday 2 March 2026 at 16:00.',
      'A mandatory field has no usable value: phone number, owed by sales by Monday 9 March 2026 at 10:00.',
    ],
    [
      'fr',
      'Un champ obligatoire n’a pas de valeur exploitable : entreprise, dû par le marketing pour le lundi 2 mars 2026 à 16 h 00.',
      'Un champ obligatoire n’a pas de valeur exploitable : téléphone, dû par les ventes pour le lundi 9 mars 2026 à 10 h 00.',
    ],
  ] as const)('is told in %s', (language, marketing, sales) => {
    const agreement = owed(language);
    const decision = decideInTurn(agreement, [{ facts: friday, context: contextAt(T0) }]);
    const told = decision.reasons
      .filter(({ code }) => code === 'missingField')
      .map((reason) => sentence(reason, language, agreement).replaceAll('\u00a0', ' '));

    expect(told.slice(0, 2)).toEqual([marketing, sales]);
  });

  it.each([
    ['en', 'Marketing: company · Sales: phone number, city'],
    ['fr', 'Marketing : entreprise · Ventes : téléphone, ville'],
  ] as const)('is a list that each team can filter by, in %s', (language, text) => {
    const decision = decideInTurn(owed(language), [{ facts: friday, context: contextAt(T0) }]);

    expect(wanted(decision, 'accord_missing_fields')?.replaceAll('\u00a0', ' ')).toBe(text);
    expect(wanted(decision, 'accord_missing_due')).toBe(String(Date.parse('2026-03-02T15:00:00.000Z')));
  });

  it.each([
    [
      'a contact that came after the first switch-on: from its creation',
      '2026-01-01T00:00:00.000Z',
      '2026-03-02T15:00:00.000Z',
    ],
    ['an older contact: from the first switch-on', '2026-02-28T09:00:00.000Z', '2026-03-03T08:00:00.000Z'],
  ] as const)('a publication forgives no debt: %s', (_, firstLiveAt, due) => {
    const published = { regime: 2, baselineAt: T0, firstLiveAt };
    const decision = decideInTurn(owed('en'), [{ facts: friday, context: contextAt(T0, published) }]);

    expect(wanted(decision, 'accord_missing_due')).toBe(String(Date.parse(due)));
  });

  it('a field that no stage asks for is never owed, and the check says so', () => {
    const parsed = parseAgreement(
      edited('fields: [phone], by: sales', 'fields: [phone, fax], by: sales'),
      OPTIONS,
    );

    expect(parsed.ok && parsed.value.notes.map(({ code, params }) => [code, params['field']])).toContainEqual(
      ['owedNowhere', 'fax'],
    );
  });
});

describe('R41: a reject reason names a clause of the agreement', () => {
  const english = parseAgreement(ENGLISH_TEMPLATE, OPTIONS);
  const french = parseAgreement(FRENCH_TEMPLATE, OPTIONS);

  it.each([
    [
      'off-target',
      'Rejected by sales: Not our target, clause: scope.',
      'Refusé par les ventes : Hors cible, clause : scope.',
    ],
    [
      'competitor',
      'Rejected by sales: Competitor, clause: Competitor.',
      'Refusé par les ventes : Concurrent, clause : Concurrent.',
    ],
    [
      'not-decision-maker',
      'Rejected by sales: Not a decision maker, clause: Director or vice president.',
      'Refusé par les ventes : Pas décideur, clause : Directeur ou vice-président.',
    ],
    [
      'the phone is dead',
      'Rejected by sales: the phone is dead.',
      'Refusé par les ventes : the phone is dead.',
    ],
  ])('“%s” is told with what it points at', (given, en, fr) => {
    if (!english.ok || !french.ok) throw new Error('the templates do not parse');
    const reason = { code: 'rejected', params: { reason: given } };
    const say = (text: string): string => text.replaceAll('\u00a0', ' ');

    expect(say(sentence(reason, 'en', english.value.agreement))).toBe(en);
    expect(say(sentence(reason, 'fr', french.value.agreement))).toBe(fr);
  });

  it.each([
    ['clause: scope }', 'clause: scop }', 'scope'],
    ['clause: title-director }', 'clause: title-directr }', 'title-director'],
    ['clause: competitor,', 'clause: competitors,', 'competitor'],
  ])('“%s” written “%s” is refused with the nearest clause %s', (from, to, suggestion) => {
    const parsed = parseAgreement(edited(from, to), OPTIONS);

    expect(parsed.ok).toBe(false);
    expect(!parsed.ok && parsed.error).toMatchObject([{ code: 'unknownReference', suggestion }]);
  });

  it.each([
    'acceptWithin',
    'firstTouchWithin',
    'quality',
    'mandatory',
    'coolDown',
    'mql',
    'learn',
    'finance',
    'price',
  ])('“%s” is a clause, as it stands in the document', (clause) => {
    const parsed = parseAgreement(edited('clause: scope }', `clause: ${clause} }`), OPTIONS);

    expect(parsed.ok).toBe(true);
  });
});
