// What followed a breach in the words that people read.
import { describe, expect, it } from 'vitest';
import { sentence } from '#domain/explain/decision-sentences.ts';
import { ending } from '#domain/explain/reason-sentences.ts';
import { makeWords } from '#domain/wording.ts';
import { templateAgreement } from '#test/support/agreement-text.ts';

const ENGLISH = templateAgreement('en');
const FRENCH = templateAgreement('fr');
/** A Friday, 9:05 in London. */
const AT = '2026-11-20T09:05:00.000Z';
const visible = (text: string): string => text.replaceAll('\u00a0', '~').replaceAll('\u202f', '_');

function told(code: string, params: Record<string, string>): string[] {
  return [sentence({ code, params }, 'en', ENGLISH), visible(sentence({ code, params }, 'fr', FRENCH))];
}

describe('a consequence in words', () => {
  it.each([
    ['warn', 'The owner was warned', 'Le propriétaire a été averti'],
    ['escalate', 'The manager was told', 'Le manager a été prévenu'],
    ['reassign', 'The lead was taken from its owner', 'Le lead a été retiré à son propriétaire'],
    ['return', 'The lead went back to marketing', 'Le lead a été rendu au marketing'],
    ['suspend', 'The owner gets no further leads', 'Le propriétaire ne reçoit plus de leads'],
    [
      'agenda',
      'Both sides were told of it as a point for their meeting',
      'Le sujet a été signalé aux deux parties pour leur réunion',
    ],
  ])('%s', (kind, english, french) => {
    const [en = '', fr = ''] = told('consequenceDone', {
      clause: 'first-touch',
      do: kind,
      ownerId: '7',
      dueAt: AT,
    });

    expect(en).toContain(`${english}, because this was not done by `);
    expect(en).toMatch(/20 November.*: .*first/iu);
    expect(fr).toContain(`${french}, faute de ceci pour le `);
    expect(fr).toMatch(/20 novembre.*~: /u);
    expect(told('consequenceHeld', { clause: 'first-touch', do: kind, until: AT }).join(' ')).toMatch(
      /as the agreement limits how often: .* car l’accord en limite la fréquence~: /u,
    );
    expect(told('consequenceUnread', { clause: 'first-touch', do: kind, until: AT }).join(' ')).toMatch(
      /at the earliest, as it is not certain what was done .* car ce qui a été fait du lead d’ici là n’est pas certain~: /u,
    );
    expect(told('consequenceUndone', { clause: 'first-touch', do: kind, ownerId: '7' }).join(' ')).toMatch(
      /^Taken back: .{10,} \(.+\)\. Annulé~: .{10,} \(.+\)\.$/u,
    );
  });

  it('names the promise that ended a cycle', () => {
    expect(ending('returned:first-touch', 'en', makeWords('en', ENGLISH))).toMatch(
      /^sales did not do in time what the agreement says \(.+\)$/u,
    );
    expect(ending('returned:first-touch', 'fr', makeWords('fr', FRENCH))).toMatch(
      /^les ventes n’ont pas fait à temps ce que dit l’accord \(.+\)$/u,
    );
  });
});
