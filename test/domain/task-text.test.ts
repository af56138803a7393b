import { describe, expect, it } from 'vitest';
import type { WantedTask } from '#domain/decision.ts';
import { taskText } from '#domain/task-text.ts';
import { templateAgreement } from '#test/support/agreement-text.ts';
import { decisionOf, TASK } from '#test/support/decisions.ts';

const ENGLISH = templateAgreement('en');
const FRENCH = templateAgreement('fr');
const visible = (text: string): string => text.replaceAll('\u00a0', '~');
const lead = { name: 'Anne Leroy', company: 'Fonderies du Rhône' };

describe('the text of a task', () => {
  it('tells an English rep what to do, by when and why now', () => {
    expect(
      taskText({ agreement: ENGLISH, decision: decisionOf({}), task: TASK, language: 'en', lead }),
    ).toEqual({
      subject: 'Accept or reject: Anne Leroy (Fonderies du Rhône)',
      bodyHtml: [
        '<p>Look at the lead, then set “Accord: your answer” to accept or reject. A reject needs its reason.</p>',
        '<p><strong>Due:</strong> Monday 23 November 2026 at 10:00 (Europe/London)</p>',
        '<p><strong>Why now:</strong> 72.5 points (fit 40, engagement 32.5), grade A2</p>',
        '<ul><li>+18 points: Director or vice president</li><li>+15 points: 50 to 4,999 employees</li><li>+8 points: In a country we sell to</li><li>+34.5 points: Demo request (2 times)</li><li>−2 points: Limit on the group “hand raise”</li></ul>',
        '<p><strong>Persona:</strong> Marketing decision maker</p>',
      ].join('\n'),
    });
  });

  it('tells a French rep the same in French', () => {
    const text = taskText({
      agreement: FRENCH,
      decision: decisionOf({}),
      task: { ...TASK, clause: 'firstTouch' },
      language: 'fr',
      lead,
    });

    expect(visible(text.subject)).toBe('Prendre le premier contact~: Anne Leroy (Fonderies du Rhône)');
    expect(visible(text.bodyHtml).split('\n')).toEqual([
      '<p>Appelez, écrivez ou rencontrez, et saisissez-le sur le contact~: ce qui n’est pas saisi ne compte pas.</p>',
      '<p><strong>Échéance~:</strong> lundi 23 novembre 2026 à 11~h~00 (Europe/Paris)</p>',
      '<p><strong>Pourquoi maintenant~:</strong> 72,5 points (profil 40, engagement 32,5), note A2</p>',
      '<ul><li>+18 points~: Directeur ou vice-président</li><li>+15 points~: 50 à 4 999 salariés</li><li>+8 points~: Dans un pays où nous vendons</li><li>+34,5 points~: Demande de démo (2 fois)</li><li>−2 points~: Plafond du groupe «~hand raise~»</li></ul>',
      '<p><strong>Persona~:</strong> Décideur marketing</p>',
    ]);
  });

  it.each([
    ['accept', 'Accepter ou refuser~: ', 'Accept or reject: '],
    ['firstTouch', 'Prendre le premier contact~: ', 'Make the first contact: '],
    ['feedback', 'Donner le motif du refus~: ', 'Give the reject reason: '],
  ] as const)('has a subject for the clause %s', (clause, french, english) => {
    const input = { agreement: FRENCH, decision: decisionOf({}), task: { ...TASK, clause }, lead: {} };

    expect(visible(taskText({ ...input, language: 'fr' }).subject)).toBe(`${french}un lead`);
    expect(taskText({ ...input, language: 'en' }).subject).toBe(`${english}a lead`);
  });

  it('says that a lead comes back', () => {
    const text = taskText({
      agreement: ENGLISH,
      decision: decisionOf({ state: { cycle: 2 } }),
      task: TASK,
      language: 'en',
      lead,
    });

    expect(text.bodyHtml).toContain('<p>This lead has been handed over before.</p>');
  });

  it.each([
    [{ name: 'Anne Leroy' }, 'Anne Leroy'],
    [{ company: 'Fonderies du Rhône' }, 'Fonderies du Rhône'],
    [{ name: '  Anne \t\n Leroy ', company: ' ' }, 'Anne Leroy'],
    [{ name: 'x'.repeat(80) }, 'x'.repeat(80)],
    [{ name: '😀'.repeat(81) }, `${'😀'.repeat(79)}…`],
  ])('names the lead in its subject as well as it is known: %o', (known, name) => {
    const { subject } = taskText({
      agreement: ENGLISH,
      decision: decisionOf({}),
      task: TASK,
      language: 'en',
      lead: known,
    });

    expect(subject).toBe(`Accept or reject: ${name}`);
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
    const { bodyHtml } = taskText({
      agreement: ENGLISH,
      decision: decisionOf({ verdict: { persona: null } }),
      task: { ...TASK, context },
      language: 'en',
      lead,
    });

    expect(bodyHtml).toBe(
      [
        '<p>Look at the lead, then set “Accord: your answer” to accept or reject. A reject needs its reason.</p>',
        '<p><strong>Due:</strong> Monday 23 November 2026 at 10:00 (Europe/London)</p>',
        `<p><strong>Why now:</strong> 72.5 points (fit 40, engagement 32.5), grade A2</p>${list}`,
      ].join('\n'),
    );
  });

  it('escapes what comes from labels and keeps the subject on one short line', () => {
    const [rule] = ENGLISH.score.fit.rules;
    const label = '<img src=x onerror="alert(1)"> & Co';
    const rules = rule === undefined ? [] : [{ ...rule, id: 'evil', label }];
    const agreement = { ...ENGLISH, score: { ...ENGLISH.score, fit: { ...ENGLISH.score.fit, rules } } };
    const task = {
      ...TASK,
      context: [{ code: 'part', params: { rule: 'evil', milliPoints: 5_000, signals: 0 } }],
    };

    const text = taskText({
      agreement,
      decision: decisionOf({}),
      task,
      language: 'en',
      lead: { name: `Bob\n\t<b>${'x'.repeat(500)}`, company: '' },
    });

    expect(text.bodyHtml).not.toContain('<img');
    expect(text.bodyHtml).toContain('&lt;img src=x onerror=&quot;alert(1)&quot;&gt; &amp; Co');
    expect(text.subject.split('\n')).toHaveLength(1);
    expect(text.subject.length).toBeLessThan(120);
  });
});
