import { describe, expect, it } from 'vitest';
import type { WantedTask } from '#domain/decision.ts';
import type { Signal } from '#domain/lead.ts';
import { OUTPUT_PROPERTIES } from '#domain/names.ts';
import { taskText } from '#domain/task-text.ts';
import { templateAgreement } from '#test/support/agreement-text.ts';
import { decisionOf, PART_REASONS, TASK } from '#test/support/decisions.ts';

const ENGLISH = templateAgreement('en');
const FRENCH = templateAgreement('fr');
const NOW = '2026-11-20T09:00:00.000Z';
const visible = (text: string): string => text.replaceAll('\u00a0', '~');

type Input = Parameters<typeof taskText>[0];

/** A lead nobody knows anything of but its score, in English. */
function render(given: Partial<Input>): ReturnType<typeof taskText> {
  return taskText({
    agreement: ENGLISH,
    decision: decisionOf({}),
    task: TASK,
    language: 'en',
    facts: { signals: [] },
    now: NOW,
    lead: { name: 'Anne Leroy', company: 'Fonderies du Rhône' },
    ...given,
  });
}

let made = 0;
function signal(kind: Signal['kind'], at: string, detail = ''): Signal {
  made += 1;
  return { id: `${kind}:${made}`, kind, at: `2026-11-${at}:00.000Z`, detail };
}

/** What a lead that comes back did: a form twice, pages, a mail, a meeting, and what is not told. */
const SIGNALS = [
  signal('form', '02T10:00', 'Guide 2026'),
  signal('pageView', '02T10:02', 'https://www.acme.example/blog/guide?utm_source=x'),
  signal('emailOpen', '03T10:00'),
  signal('emailClick', '04T10:00'),
  signal('form', '18T08:00', 'Demo request'),
  signal('pageView', '19T10:00', 'https://acme.example/pricing?token=s3cr3t#top'),
  signal('touch', '19T11:00'),
  signal('pageView', '19T14:00', 'https://acme.example/pricing?gclid=1'),
  signal('emailReply', '19T15:00'),
  signal('form', '20T08:55', 'Demo request'),
  signal('meeting', '20T08:58', 'booked'),
  signal('form', '20T09:01', 'dated after the decision'),
];

const RETURNING = {
  ...decisionOf({
    state: { cycle: 2, lastEnd: { at: '2026-09-01T08:00:00.000Z', reason: 'rejected:Budget' } },
    reasons: [
      ...PART_REASONS,
      {
        code: 'missingField',
        params: { name: 'country', owedBy: 'marketing', dueAt: '2026-11-23T10:00:00.000Z' },
      },
      { code: 'missingField', params: { name: 'phone', owedBy: 'sales' } },
    ],
  }),
  properties: [
    {
      name: OUTPUT_PROPERTIES.theme,
      value: 'price',
      effect: 'scores',
      since: null,
      ridesAlong: false,
    } as const,
  ],
};

describe('the rendered task text golden test', () => {
  it('tells an English rep everything before the call', () => {
    const text = render({ decision: RETURNING, facts: { signals: SIGNALS } });

    expect(text.subject).toBe('Accept or reject: Anne Leroy (Fonderies du Rhône)');
    expect(text.bodyHtml.split('\n')).toEqual([
      '<p>Look at the lead, then set “Accord: your answer” to accept or reject. A reject needs its reason.</p>',
      '<p><strong>Due:</strong> Monday 23 November 2026 at 10:00 (Europe/London)</p>',
      '<p><strong>Why now:</strong> 72.5 points (fit 40, engagement 32.5), grade A2</p>',
      '<ul><li>+18 points: Director or vice president</li><li>+15 points: 50 to 4,999 employees</li><li>+8 points: In a country we sell to</li><li>+34.5 points: Demo request (2 times)</li><li>−2 points: Limit on the group “hand raise”</li></ul>',
      '<p><strong>What the lead did last:</strong></p>',
      '<ul><li>Meeting booked, Friday 20 November 2026 at 08:58</li><li>Form “Demo request” (2 times), Friday 20 November 2026 at 08:55</li><li>Reply by e-mail, Thursday 19 November 2026 at 15:00</li><li>Page acme.example/pricing (2 times), Thursday 19 November 2026 at 14:00</li><li>Click in a marketing e-mail, Wednesday 4 November 2026 at 10:00</li></ul>',
      '<p><strong>Before that:</strong> Page acme.example/blog/guide, Form “Guide 2026”</p>',
      '<p><strong>Still missing:</strong> Marketing: country (by Monday 23 November 2026 at 10:00) · Sales: phone number</p>',
      '<p><strong>Persona:</strong> Marketing decision maker</p>',
      '<ul><li>Marketing: Comes by webinars and comparisons, shares them inside the company.</li><li>Sales: Must show results within a quarter; rarely holds the budget alone.</li></ul>',
      '<p><strong>Interested in:</strong> Prices and return</p>',
      '<p><strong>To open the call:</strong> “You booked a meeting with us. What should we make sure to cover?”</p>',
      '<p><strong>Handed over before:</strong> once. The last time ended on Tuesday 1 September 2026 at 09:00: rejected by sales (Budget).</p>',
    ]);
  });

  it('tells a French rep the same in French', () => {
    const text = render({
      agreement: FRENCH,
      language: 'fr',
      task: { ...TASK, clause: 'firstTouch' },
      decision: RETURNING,
      facts: { signals: SIGNALS },
    });

    expect(visible(text.subject)).toBe('Prendre le premier contact~: Anne Leroy (Fonderies du Rhône)');
    expect(visible(text.bodyHtml).split('\n')).toEqual([
      '<p>Appelez, écrivez ou rencontrez, et saisissez-le sur le contact~: ce qui n’est pas saisi ne compte pas.</p>',
      '<p><strong>Échéance~:</strong> lundi 23 novembre 2026 à 11~h~00 (Europe/Paris)</p>',
      '<p><strong>Pourquoi maintenant~:</strong> 72,5 points (profil 40, engagement 32,5), note A2</p>',
      '<ul><li>+18 points~: Directeur ou vice-président</li><li>+15 points~: 50 à 4 999 salariés</li><li>+8 points~: Dans un pays où nous vendons</li><li>+34,5 points~: Demande de démo (2 fois)</li><li>−2 points~: Plafond du groupe «~hand raise~»</li></ul>',
      '<p><strong>Ce que le lead a fait en dernier~:</strong></p>',
      '<ul><li>Rendez-vous pris, vendredi 20 novembre 2026 à 9~h~58</li><li>Formulaire «~Demo request~» (2 fois), vendredi 20 novembre 2026 à 9~h~55</li><li>Réponse par e-mail, jeudi 19 novembre 2026 à 16~h~00</li><li>Page acme.example/pricing (2 fois), jeudi 19 novembre 2026 à 15~h~00</li><li>Clic dans un e-mail marketing, mercredi 4 novembre 2026 à 11~h~00</li></ul>',
      '<p><strong>Auparavant~:</strong> Page acme.example/blog/guide, Formulaire «~Guide 2026~»</p>',
      '<p><strong>Ce qui manque encore~:</strong> Marketing~: pays (avant le lundi 23 novembre 2026 à 11~h~00) · Ventes~: téléphone</p>',
      '<p><strong>Persona~:</strong> Décideur marketing</p>',
      '<ul><li>Marketing~: Vient par les webinaires et les comparatifs, les partage en interne.</li><li>Ventes~: Doit montrer des résultats en un trimestre~; décide rarement seul du budget.</li></ul>',
      '<p><strong>S’intéresse à~:</strong> Prix et retour</p>',
      '<p><strong>Pour ouvrir l’appel~:</strong> «~Vous avez pris rendez-vous avec nous. Quel point devons-nous absolument aborder~?~»</p>',
      '<p><strong>Déjà transmis~:</strong> 1 fois. Fin du dernier passage le mardi 1er septembre 2026 à 10~h~00~: refusé par les ventes (Budget).</p>',
    ]);
  });

  it('stays short where nothing more is known', () => {
    expect(render({ decision: decisionOf({ verdict: { persona: null } }) }).bodyHtml.split('\n')).toEqual([
      '<p>Look at the lead, then set “Accord: your answer” to accept or reject. A reject needs its reason.</p>',
      '<p><strong>Due:</strong> Monday 23 November 2026 at 10:00 (Europe/London)</p>',
      '<p><strong>Why now:</strong> 72.5 points (fit 40, engagement 32.5), grade A2</p>',
      expect.stringMatching(/^<ul>/),
      '<p><strong>To open the call:</strong> “May I ask what you are working on at the moment, and what slows you down?”</p>',
    ]);
  });
});

describe('the text of a task', () => {
  it.each([
    ['accept', 'Accepter ou refuser~: ', 'Accept or reject: '],
    ['firstTouch', 'Prendre le premier contact~: ', 'Make the first contact: '],
    ['feedback', 'Donner le motif du refus~: ', 'Give the reject reason: '],
  ] as const)('has a subject for the clause %s', (clause, french, english) => {
    const input = { agreement: FRENCH, task: { ...TASK, clause }, lead: {} };

    expect(visible(render({ ...input, language: 'fr' }).subject)).toBe(`${french}un lead`);
    expect(render({ ...input, language: 'en' }).subject).toBe(`${english}a lead`);
  });

  it('says that a lead comes back where nobody knows how the last time ended', () => {
    expect(render({ decision: decisionOf({ state: { cycle: 3 } }) }).bodyHtml).toContain(
      '<p><strong>Handed over before:</strong> 2 times.</p>',
    );
  });

  it('tells of five signs of interest one by one, and of more in one line', () => {
    const pages = (count: number) =>
      Array.from({ length: count }, (_, index) =>
        signal('pageView', `1${index}T10:00`, `a.example/${index}`),
      );
    const before = (count: number) =>
      /<strong>Before that:<\/strong> (.*)<\/p>/.exec(
        render({ facts: { signals: pages(count) } }).bodyHtml,
      )?.[1];

    expect([before(1), before(5)]).toEqual([undefined, undefined]);
    expect(before(7)).toBe('Page a.example/1, Page a.example/0');
  });

  it('tells of what the lead does at that very instant', () => {
    expect(render({ facts: { signals: [signal('call', '20T09:00')] } }).bodyHtml).toContain(
      'Call from the lead',
    );
  });

  it('names ten missing fields, whatever else there is to say of the lead', () => {
    const missing = Array.from({ length: 12 }, (_, index) => ({
      code: 'missingField',
      params: { name: `field_${index}`, owedBy: 'sales' },
    }));
    const others = Array.from({ length: 12 }, () => ({ code: 'gate', params: { id: 'competitor' } }));
    const { bodyHtml } = render({ decision: decisionOf({ reasons: [...others, ...missing] }) });
    const [, told = ''] = /<strong>Still missing:<\/strong> Sales: (.*)<\/p>/.exec(bodyHtml) ?? [];

    expect(told.split(', ')).toHaveLength(10);
  });

  it.each([
    ['the note of the side that has one', { sales: 'Ask for the budget.' }, ['Sales: Ask for the budget.']],
    ['no note where neither has one', {}, []],
  ])('says of a persona %s', (_, notes, told) => {
    const [persona] = ENGLISH.personas;
    const personas =
      persona === undefined ? [] : [{ ...persona, id: 'marketing', label: 'Marketing', notes }];
    const { bodyHtml } = render({ agreement: { ...ENGLISH, personas } });
    const [, after = ''] = bodyHtml.split('<p><strong>Persona:</strong> Marketing</p>\n');

    expect([...(after.split('\n')[0] ?? '').matchAll(/<li>(.*?)<\/li>/g)].map(([, item]) => item)).toEqual(
      told,
    );
  });

  it('names a persona that the agreement has no more by its id', () => {
    const { bodyHtml } = render({ agreement: { ...ENGLISH, personas: [] } });

    expect(bodyHtml).toContain('<p><strong>Persona:</strong> marketing</p>');
  });

  it('says first what is new, until sales takes the next step', () => {
    const facts = { signals: SIGNALS };
    const told = render({ facts, task: { ...TASK, noticedAt: '2026-11-20T08:56:00.000Z' } });

    expect(told.subject).toBe('New: Form “Demo request” · Accept or reject: Anne Leroy (Fonderies du Rhône)');
    expect(told.bodyHtml).toContain(
      '<p><strong>New:</strong> Form “Demo request”, Friday 20 November 2026 at 08:55</p>',
    );
    const taken = render({ facts: { signals: [] }, task: { ...TASK, noticedAt: NOW } });
    expect(taken.subject).toBe('Accept or reject: Anne Leroy (Fonderies du Rhône)');
  });

  it('suggests nothing to say to a lead that was rejected', () => {
    const { bodyHtml } = render({ task: { ...TASK, clause: 'feedback' }, facts: { signals: SIGNALS } });

    expect(bodyHtml).not.toContain('To open the call');
  });

  it.each([
    [{ name: 'Anne Leroy' }, 'Anne Leroy'],
    [{ company: 'Fonderies du Rhône' }, 'Fonderies du Rhône'],
    [{ name: '  Anne \t\n Leroy ', company: ' ' }, 'Anne Leroy'],
    [{ name: 'x'.repeat(80) }, 'x'.repeat(80)],
    [{ name: '😀'.repeat(81) }, `${'😀'.repeat(79)}…`],
  ])('names the lead in its subject as well as it is known: %o', (lead, name) => {
    expect(render({ lead }).subject).toBe(`Accept or reject: ${name}`);
  });

  it.each<[string, WantedTask['context'], string]>([
    ['nothing of a reason without words', [{ code: 'unheard', params: {} }], ''],
    ['no list without a reason', [], ''],
    [
      'a list of those that have words',
      [
        { code: 'dealWon', params: {} },
        { code: 'unheard', params: {} },
      ],
      '\n<ul><li>A deal of this contact was won.</li></ul>',
    ],
  ])('shows %s, and no persona that the lead has not', (_, context, list) => {
    const { bodyHtml } = render({
      decision: decisionOf({ verdict: { persona: null } }),
      task: { ...TASK, clause: 'feedback', context },
    });

    expect(bodyHtml).toBe(
      [
        '<p>Fill in “Accord: reject reason”, so that marketing can learn from it.</p>',
        '<p><strong>Due:</strong> Monday 23 November 2026 at 10:00 (Europe/London)</p>',
        `<p><strong>Why now:</strong> 72.5 points (fit 40, engagement 32.5), grade A2</p>${list}`,
      ].join('\n'),
    );
  });

  it('escapes what comes from outside, and stays short whatever that is', () => {
    const evil = '<img src=x onerror="alert(1)"> & Co';
    const [rule] = ENGLISH.score.fit.rules;
    const rules = rule === undefined ? [] : [{ ...rule, id: 'evil', label: evil }];
    const [persona] = ENGLISH.personas;
    const notes = { marketing: `${evil}${'m'.repeat(2000)}`, sales: `${evil}${'s'.repeat(2000)}` };
    const agreement = {
      ...ENGLISH,
      personas: persona === undefined ? [] : [{ ...persona, id: 'marketing', notes }],
      score: { ...ENGLISH.score, fit: { ...ENGLISH.score.fit, rules } },
    };
    const signals = Array.from({ length: 500 }, (_, index) =>
      signal('form', '18T08:00', `${evil} ${index} ${'x'.repeat(3000)}`),
    );
    const missing = Array.from({ length: 50 }, (_, index) => ({
      code: 'missingField',
      params: { name: `field_${index}_${'f'.repeat(40)}`, owedBy: 'sales' },
    }));

    const text = render({
      agreement,
      decision: decisionOf({
        reasons: missing,
        state: { cycle: 2, lastEnd: { at: NOW, reason: `rejected:${evil}${'r'.repeat(3000)}` } },
      }),
      task: {
        ...TASK,
        context: [{ code: 'part', params: { rule: 'evil', milliPoints: 5_000, signals: 0 } }],
      },
      facts: { signals },
      lead: { name: `Bob\n\t<b>${'x'.repeat(500)}`, company: '' },
    });

    expect(text.bodyHtml).not.toContain('<img');
    expect(text.bodyHtml.match(/&lt;img src=x onerror=&quot;alert\(1\)&quot;&gt; &amp; Co/g)).toHaveLength(
      15,
    );
    expect(text.bodyHtml.length).toBeLessThan(6_000);
    expect(text.subject.split('\n')).toHaveLength(1);
    expect(text.subject.length).toBeLessThan(120);
  });
});

describe('pages in a task', () => {
  it.each([
    ['https://www.acme.example/pricing/?utm=1#x', 'acme.example/pricing'],
    ['http://user:pass@acme.example/a', 'acme.example/a'],
    ['acme.example', 'acme.example'],
    ['https://acme.example/reset/eyJhbGciOiJIUzI1NiJ9/now', 'acme.example/reset/…/now'],
    ['https://acme.example/u/9f86d081884c7d659a2feaa0c55ad015', 'acme.example/u/…'],
    ['https://acme.example/u/123e4567-e89b-12d3-a456-426614174000', 'acme.example/u/…'],
    ['https://acme.example/stop/anne%40firm.example', 'acme.example/stop/…'],
    ['https://acme.example/choosing-a-tool-in-2026-a-guide', 'acme.example/choosing-a-tool-in-2026-a-guide'],
  ])('are named by host and path, without secrets: %s', (detail, address) => {
    const { bodyHtml } = render({ facts: { signals: [signal('pageView', '19T10:00', detail)] } });

    expect(bodyHtml).toContain(`<li>Page ${address}, Thursday`);
    expect(bodyHtml).not.toContain(detail === address ? '\0' : detail);
  });
});

describe('how a call begins', () => {
  const opener = (signals: readonly Signal[], theme = '', language: 'en' | 'fr' = 'en'): string => {
    const wish = { name: OUTPUT_PROPERTIES.theme, effect: 'scores', since: null, ridesAlong: false } as const;
    const { bodyHtml } = render({
      language,
      facts: { signals },
      decision: { ...decisionOf({}), properties: [{ ...wish, value: theme }] },
    });
    return visible(
      /<strong>(?:To open|Pour ouvrir).*<\/strong> [“«][~\u00a0]?(.*?)[~\u00a0]?[”»]<\/p>/.exec(
        bodyHtml,
      )?.[1] ?? '',
    );
  };

  it.each<[string, readonly Signal[], string, string, string]>([
    ['a form', [signal('form', '18T08:00', 'Demo')], 'price', 'our form “Demo”', 'notre formulaire «~Demo~»'],
    [
      'a form, whatever pages were seen since',
      [signal('form', '18T08:00', 'Demo'), signal('pageView', '19T08:00', 'a.example/x')],
      'price',
      'our form “Demo”',
      'notre formulaire «~Demo~»',
    ],
    ['a form of this very instant', [signal('form', '20T09:00')], '', 'a form on our site', 'sur notre site'],
    [
      'a form that is called nothing',
      [signal('form', '18T08:00', ' ')],
      '',
      'a form on our site',
      'sur notre site',
    ],
    [
      'a form without name',
      [signal('form', '18T08:00')],
      '',
      'a form on our site',
      'un formulaire sur notre site',
    ],
    ['a meeting missed', [signal('meeting', '18T08:00', 'no show')], '', 'We missed each other', 'manqués'],
    ['a reply', [signal('emailReply', '18T08:00')], '', 'your reply', 'votre réponse'],
    ['a call', [signal('call', '18T08:00')], '', 'You called us', 'Vous nous avez appelés'],
    [
      'a meeting held',
      [signal('meeting', '18T08:00', 'held')],
      '',
      'what you are working on',
      'vous travaillez',
    ],
    [
      'a page only',
      [signal('pageView', '18T08:00', 'a.example/x')],
      'price',
      'Prices and return',
      'Prices and return',
    ],
    [
      'a form of long ago',
      [{ ...signal('form', '18T08:00', 'Demo'), at: '2026-10-20T00:00:00.000Z' }],
      '',
      'working on',
      'travaillez',
    ],
  ])('from %s', (...[, signals, theme, english, french]) => {
    expect(opener(signals, theme)).toContain(english);
    expect(opener(signals, theme, 'fr')).toContain(french);
  });
});
