// A lead over the line that is none for sales all the same, and what is owed of it.
import { expect, it } from 'vitest';
import { decide } from '#domain/decide.ts';
import { initialState } from '#domain/lead.ts';
import {
  agreementWith,
  codesOf,
  contactIs,
  contextAt,
  hotWith,
  mandatory,
  T0,
  when,
} from '#test/support/builders.ts';

it('a lead that a rule disqualifies does not qualify, whatever its score', () => {
  const disqualify = [{ id: 'student', label: 'Student', when: when(contactIs('kind', 'student')) }];
  const judge = (kind: string) =>
    decide(
      agreementWith({ disqualify }),
      { facts: hotWith({ contact: { kind } }), state: initialState() },
      contextAt(T0),
    );

  expect(judge('student')).toMatchObject({
    verdict: { meetsMql: true, disqualifiedBy: 'student', qualifies: false },
    state: { status: 'disqualified', cycle: 0 },
  });
  expect(judge('buyer')).toMatchObject({ verdict: { qualifies: true }, state: { status: 'handedOver' } });
});

it.each([
  ['lead', true],
  ['customer', false],
])('of a lead in the stage %s a missing field is owed: %s', (lifecyclestage, isOwed) => {
  const agreement = agreementWith({ data: mandatory({ mql: ['phone'] }) });
  const lead = { facts: hotWith({ contact: { lifecyclestage } }), state: initialState() };

  expect(codesOf(decide(agreement, lead, contextAt(T0))).includes('missingField')).toBe(isOwed);
});
