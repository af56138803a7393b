// R04 to R11 and R13 as tables of examples on the shipped agreement, in both languages: what a RevOps person would check
// by hand. The laws behind them are at the end of each part.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Agreement } from '#domain/agreement.ts';
import { decide } from '#domain/decide.ts';
import { engagementBand, gradeOf } from '#domain/grade.ts';
import { toEpochMs } from '#domain/instant.ts';
import { initialState, type LeadFacts, type Signal } from '#domain/lead.ts';
import { templateAgreement } from '#test/support/agreement-text.ts';
import { arbMoment } from '#test/support/arbitraries.ts';
import { contextAt, daysAfter, factsWith, hoursAfter, signal, T0 } from '#test/support/builders.ts';
import { reached } from '#test/support/thorough.ts';

const AGREEMENTS: Readonly<Record<'en' | 'fr', Agreement>> = {
  en: templateAgreement('en'),
  fr: templateAgreement('fr'),
};
const LANGUAGES = ['en', 'fr'] as const;
const SEEN = signal('pageView', T0, 'https://www.example.com/blog');

function judge(facts: LeadFacts, now = T0, language: 'en' | 'fr' = 'en') {
  return decide(AGREEMENTS[language], { facts, state: initialState() }, contextAt(now));
}

describe.each(LANGUAGES)('R04: fit from title, size, country and industry (%s)', (language) => {
  // A from 35 points, B from 20. Seen today, so that nobody is silent.
  it.each`
    title                        | employees | country             | more                                  | fit    | letter
    ${'DAF'}                     | ${200}    | ${'France'}         | ${{ industry: 'INSURANCE' }}          | ${50}  | ${'A'}
    ${'Directrice marketing'}    | ${120}    | ${'France'}         | ${{}}                                 | ${46}  | ${'A'}
    ${'VP Sales'}                | ${5200}   | ${'United Kingdom'} | ${{ industry: 'COMPUTER_SOFTWARE' }}  | ${48}  | ${'A'}
    ${'Responsable RH'}          | ${80}     | ${'France'}         | ${{}}                                 | ${35}  | ${'A'}
    ${'IT Manager'}              | ${300}    | ${'Germany'}        | ${{}}                                 | ${35}  | ${'A'}
    ${'CEO'}                     | ${20}     | ${'France'}         | ${{}}                                 | ${38}  | ${'A'}
    ${'Fondatrice'}              | ${6}      | ${'France'}         | ${{}}                                 | ${23}  | ${'B'}
    ${'Acheteur'}                | ${600}    | ${'France'}         | ${{}}                                 | ${23}  | ${'B'}
    ${'Chef de projet'}          | ${100}    | ${'Belgique'}       | ${{}}                                 | ${23}  | ${'B'}
    ${'Assistante de direction'} | ${250}    | ${'France'}         | ${{}}                                 | ${3}   | ${'C'}
    ${'Stagiaire marketing'}     | ${900}    | ${'France'}         | ${{}}                                 | ${8}   | ${'C'}
    ${'Étudiant'}                | ${''}     | ${'France'}         | ${{}}                                 | ${-12} | ${'C'}
    ${'Director'}                | ${100}    | ${'Brazil'}         | ${{}}                                 | ${33}  | ${'B'}
    ${'Account Executive'}       | ${100}    | ${'United Kingdom'} | ${{}}                                 | ${28}  | ${'B'}
    ${'Marketing Manager'}       | ${30}     | ${'United Kingdom'} | ${{}}                                 | ${30}  | ${'B'}
    ${'Marketing Manager'}       | ${8}      | ${'United Kingdom'} | ${{}}                                 | ${15}  | ${'C'}
    ${''}                        | ${100}    | ${'France'}         | ${{ industry: 'TELECOMMUNICATIONS' }} | ${30}  | ${'B'}
    ${''}                        | ${5}      | ${'France'}         | ${{}}                                 | ${-2}  | ${'C'}
    ${'Gérant'}                  | ${12}     | ${'France'}         | ${{ phone: '+33 1 23 45 67 89' }}     | ${40}  | ${'A'}
    ${'Product Owner'}           | ${5000}   | ${'United States'}  | ${{}}                                 | ${10}  | ${'C'}
    ${'Comptable'}               | ${40}     | ${'France'}         | ${{}}                                 | ${18}  | ${'C'}
    ${'Comptable'}               | ${40}     | ${'France'}         | ${{ phone: '01', mobilephone: '06' }} | ${22}  | ${'B'}
    ${'DSI'}                     | ${150}    | ${'Suisse'}         | ${{}}                                 | ${43}  | ${'A'}
    ${'Head of Sales'}           | ${45}     | ${'United States'}  | ${{}}                                 | ${28}  | ${'B'}
    ${'Executive Assistant'}     | ${5000}   | ${'United Kingdom'} | ${{}}                                 | ${-2}  | ${'C'}
    ${'DRH'}                     | ${5000}   | ${'Luxembourg'}     | ${{}}                                 | ${38}  | ${'A'}
    ${'Resp. mktg'}              | ${60}     | ${'Tunisia'}        | ${{}}                                 | ${32}  | ${'B'}
    ${'Dir. adj.'}               | ${60}     | ${'France'}         | ${{}}                                 | ${41}  | ${'A'}
    ${'N/A'}                     | ${60}     | ${'United States'}  | ${{}}                                 | ${15}  | ${'C'}
    ${'Directeur commercial'}    | ${60}     | ${'France'}         | ${{ email: 'a@gmail.com' }}           | ${31}  | ${'B'}
    ${'CTO'}                     | ${''}     | ${'France'}         | ${{ numemployees: '100-500' }}        | ${43}  | ${'A'}
  `(
    '$title in a company of $employees in $country: $letter',
    ({ title, employees, country, more, fit, letter }) => {
      const { industry = '', ...contact } = more as Record<string, string>;
      const company =
        employees === '' ? {} : { numberofemployees: String(employees), country, industry, name: 'X' };
      const facts = factsWith({
        contact: { jobtitle: title, country, ...contact },
        company,
        signals: [SEEN],
      });

      const { verdict } = judge(facts, T0, language);

      expect([verdict.fit / 1000, verdict.grade[0]]).toEqual([fit, letter]);
    },
  );
});

describe('R05: engagement from behaviour, with caps and windows', () => {
  it.each`
    kind            | times | detail                               | points | why
    ${'pageView'}   | ${1}  | ${'https://www.example.com/pricing'} | ${9}   | ${'a pricing page is a page too'}
    ${'pageView'}   | ${3}  | ${'https://www.example.com/tarifs'}  | ${15}  | ${'the rule stops at 12'}
    ${'pageView'}   | ${30} | ${'https://www.example.com/tarifs'}  | ${15}  | ${'the group stops at 15'}
    ${'pageView'}   | ${30} | ${'https://www.example.com/blog'}    | ${8}   | ${'the rule stops at 8'}
    ${'emailClick'} | ${1}  | ${''}                                | ${4}   | ${'one click'}
    ${'emailClick'} | ${9}  | ${''}                                | ${12}  | ${'the rule stops at 12'}
    ${'emailOpen'}  | ${99} | ${''}                                | ${0}   | ${'privacy proxies open everything'}
    ${'emailReply'} | ${1}  | ${''}                                | ${15}  | ${'one reply'}
    ${'emailReply'} | ${2}  | ${''}                                | ${25}  | ${'the rule stops at 25'}
    ${'meeting'}    | ${1}  | ${''}                                | ${35}  | ${'one meeting'}
    ${'meeting'}    | ${5}  | ${''}                                | ${40}  | ${'the rule stops at 40'}
    ${'form'}       | ${1}  | ${'Newsletter'}                      | ${10}  | ${'any form'}
    ${'form'}       | ${1}  | ${'Demande de démo'}                 | ${45}  | ${'a demo request is a form too'}
    ${'form'}       | ${3}  | ${'Request a demo'}                  | ${50}  | ${'engagement stops at 50'}
  `('$times × $kind “$detail” gives $points: $why', ({ kind, times, detail, points }) => {
    const signals = Array.from({ length: times }, (_, index) => ({
      ...signal(kind, T0, detail),
      id: `s${index}`,
    }));

    expect(judge(factsWith({ signals })).verdict.engagement).toBe(points * 1000);
  });

  it.each([
    [0, 8],
    [6.99, 8],
    [7, 4],
    [29.99, 4],
    [30, 0],
  ])('a webinar of %d days ago gives %d points: all for a week, half until a month', (days, points) => {
    const facts = factsWith({ signals: [signal('form', daysAfter(T0, -days), 'Webinar registration')] });

    const part = judge(facts).verdict.parts.find(({ rule }) => rule === 'form-webinar');

    expect(part?.milliPoints ?? 0).toBe(points * 1000);
  });

  it('replayed in any order gives the same score to the thousandth of a point', () => {
    const kinds = ['form', 'pageView', 'emailClick', 'emailReply', 'meeting'] as const;
    const event = fc.record({ kind: fc.constantFrom(...kinds), hours: fc.nat({ max: 2_000 }) });

    fc.assert(
      fc.property(fc.array(event, { maxLength: 20 }), fc.nat(), (events, turn) => {
        const signals = events.map(({ kind, hours }) => signal(kind, hoursAfter(T0, -hours), 'demo'));
        const cut = turn % (signals.length + 1);
        const turned = [...signals.slice(cut), ...signals.slice(0, cut)];

        expect(judge(factsWith({ signals: turned })).verdict).toEqual(judge(factsWith({ signals })).verdict);
      }),
      { numRuns: 200 },
    );
  });
});

describe('R06: the engagement level, apart from fit', () => {
  it.each([
    [50_000, '1', 'hot', 'chaud'],
    [35_000, '1', 'hot', 'chaud'],
    [34_999, '2', 'warm', 'tiède'],
    [15_000, '2', 'warm', 'tiède'],
    [14_999, '3', 'cold', 'froid'],
    [0, '3', 'cold', 'froid'],
    [-5_000, '3', 'cold', 'froid'],
  ])('of %d thousandths is %s: %s, %s', (...row) => {
    const [engagement, digit, english, french] = row;
    const bands = LANGUAGES.map((language) => engagementBand(AGREEMENTS[language].score.grade, engagement));

    expect(bands.map((band) => [band?.digit, band?.label])).toEqual([
      [digit, english],
      [digit, french],
    ]);
  });

  it.each([
    [50_000, 'A'],
    [35_000, 'A'],
    [34_999, 'B'],
    [20_000, 'B'],
    [19_999, 'C'],
    [-50_000, 'C'],
  ])('does not change the letter that %d thousandths of fit give: %s', (fit, letter) => {
    const { grade } = AGREEMENTS.fr.score;

    expect([0, 15_000, 35_000].map((engagement) => gradeOf(grade, fit, engagement))).toEqual([
      `${letter}3`,
      `${letter}2`,
      `${letter}1`,
    ]);
  });

  it('is written to HubSpot in the agreement’s language', () => {
    const facts = factsWith({ signals: [signal('meeting', T0)] });
    const written = LANGUAGES.map((language) =>
      judge(facts, T0, language).properties.find(({ name }) => name === 'accord_engagement_level'),
    );

    expect(written.map((property) => property?.value)).toEqual(['hot', 'chaud']);
  });
});

describe('R07: negative points and gates', () => {
  const HUGE: readonly Signal[] = Array.from({ length: 50 }, (_, index) => ({
    ...signal('form', T0, 'Request a demo'),
    id: `form:${index}`,
  }));
  const PERFECT = { email: 'a@buyer.example', lastname: 'A', company: 'B', jobtitle: 'CEO' };
  const COMPANY = { name: 'Buyer', numberofemployees: '200', country: 'France', industry: 'INSURANCE' };

  it('a perfect lead without a gate is handed over', () => {
    const { state, verdict } = judge(factsWith({ contact: PERFECT, company: COMPANY, signals: HUGE }));

    expect([state.status, verdict.total]).toEqual(['handedOver', 100_000]);
  });

  it.each`
    contact                                     | company                                 | gate
    ${{ jobtitle: 'Étudiante en master' }}      | ${{}}                                   | ${'student'}
    ${{ jobtitle: 'MBA Student' }}              | ${{}}                                   | ${'student'}
    ${{ jobtitle: 'Alternante marketing' }}     | ${{}}                                   | ${'student'}
    ${{ jobtitle: 'Stagiaire' }}                | ${{}}                                   | ${'student'}
    ${{ hs_email_domain: 'mit.edu' }}           | ${{}}                                   | ${'student'}
    ${{ hs_email_domain: 'etu.univ-lille.fr' }} | ${{}}                                   | ${'student'}
    ${{ email: 'a@competitor-one.example' }}    | ${{}}                                   | ${'competitor'}
    ${{}}                                       | ${{ domain: 'competitor-two.example' }} | ${'competitor'}
    ${{ hs_email_optout: 'true' }}              | ${{}}                                   | ${'unsubscribed'}
    ${{ email: 'a@gmail.com' }}                 | ${{ name: '' }}                         | ${'personal-email'}
  `('huge engagement never makes an MQL of $contact $company: $gate', ({ contact, company, gate }) => {
    const facts = factsWith({
      contact: { ...PERFECT, ...contact },
      company: { ...COMPANY, ...company },
      signals: HUGE,
    });

    for (const language of LANGUAGES) {
      const { state, verdict } = judge(facts, T0, language);

      expect(verdict.engagement).toBe(50_000);
      expect([state.status, verdict.gates, verdict.qualifies]).toEqual(['none', [gate], false]);
    }
  });

  it.each(['Junior Account Executive', 'Responsable alternance', 'Student Recruitment Manager'])(
    '%s works for a living and meets no gate',
    (jobtitle) => {
      const facts = factsWith({ contact: { ...PERFECT, jobtitle }, company: COMPANY, signals: HUGE });

      expect(judge(facts).verdict.gates).toEqual([]);
    },
  );

  it('nothing out-scores a gate, whatever the agreement and the lead', () => {
    let gated = 0;
    fc.assert(
      fc.property(arbMoment, ({ agreement, lead, context }) => {
        const { verdict, reasons } = decide(agreement, lead, context);
        if (verdict.gates.length === 0) return;
        gated++;

        expect(verdict.qualifies).toBe(false);
        expect(reasons.filter(({ code, params }) => code === 'handedOver' && params['byHand'] === 0)).toEqual(
          [],
        );
      }),
      { numRuns: 2_000 },
    );

    expect(gated).toBeGreaterThan(reached(100));
  });
});

describe('R08: weights, caps and their sum', () => {
  it('the parts add up to the score, and no score leaves its range, for 10,000 random leads', () => {
    fc.assert(
      fc.property(arbMoment, ({ agreement, lead, context }) => {
        const { verdict } = decide(agreement, lead, context);
        const sum = (dimension: string): number =>
          verdict.parts.reduce(
            (total, part) => total + (part.dimension === dimension ? part.milliPoints : 0),
            0,
          );

        expect([sum('fit'), sum('engagement')]).toEqual([verdict.fit, verdict.engagement]);
        expect(verdict.total).toBe(verdict.fit + verdict.engagement);
        expect(Math.abs(verdict.fit)).toBeLessThanOrEqual(agreement.score.fit.cap);
        expect(Math.abs(verdict.engagement)).toBeLessThanOrEqual(agreement.score.engagement.cap);
      }),
      { numRuns: 10_000 },
    );
  });

  it('what a rule of engagement gives never grows in magnitude with time alone, whatever the agreement', () => {
    fc.assert(
      fc.property(arbMoment, fc.nat({ max: 5_000 }), ({ agreement, lead, context }, hours) => {
        const later = { ...context, now: hoursAfter(context.now, hours) };
        const [now, then] = [context, later].map((each) => decide(agreement, lead, each).verdict.parts);

        for (const part of then ?? []) {
          if (part.dimension === 'fit' || part.rule.startsWith('cap:')) continue;
          const before = now?.find(({ rule }) => rule === part.rule)?.milliPoints ?? 0;

          expect(Math.abs(part.milliPoints)).toBeLessThanOrEqual(Math.abs(before));
        }
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('R10: a score that falls without any event', () => {
  const facts = factsWith({
    createdAt: T0,
    contact: { email: 'a@buyer.example', lastname: 'A', company: 'B', jobtitle: 'Directrice marketing' },
    company: { name: 'Buyer', numberofemployees: '200', country: 'France' },
    signals: [signal('form', T0, 'Request a demo')],
  });
  const agreement = AGREEMENTS.en;
  const context = (now: string) => contextAt(now);

  it('loses its MQL line and its hand-over exactly when it was predicted, within 90 days', () => {
    let decision = decide(agreement, { facts, state: initialState() }, context(T0));
    expect([decision.verdict.meetsMql, decision.state.status]).toEqual([true, 'handedOver']);
    const turns: string[] = [];

    for (let round = 0; round < 200; round++) {
      const { state, reviewAt } = decision;
      if (reviewAt === null || reviewAt.at > daysAfter(T0, 90)) break;
      const justBefore = new Date(toEpochMs(reviewAt.at) - 1).toISOString();
      const before = decide(agreement, { facts, state }, context(justBefore));
      const at = decide(agreement, { facts, state }, context(reviewAt.at));
      expect(before.verdict.meetsMql).toBe(decision.verdict.meetsMql);
      expect(before.state.status).toBe(state.status);
      if (at.verdict.meetsMql !== before.verdict.meetsMql) turns.push('below the line');
      if (at.state.status !== before.state.status) turns.push(at.state.status);
      decision = at;
    }

    expect(turns).toEqual(['below the line', 'recycled']);
    expect(decision.state.recycleReason).toBe('cooled');
  });
});

describe.each(LANGUAGES)('R13: the persona, with its reason, or none (%s)', (language) => {
  /** Labelled by judgement: whom the two teams would call so. */
  const SAMPLE: Readonly<Record<string, readonly string[]>> = {
    'company-head': [
      'CEO',
      'Founder',
      'PDG',
      'Gérante',
      'Directeur général',
      'Managing Director',
      'Présidente',
      'Co-Founder & CTO',
      'DGA',
      'Dirigeant',
      'Chef d’entreprise',
      'Owner',
      'General Manager',
      'Associée gérante',
    ],
    finance: [
      'DAF',
      'CFO',
      'Finance Director',
      'Directrice administrative et financière',
      'Responsable comptable',
      'Finance Manager',
      'Head of Finance',
      'Responsable administratif et financier',
      'VP Finance',
      'Chief Financial Officer',
      'Chef comptable',
    ],
    marketing: [
      'CMO',
      'Directrice marketing',
      'Marketing Manager',
      'Responsable communication',
      'Head of Growth',
      'VP Marketing',
      'Dir. marketing',
      'Resp. mktg',
      'Digital Marketing Manager',
      'Directeur de la communication',
      'Directrice marketing et communication',
      'Product Marketing Manager',
    ],
    sales: [
      'CRO',
      'Directeur commercial',
      'Sales Director',
      'VP Sales',
      'Responsable des ventes',
      'Head of Sales EMEA',
      'Sales Manager',
      'Chef des ventes',
      'Business Development Manager',
      'Responsable export',
      'Sales Operations Manager',
    ],
    none: [
      'Assistante de direction',
      'Comptable',
      'Chargée de communication',
      'Account Executive',
      'DSI',
      'Responsable RH',
      'Software Engineer',
      'Étudiant',
      'Stagiaire marketing',
      'Acheteur',
      'Consultant',
      'Product Owner',
      'Chief of Staff',
      'Assistant to the CEO',
      'IT Director',
      'Ingénieur commercial',
      'N/A',
      'Directeur d’école',
      'Medical Director',
      'Contrôleur de gestion',
    ],
  };
  const rows = Object.entries(SAMPLE).flatMap(([label, titles]) => titles.map((title) => ({ label, title })));
  const personaOf = (title: string) => judge(factsWith({ contact: { jobtitle: title } }), T0, language);

  it('is right for at least 95 of 100 labelled contacts, and never wrong among the personas', () => {
    const confusion = rows
      .map(({ label, title }) => ({ label, title, said: personaOf(title).verdict.persona ?? 'none' }))
      .filter(({ label, said }) => label !== said);

    expect(rows.length).toBeGreaterThanOrEqual(60);
    expect(confusion.length > rows.length / 20 ? confusion : []).toEqual([]);
    expect(confusion.filter(({ label, said }) => label !== 'none' && said !== 'none')).toEqual([]);
  });

  it.each([
    ['Founder', 'company-head', 0],
    ['CEO', 'company-head', 1],
    ['DAF', 'finance', 0],
  ])('%s is %s by its group of conditions %d', (title, persona, group) => {
    const reasons = personaOf(title).reasons.filter(({ code }) => code === 'persona');

    expect(reasons).toEqual([{ code: 'persona', params: { id: persona, group } }]);
  });

  it('gives no reason where there is no persona', () => {
    expect(personaOf('Comptable').reasons.filter(({ code }) => code === 'persona')).toEqual([]);
  });
});
