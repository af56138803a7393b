// What the written agreement must do for the people who sign it, row by row: R01, R03, R25, R26, R61.
import { describe, expect, it } from 'vitest';
import { type ParsedAgreement, parseAgreement } from '#agreement/parse.ts';
import { renderAgreement } from '#agreement/render.ts';
import type { Agreement } from '#domain/agreement.ts';
import { decide } from '#domain/decide.ts';
import type { Decision } from '#domain/decision.ts';
import { initialState, type LeadFacts } from '#domain/lead.ts';
import { agreementForLead } from '#domain/overlays.ts';
import { taskText } from '#domain/task-text.ts';
import { ENGLISH_TEMPLATE, FRENCH_TEMPLATE } from '#test/support/agreement-text.ts';
import { deskOf } from '#test/support/routing-builders.ts';

const YEAR = 2026;

function parsed(text: string): ParsedAgreement {
  const result = parseAgreement(text, { id: 'main', version: 1, year: YEAR });
  if (!result.ok) throw new Error(JSON.stringify(result.error, null, 1));
  return result.value;
}

function edit(from: string, to: string, text = ENGLISH_TEMPLATE): string {
  if (!text.includes(from)) throw new Error(`The template does not contain: ${from}`);
  return text.replace(from, () => to);
}

function problemsOf(text: string, language: 'en' | 'fr'): readonly string[] {
  const result = parseAgreement(text, { id: 'main', version: 1, year: YEAR, language });
  return result.ok ? [] : result.error.map(({ path, problem }) => `${path}: ${problem}`);
}

/** Tuesday 10:00 in Paris and Berlin. */
const NOW = '2026-11-24T09:00:00.000Z';

type Values = Readonly<Record<string, string>>;

function factsOf(contact: Values, company: Values = {}): LeadFacts {
  const cells = (values: Values) =>
    Object.fromEntries(
      Object.entries(values).map(([name, value]) => [name, { value, at: '2026-11-24T08:00:00.000Z' }]),
    );
  return {
    contactId: '1',
    createdAt: '2026-11-24T08:00:00.000Z',
    gone: false,
    contact: cells({ email: 'ann@acme.example', lastname: 'Lee', company: 'Acme', ...contact }),
    company: cells({ name: 'Acme', ...company }),
    signals: [{ id: 's', kind: 'form', at: '2026-11-24T08:30:00.000Z', detail: 'Demo request' }],
    deals: [],
  };
}

/** A head of a function in a company that fits, who has asked for a demo: over the line. */
const READY: Values = { jobtitle: 'CFO', lifecyclestage: 'lead' };
const FITTING: Values = { numberofemployees: '200', country: 'France' };

function judge(agreement: Agreement, facts: LeadFacts, teams?: Record<string, string[]>): Decision {
  const owned = {
    activeOwners: ['7'],
    companyOwner: '',
    ...(teams === undefined ? {} : { teams }),
  };
  const context = {
    now: NOW,
    regime: 0,
    baselineAt: '2026-11-01T00:00:00.000Z',
    pool: owned,
    desk: deskOf([]),
  };
  return decide(agreement, { facts, state: initialState() }, context);
}

describe('R01: text and behaviour come from one file', () => {
  const before = parsed(ENGLISH_TEMPLATE);
  const lead = factsOf(READY, FITTING);

  it.each([
    {
      what: 'the line for an MQL',
      from: 'entry: [{ score: total, operator: GTE, value: 60 }]',
      to: 'entry: [{ score: total, operator: GTE, value: 99 }]',
      old: 'the score is at least 60 points',
      fresh: 'the score is at least 99 points',
      behaviour: (decision: Decision) => decision.verdict.meetsMql,
    },
    {
      what: 'what a demo request is worth',
      from: 'points: 35\n        cap: 40\n        decay: { halfLife: 21 days }\n        group: hand-raise\n      - id: form-demo-accent',
      to: 'points: 20\n        cap: 40\n        decay: { halfLife: 21 days }\n        group: hand-raise\n      - id: form-demo-accent',
      old: '| 35 | 40 |',
      fresh: '| 20 | 40 |',
      behaviour: (decision: Decision) => decision.verdict.engagement,
    },
    {
      what: 'the time sales have to answer',
      from: 'acceptWithin: 8 working hours',
      to: 'acceptWithin: 4 working hours',
      old: 'within 8 working hours',
      fresh: 'within 4 working hours',
      behaviour: (decision: Decision) => decision.task?.dueAt,
    },
    {
      what: 'the cap on engagement',
      from: '  engagement:\n    cap: 50',
      to: '  engagement:\n    cap: 12',
      old: 'engagement (at most 50 points)',
      fresh: 'engagement (at most 12 points)',
      behaviour: (decision: Decision) => decision.verdict.engagement,
    },
    {
      what: 'a mandatory field',
      from: 'mql: [email, lastname, company]',
      to: 'mql: [email, lastname, phone]',
      old: 'e-mail address, last name and company',
      fresh: 'e-mail address, last name and phone number',
      behaviour: (decision: Decision) => decision.verdict.missingFields,
    },
  ])(
    'changing $what changes that sentence alone, and the decision with it',
    ({ from, to, old, fresh, behaviour }) => {
      const after = parsed(edit(from, to));
      const [left, right] = [before, after].map(({ document }) =>
        renderAgreement(document, { language: 'en', format: 'markdown' }).split('\n'),
      );

      const changed = left!.flatMap((line, index) =>
        line === right![index] ? [] : [[line, right![index]!] as const],
      );

      expect(right).toHaveLength(left!.length);
      expect(changed).toHaveLength(1);
      expect(changed[0]![0]).toContain(old);
      expect(changed[0]![1]).toContain(fresh);
      expect(behaviour(judge(after.agreement, lead))).not.toEqual(behaviour(judge(before.agreement, lead)));
    },
  );

  it.each([
    [
      'en',
      'A lead becomes an MQL, and is handed over to sales, when it meets this: the score is at least 60 points.',
    ],
    [
      'en',
      'Sales accepts or rejects within 8 working hours of the assignment to a rep, for 100% of the leads.',
    ],
    ['en', 'Quality: 30% of the MQLs of a month become SQLs.'],
    [
      'fr',
      'Un lead devient un MQL, et il est transmis aux ventes, quand il remplit ceci\u00a0: le score atteint au moins 60 points.',
    ],
    [
      'fr',
      'Les ventes acceptent ou refusent sous 8 heures ouvrées à partir de l’attribution à un commercial, pour 100\u00a0% des leads.',
    ],
    ['fr', 'Qualité\u00a0: 30\u00a0% des MQL d’un mois deviennent des SQL.'],
  ] as const)('says in %s: %s', (language, sentence) => {
    const text = language === 'fr' ? FRENCH_TEMPLATE : ENGLISH_TEMPLATE;

    expect(renderAgreement(parsed(text).document, { language, format: 'markdown' })).toContain(sentence);
  });
});

describe('R03: no criterion in words without a rule', () => {
  it.each([
    [
      'en',
      'rules: [competitor, student]',
      'rules: []',
      'criteria[4].rules: No rule carries out “Is neither a competitor nor a student.”',
    ],
    [
      'en',
      'rules: [competitor, student]',
      'rules: [competitors]',
      'criteria[4].rules[0]: “competitors” is defined nowhere.',
    ],
    [
      'fr',
      'rules: [competitor, student]',
      'rules: []',
      'criteria[4].rules: Aucune règle n’applique «\u00a0Is neither a competitor nor a student.\u00a0»',
    ],
  ] as const)('is refused in %s: %s → %s', (...[language, from, to, problem]) => {
    expect(problemsOf(edit(from, to), language).join('\n')).toContain(problem);
  });

  it('points at a rule that counts though no criterion names it', () => {
    const { notes } = parsed(edit(', page-any, silent]', ', silent]'));

    expect(notes).toContainEqual(
      expect.objectContaining({
        code: 'unlistedRule',
        path: 'score.engagement.rules[14].id',
        params: { id: 'page-any' },
      }),
    );
  });
});

describe('R25: a country, a language and a team have their own times and texts', () => {
  const text = edit(
    '    promises: { sales: { firstTouchWithin: 2 working days } }\n',
    `    promises: { sales: { acceptWithin: 2 working hours } }
    points: { country: 1 }
  - { id: english, languages: [en], language: en, stages: { mql: { entry: [{ score: total, operator: GTE, value: 99 }], exit: [{ score: total, operator: LT, value: 9 }] } } }
  - { id: berlin, teams: [" berlin "], calendar: { workingHours: { wednesday: [14:00-18:00] } } }
`,
    edit('language: fr', 'language: fr', FRENCH_TEMPLATE).replace(
      'promises: { sales: { firstTouchWithin: 2 jours ouvrés } }',
      'promises: { sales: { firstTouchWithin: 2 working days } }',
    ),
  );
  const { agreement } = parsed(text);

  it.each([
    { lead: 'in France', contact: { country: 'France' }, due: '2026-11-25T09:30:00.000Z', language: 'fr' },
    {
      lead: 'in Germany by name',
      contact: { country: 'Deutschland' },
      due: '2026-11-24T11:00:00.000Z',
      language: 'en',
    },
    {
      lead: 'in Germany by code',
      contact: { hs_country_region_code: 'DE' },
      due: '2026-11-24T11:00:00.000Z',
      language: 'en',
    },
    {
      lead: 'of a German company',
      contact: {},
      company: { country: 'Germany' },
      due: '2026-11-24T11:00:00.000Z',
      language: 'en',
    },
    {
      lead: 'in Germany, code before name',
      contact: { hs_country_region_code: 'FR', country: 'Germany' },
      due: '2026-11-25T09:30:00.000Z',
      language: 'fr',
    },
  ])(
    'the same lead $lead is due at $due and told in $language',
    ({ contact, company = {}, due, language }) => {
      const facts = factsOf(
        { ...READY, ...contact },
        { numberofemployees: '200', industry: 'INSURANCE', ...company },
      );
      const decision = judge(agreement, facts);
      const own = agreementForLead(agreement, facts);
      const task = taskText({
        agreement: own,
        decision,
        task: decision.task!,
        language: own.language,
        facts,
        now: NOW,
        lead: {},
      });

      expect(decision.task?.dueAt).toBe(due);
      expect(own.language).toBe(language);
      expect(task.subject).toContain(language === 'fr' ? 'Accepter ou refuser' : 'Accept or reject');
    },
  );

  it.each([
    { language: 'fr', meets: true },
    { language: 'en-gb', meets: false },
    { language: 'EN', meets: false },
  ])('a lead whose language is $language meets its own line: $meets', ({ language, meets }) => {
    const facts = factsOf({ ...READY, hs_language: language }, FITTING);

    expect(judge(agreement, facts).verdict.meetsMql).toBe(meets);
  });

  it('gives other points where an overlay says so', () => {
    const points = (country: string): number | undefined =>
      judge(agreement, factsOf({ ...READY, country }, { numberofemployees: '200' })).verdict.parts.find(
        ({ rule }) => rule === 'country',
      )?.milliPoints;

    expect([points('France'), points('Germany')]).toEqual([8_000, 1_000]);
  });

  it('follows the hours of the owner’s team, which is known once the lead is assigned', () => {
    const facts = factsOf(READY, FITTING);
    const [alone, inTeam] = [judge(agreement, facts), judge(agreement, facts, { '7': ['Berlin'] })];

    expect(inTeam.state.owner.value).toBe('7');
    expect(inTeam.verdict).toEqual(alone.verdict);
    expect(inTeam.task?.dueAt).not.toBe(alone.task?.dueAt);
    expect(judge(agreement, facts, { '7': ['Hamburg'] }).task?.dueAt).toBe(alone.task?.dueAt);
  });

  it.each([
    ['en', 'teams: [Berlin]\n    points: { country: 9 }', 'A team cannot change “points”'],
    [
      'en',
      'when: [{ signal: form, operator: GTE, count: 1, withinDays: 3 }]',
      'An overlay is chosen by properties of contact or company only',
    ],
    [
      'fr',
      'teams: [Berlin]\n    points: { country: 9 }',
      'Une équipe ne peut pas changer «\u00a0points\u00a0»',
    ],
  ] as const)(
    'is refused in %s where time or the owner would move a line: %s',
    (language, written, problem) => {
      expect(problemsOf(edit('countries: [DE, AT] # CHANGE', written), language).join('\n')).toContain(
        problem,
      );
    },
  );
});

describe('R26: an agreement binds both sides', () => {
  it.each([
    [
      'without the promises of sales',
      /\n {2}sales:\n {4}acceptWithin[\s\S]*?(?=\n {2}marketing:)/,
      'promises.sales',
    ],
    [
      'without the promises of marketing',
      /\n {2}marketing:\n {4}volume[\s\S]*?(?=\nfeedback:)/,
      'promises.marketing',
    ],
    ['without a volume', /- \{ unit: mql, perMonth: 100 \}/, 'promises.marketing.volume'],
    ['without who signs for sales', /\n {2}sales: \{ name: Sales lead.*/, 'signatories.sales'],
  ])('is refused %s', (_, part, path) => {
    expect(part.test(ENGLISH_TEMPLATE)).toBe(true);

    for (const language of ['en', 'fr'] as const) {
      const problems = problemsOf(ENGLISH_TEMPLATE.replace(part, ''), language);

      expect(problems.map((problem) => problem.split(':')[0])).toContain(path);
    }
  });

  it('points at the side that has no consequences while the other has', () => {
    const { notes } = parsed(edit('    consequences:\n      - { do: agenda }\n', ''));

    expect(notes).toContainEqual(
      expect.objectContaining({ code: 'noConsequences', path: 'promises.marketing' }),
    );
  });
});

describe('R61: who is out of scope is not judged', () => {
  const { agreement } = parsed(
    edit(
      'ownDomains: [our-company.example]',
      'ownDomains: [our-company.example]\n  competitors: [rival.example]',
    ),
  );
  const inside = parsed(edit('customers: out', 'customers: in')).agreement;

  it.each([
    { who: 'a lead like others', contact: READY, inScope: true },
    { who: 'a customer', contact: { ...READY, lifecyclestage: 'customer' }, inScope: false },
    { who: 'a colleague', contact: { ...READY, email: 'bob@Our-Company.example' }, inScope: false },
    { who: 'somebody of a competitor', contact: { ...READY, email: 'eve@rival.example' }, inScope: false },
    {
      who: 'somebody of a competitor’s company',
      contact: READY,
      company: { domain: 'rival.example' },
      inScope: false,
    },
  ])('$who is in scope: $inScope', ({ contact, company = {}, inScope }) => {
    const decision = judge(agreement, factsOf(contact, { ...FITTING, ...company }));

    expect(decision.verdict.inScope).toBe(inScope);
    expect(decision.task !== null).toBe(inScope);
    expect(decision.state.scored !== null).toBe(inScope);
  });

  it('keeps customers in where both teams say so', () => {
    const customer = factsOf({ ...READY, lifecyclestage: 'customer' }, FITTING);

    expect(judge(inside, customer).verdict.inScope).toBe(true);
  });
});
