// R34: which clauses stand on a lead's page, in which order, and which of their conditions are named.
import { describe, expect, it } from 'vitest';
import { type ExplainInput, explain } from '#domain/explain/explanation.ts';
import { type AgreementChanges, contactIs, hotFacts, mandatory, when } from '#test/support/builders.ts';
import { inputOf, lineOf, small } from '#test/support/clause-stories.ts';

const bigOnly = when(contactIs('size', 'big'));
const inMalta = when(contactIs('country', 'Malta'));
const students = [{ id: 'student', label: 'Student', when: when(contactIs('size', 'small')) }];

describe('R34: the clauses of a lead’s page', () => {
  const clausesOf = (agreement: AgreementChanges, facts: ExplainInput['facts']): readonly string[] =>
    explain(inputOf({ agreement, facts }), 'en').clauses.map(({ clause }) => clause);

  it('stand in the order of the document', () => {
    expect(
      clausesOf({ disqualify: students, data: mandatory({ mql: ['email', 'phone'] }) }, hotFacts),
    ).toEqual([
      'scope',
      'disqualify.student',
      'score.gates.competitor',
      'score',
      'stages.lead.entry',
      'stages.mql.entry',
      'stages.sql',
      'stages.opportunity',
      'stages.mql.exit',
      'stages.protected',
      'data.mandatory.mql.email',
      'data.mandatory.mql.phone',
      'baseline',
      'nurture.coolDown',
      'nurture.cyclesPerYear',
      'nurture.freshSignal',
      'promises.sales.acceptWithin',
      'promises.sales.firstTouchWithin',
      'promises.sales.feedbackWithin',
    ]);
  });

  it('of a contact that is gone are no more than that', () => {
    expect(clausesOf({}, { ...hotFacts, gone: true })).toEqual(['scope']);
  });

  it('show what was wanted and what was not, as each stands', () => {
    const input = inputOf({ facts: small, agreement: { scope: { include: bigOnly, exclude: inMalta } } });

    expect(explain(input, 'en').clauses[0]?.conditions).toEqual([
      [{ holds: false, text: 'size is “big”: no, it is “small”' }],
      [{ holds: true, text: 'country is “Malta”: yes, it is “Malta”' }],
    ]);
  });

  it('show no conditions where everybody is in scope', () => {
    expect(explain(inputOf({}), 'en').clauses[0]?.conditions).toEqual([]);
  });

  it.each([
    [{ disqualify: students }, 'disqualify.student', 'size is “small”: no, it is “big”'],
    [{}, 'score.gates.competitor', 'competitor is “yes”: no, it is empty'],
    [{}, 'stages.mql.entry', 'the score is at least 50 points: yes, it is 60'],
    [{}, 'stages.mql.exit', 'the score is below 30 points: no, it is 60'],
  ])('show the conditions, met or not: %o %s', (agreement, clause, text) => {
    const line = explain(inputOf({ agreement }), 'en').clauses.find((one) => one.clause === clause);

    expect(line?.conditions.flat().map((condition) => condition.text)).toEqual([text]);
  });

  it('name the conditions that fail in the alternative that is nearest to hold', () => {
    const far = [contactIs('size', 'big'), contactIs('country', 'France')];
    const near = [contactIs('country', 'Malta'), contactIs('city', 'Valletta')];
    const text = (anyOf: (typeof far)[]): string =>
      lineOf({ facts: small, agreement: { stages: { leadEntry: { anyOf } } } }, 'stages.lead.entry', 'en')[1];
    const nearest = 'Does not yet meet the entry to the stage lead: city is “Valletta”: no, it is empty.';

    expect(text([far, near])).toBe(nearest);
    expect(text([near, far])).toBe(nearest);
  });

  it('name no condition where there is none', () => {
    const never = { facts: small, agreement: { stages: { leadEntry: { anyOf: [] } } } };
    const line = (language: 'en' | 'fr') => lineOf(never, 'stages.lead.entry', language)[1];

    expect(line('en')).toBe('Does not yet meet the entry to the stage lead.');
    expect(line('fr')).toBe('Ne remplit pas encore l’entrée au stade lead.');
  });
});
