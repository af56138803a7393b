// Fields asked for: which hold a value, what would count as one, and the earliest time that one is owed by.
import { describe, expect, it } from 'vitest';
import { fieldPresence, holdsValue, sampleValue } from '#domain/mandatory.ts';
import { type Debt, earliestDue } from '#domain/owes.ts';
import { agreementWith, factsWith, hoursAfter, mandatory, T0 } from '#test/support/builders.ts';

const checked = agreementWith({
  data: {
    ...mandatory({ lead: ['email'], mql: ['email', 'phone', 'city'] }),
    normalize: ['email', 'phone', 'country'],
  },
});
const unchecked = agreementWith();

describe('a field', () => {
  it.each([
    ['email', 'nobody', false, true],
    ['email', 'ann@acme.fr', true, true],
    ['work_email', 'nobody', false, true],
    ['phone', '12', false, true],
    ['country', 'France', true, true],
    ['country', 'Nowhereland', false, true],
    ['website', 'nowhere', true, true],
    ['jobtitle', 'CEO', true, true],
    ['city', 'Lyon', true, true],
    ['city', '', false, false],
    ['city', 'n/a', false, false],
  ])(
    '%s with “%s” holds a value: %s where kinds are checked, else %s',
    (...[field, value, strict, loose]) => {
      const facts = factsWith({ contact: { [field]: value } });

      expect([checked, unchecked].map((agreement) => holdsValue(agreement, facts, field))).toEqual([
        strict,
        loose,
      ]);
    },
  );

  it.each([
    ['', 'Acme', true],
    ['n/a', 'Acme', true],
    ['Acme', '', true],
    ['', 'n/a', false],
    ['', '', false],
  ])('company “%s” of a contact of the company “%s” holds a value: %s', (company, name, held) => {
    const facts = factsWith({ contact: { company }, company: { name } });

    expect([checked, unchecked].map((agreement) => holdsValue(agreement, facts, 'company'))).toEqual([
      held,
      held,
    ]);
    expect(holdsValue(checked, { ...facts, company: {} }, 'name')).toBe(false);
    expect(holdsValue(checked, facts, 'city')).toBe(false);
  });

  it.each(['email', 'phone', 'country', 'website', 'jobtitle', 'city', 'toString'])(
    '%s holds its own sample',
    (field) => {
      for (const agreement of [checked, unchecked]) {
        const facts = factsWith({ contact: { [field]: sampleValue(agreement, field) } });
        expect(holdsValue(agreement, facts, field)).toBe(true);
      }
    },
  );

  it('has a sample of its kind only where kinds are checked', () => {
    expect(sampleValue(checked, 'country')).toBe('France');
    expect(sampleValue(unchecked, 'country')).toBe(sampleValue(checked, 'city'));
  });

  it('is reported once per lead, for the stage and the next', () => {
    const facts = factsWith({ contact: { email: 'ann@acme.fr', city: 'n/a' } });

    expect(fieldPresence(checked, facts, 'lead')).toEqual({ email: true, phone: false, city: false });
    expect(fieldPresence(checked, facts, 'opportunity')).toEqual({});
  });
});

describe('the earliest due time', () => {
  const owed = (dueAt: string | null): Debt => ({ name: 'phone', owedBy: 'sales', dueAt });

  it.each([
    [[], null],
    [[null], null],
    [[null, hoursAfter(T0, 2), null], hoursAfter(T0, 2)],
    [[hoursAfter(T0, 2), hoursAfter(T0, 1), null, hoursAfter(T0, 3)], hoursAfter(T0, 1)],
  ])('of %j is %s', (times, earliest) => {
    expect(earliestDue(times.map(owed))).toBe(earliest);
  });
});
