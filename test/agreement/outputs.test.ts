// Where an account wants what Accord writes: what may be said of it, and what becomes of a document that does.
import { describe, expect, it } from 'vitest';
import { fittingProperties } from '#agreement/check-outputs.ts';
import { diffAgreements } from '#agreement/diff.ts';
import { type ParsedAgreement, type ParseOptions, parseAgreement } from '#agreement/parse.ts';
import { type PropertyTypes, STANDARD_TYPES } from '#agreement/property-types.ts';
import { renderAgreement } from '#agreement/render.ts';
import type { OtherAgreement } from '#domain/outputs.ts';
import { ENGLISH_TEMPLATE, edited, lineOf } from '#test/support/agreement-text.ts';

const OPTIONS: ParseOptions = { id: 'main', version: 1, year: 2026 };

const PORTAL: PropertyTypes = {
  contact: {
    ...STANDARD_TYPES.contact,
    lead_score: { type: 'number' },
    score_text: { type: 'string' },
    computed: { type: 'number', readOnly: true },
    urgency: { type: 'enumeration', options: ['high', 'medium', 'low', 'none'] },
    level: { type: 'enumeration', options: ['high', 'low'] },
    letters: { type: 'enumeration', options: ['A', 'B', 'C'] },
    several: { type: 'multi', options: ['high', 'medium', 'low'] },
    due: { type: 'datetime' },
    day: { type: 'date' },
  },
  company: STANDARD_TYPES.company,
  isComplete: true,
};

function withOutputs(outputs: string, text = ENGLISH_TEMPLATE): string {
  return text.replace('routing:\n', () => `outputs:\n  ${outputs}\nrouting:\n`);
}

function parse(text: string, options: Partial<ParseOptions> = {}): ParsedAgreement {
  const result = parseAgreement(text, { ...OPTIONS, ...options });
  if (!result.ok) throw new Error(JSON.stringify(result.error, null, 1));
  return result.value;
}

function problemsOf(text: string, options: Partial<ParseOptions> = {}) {
  const result = parseAgreement(text, { ...OPTIONS, ...options });
  return result.ok ? [] : result.error;
}

const to = (property: string): string => `{ property: ${property}, overwrite: true }`;

describe('an output in a property of the account’s own', () => {
  it.each([
    ['scores: off', 'outputs.scores', 'unknownKey', 'score'],
    ['answer: off', 'outputs.answer', 'unknownKey', undefined],
    ['score: lead_score', 'outputs.score', 'badOutput', to('lead_score')],
    ['score: false', 'outputs.score', 'badOutput', 'off'],
    [
      'score: { property: lead_score }',
      'outputs.score.overwrite',
      'overwriteNotConfirmed',
      'overwrite: true',
    ],
    [
      'score: { property: lead_score, overwrite: false }',
      'outputs.score.overwrite',
      'overwriteNotConfirmed',
      'overwrite: true',
    ],
    [
      'score: { property: Lead Score, overwrite: true }',
      'outputs.score.property',
      'badProperty',
      'lead_score',
    ],
    ['score: { propery: lead_score, overwrite: true }', 'outputs.score.propery', 'unknownKey', 'property'],
    [`score: ${to('accord_fit')}`, 'outputs.score.property', 'outputProtected', undefined],
    [`stageReason: ${to('lifecyclestage')}`, 'outputs.stageReason.property', 'outputProtected', undefined],
    [`persona: ${to('hubspot_owner_id')}`, 'outputs.persona.property', 'outputProtected', undefined],
    [`persona: ${to('email')}`, 'outputs.persona.property', 'outputProtected', undefined],
    [
      `handOverStatus: ${to('hs_lead_status')}`,
      'outputs.handOverStatus.property',
      'outputProtected',
      undefined,
    ],
    [`score: ${to('hs_predictivescoringtier')}`, 'outputs.score.property', 'outputProtected', undefined],
    [`persona: ${to('jobtitle')}`, 'outputs.persona.property', 'outputIsInput', undefined],
    [`persona: ${to('lastname')}`, 'outputs.persona.property', 'outputIsInput', undefined],
  ])('%s is refused at %s: %s', (...[outputs, path, code, suggestion]) => {
    const text = withOutputs(outputs);
    const [problem, ...others] = problemsOf(text);

    expect(others).toEqual([]);
    expect(problem).toMatchObject({ path, code });
    expect(problem?.suggestion).toBe(suggestion);
    expect(problem?.line).toBe(lineOf(text, 'outputs:') + 1);
    expect(problem?.column).toBeGreaterThan(2);
    const [french] = problemsOf(text, { language: 'fr' });
    expect(french?.problem).not.toBe(problem?.problem);
  });

  it('names what is to be confirmed', () => {
    const [problem] = problemsOf(withOutputs('score: { property: lead_score }'));

    expect(problem?.problem).toContain('Confirm it with overwrite: true');
  });

  it('is refused where two outputs share one, at both', () => {
    const shared = problemsOf(withOutputs(`{ score: ${to('lead_score')}, fit: ${to('lead_score')} }`));

    expect(shared.map(({ path, code, params }) => [path, code, params['other']])).toEqual([
      ['outputs.score.property', 'outputTwice', 'fit'],
      ['outputs.fit.property', 'outputTwice', 'score'],
    ]);
  });

  it.each([
    [
      'a condition',
      edited(
        'gates:\n',
        'gates:\n    - { id: old, label: Old, when: [{ property: lead_score, type: number, operator: GT, value: 1 }] }\n',
      ),
    ],
    [
      'a mandatory field',
      edited('mql: [email, lastname, company]', 'mql: [email, lastname, company, lead_score]'),
    ],
    [
      'a field of its own',
      edited('  duplicates: {', '  readFrom: { contact: { numemployees: lead_score } }\n  duplicates: {'),
    ],
  ])('is refused where the agreement reads it: %s', (_, text) => {
    expect(problemsOf(withOutputs(`score: ${to('lead_score')}`, text))).toMatchObject([
      { path: 'outputs.score.property', code: 'outputIsInput' },
    ]);
  });

  it.each([
    [`score: ${to('lead_scores')}`, 'unknownProperty', 'lead_score'],
    [`score: ${to('computed')}`, 'outputReadOnly', undefined],
    [`score: ${to('urgency')}`, 'outputTypeMisfit', undefined],
    [`slaDue: ${to('day')}`, 'outputTypeMisfit', undefined],
    [`slaDue: ${to('score_text')}`, 'outputTypeMisfit', undefined],
    [`stageReason: ${to('urgency')}`, 'outputTypeMisfit', undefined],
    [`priority: ${to('several')}`, 'outputTypeMisfit', undefined],
    [`grade: ${to('lead_score')}`, 'outputTypeMisfit', undefined],
    [`priority: ${to('level')}`, 'outputLacksOptions', undefined],
    [`grade: ${to('letters')}`, 'outputLacksOptions', undefined],
  ])('%s is held against the account’s properties: %s', (...[outputs, code, suggestion]) => {
    const [problem, ...others] = problemsOf(withOutputs(outputs), { propertyTypes: PORTAL });

    expect(others).toEqual([]);
    expect(problem).toMatchObject({ code });
    expect(problem?.path).toMatch(/^outputs\.\w+\.property$/);
    expect(problem?.suggestion).toBe(suggestion);
  });

  it.each([
    `score: ${to('lead_score')}`,
    `score: ${to('score_text')}`,
    `priority: ${to('urgency')}`,
    `priority: ${to('score_text')}`,
    `stageReason: ${to('score_text')}`,
    `slaDue: ${to('due')}`,
    'persona: off',
    'persona: own',
  ])('%s fits', (outputs) => {
    expect(problemsOf(withOutputs(outputs), { propertyTypes: PORTAL })).toEqual([]);
  });

  it('is noted as overwritten where the account is known, and where it is missed after a lost database', () => {
    const text = withOutputs(`{ score: ${to('lead_score')}, handOverStatus: off }`);
    const notes = (options: Partial<ParseOptions>) =>
      parse(text, options).notes.filter(({ path }) => path.startsWith('outputs'));

    expect(notes({}).map(({ code }) => code)).toEqual(['outputNotRebuilt']);
    expect(notes({ propertyTypes: PORTAL }).map(({ code }) => code)).toEqual([
      'outputOverwrites',
      'outputNotRebuilt',
    ]);
    const [french] = notes({ propertyTypes: PORTAL, language: 'fr' });
    expect(french?.problem).toContain('«\u00a0lead_score\u00a0» sera écrasé');
  });
});

describe('beside another agreement of the account', () => {
  const { agreement: plain } = parse(ENGLISH_TEMPLATE);
  const other = (reads: readonly string[], outputs: OtherAgreement['outputs'] = {}): OtherAgreement => ({
    id: 'emea',
    needs: { ...plain.needs, contact: [...plain.needs.contact, ...reads] },
    outputs,
  });
  const reading = edited(
    'gates:\n',
    'gates:\n    - { id: old, label: Old, when: [{ property: lead_score, type: number, operator: GT, value: 1 }] }\n',
  );
  const demanding = edited('mql: [email, lastname, company]', 'mql: [email, lastname, company, lead_score]');

  it.each([
    [
      'what it reads is not written to',
      withOutputs(`score: ${to('lead_score')}`),
      other(['lead_score']),
      'outputs.score.property outputIsInputElsewhere',
    ],
    [
      'what it writes something else to neither',
      withOutputs(`score: ${to('lead_score')}`),
      other([], { persona: null, fit: 'lead_score' }),
      'outputs.score.property outputTwiceElsewhere',
    ],
    [
      'what it writes to is no condition',
      reading,
      other([], { fit: 'lead_score' }),
      'score.gates[0].when[0] inputIsOutputElsewhere',
    ],
    ['nor a mandatory field', demanding, other([], { fit: 'lead_score' }), 'data inputIsOutputElsewhere'],
  ])('%s', (...[, text, neighbour, expected]) => {
    for (const language of ['en', 'fr'] as const) {
      const problems = problemsOf(text, { others: [neighbour], language });
      expect(problems.map(({ path, code }) => `${path} ${code}`)).toEqual([expected]);
      expect(problems[0]?.problem).toContain(language === 'en' ? '“emea”' : '«\u00a0emea\u00a0»');
    }
  });

  it('the same output may share its property, and others are left alone', () => {
    const text = withOutputs(`score: ${to('lead_score')}`);

    expect(
      problemsOf(text, { others: [other(['note'], { score: 'lead_score', fit: 'score_text' })] }),
    ).toEqual([]);
  });

  it('what it reads, or writes something else to, is not offered', () => {
    const { document } = parse(ENGLISH_TEMPLATE);
    const own = { lead_score: { type: 'number' }, points: { type: 'number' } } as const;
    const fitting = fittingProperties(document, own, [other([], { fit: 'lead_score' })]);

    expect(fitting.score).toEqual(['points']);
    expect(fitting.fit).toEqual(['lead_score', 'points']);
    expect(fittingProperties(document, own, [other(['points'])]).score).toEqual(['lead_score']);
  });
});

describe('an agreement that says where outputs go', () => {
  const MAPPED = withOutputs(`{ score: ${to('lead_score')}, persona: off, fit: own }`);

  it('is compiled to what is written where, and asks for what it is held against', () => {
    const { agreement } = parse(MAPPED);

    expect(agreement.outputs).toEqual({ score: 'lead_score', persona: null });
    expect(agreement.needs.outputs).toEqual(['lead_score']);
    expect(agreement.needs.contact).not.toContain('lead_score');
  });

  it('is the same as none where all of them are ours', () => {
    const { agreement } = parse(withOutputs('{ score: own }'));

    expect(agreement).toEqual(parse(ENGLISH_TEMPLATE).agreement);
    expect(Object.keys(agreement)).not.toContain('outputs');
    expect(
      diffAgreements(parse(ENGLISH_TEMPLATE).document, parse(withOutputs('{ score: own }')).document, 'en'),
    ).toEqual([]);
  });

  it('is told in the contract, in both languages', () => {
    const { document } = parse(MAPPED);
    const paper = (language: 'en' | 'fr') => renderAgreement(document, { language, format: 'html' });

    expect(paper('en')).toContain('Properties that Accord writes');
    expect(paper('en')).toContain(
      '“Accord score” is written to the property “lead_score”, over whatever stands there.',
    );
    expect(paper('en')).toContain('“Accord persona” is not written to HubSpot.');
    expect(paper('en')).not.toContain('“Accord fit”');
    expect(paper('fr')).toContain(
      's’écrit dans la propriété «\u00a0lead_score\u00a0», par-dessus ce qui s’y trouve.',
    );
    expect(
      renderAgreement(parse(ENGLISH_TEMPLATE).document, { language: 'en', format: 'html' }),
    ).not.toContain('Properties that Accord writes');
  });

  it('differs from another in sentences', () => {
    const told = (from: string, until: string, language: 'en' | 'fr' = 'en') =>
      diffAgreements(parse(from).document, parse(until).document, language).map(({ text }) => text);
    const other = withOutputs(`{ score: ${to('note')}, persona: own }`);

    expect(told(ENGLISH_TEMPLATE, MAPPED)).toEqual([
      '“Accord score” is written to the property “lead_score”, over whatever stands there (was Accord’s own property).',
      '“Accord persona” is not written to HubSpot (was Accord’s own property).',
    ]);
    expect(told(MAPPED, other)).toEqual([
      '“Accord score” is written to the property “note”, over whatever stands there (was “lead_score”).',
      '“Accord persona” is written to Accord’s own property “accord_persona” (was not written).',
    ]);
    expect(told(MAPPED, ENGLISH_TEMPLATE, 'fr')[0]).toBe(
      '«\u00a0Score Accord\u00a0» s’écrit dans la propriété «\u00a0accord_score\u00a0», propre à Accord (avant\u00a0: «\u00a0lead_score\u00a0»).',
    );
  });
});
