// The log of consequences, one line for each: what was done to whom and when, what it rests on, and how it was taken back.
import { describe, expect, it } from 'vitest';
import { CONSEQUENCE_KINDS, type ConsequenceKind } from '#domain/agreement-sales.ts';
import { type LoggedConsequence, logLine } from '#domain/explain/consequence-log.ts';
import { visible } from '#test/support/lead-stories.ts';

/** Rep Claire Moreau was due to make the first contact on a Friday at nine, and did not. */
const LOGGED: LoggedConsequence = {
  kind: 'warn',
  clause: 'first-touch',
  run: 2,
  contactId: '101',
  at: '2026-11-20T09:02:00.000Z',
  dueAt: '2026-11-20T09:00:00.000Z',
  ownerId: '71',
  ownerName: 'Claire Moreau',
  undoneAt: null,
  touchedAt: null,
  restored: false,
};
const TAKEN_BACK = { undoneAt: '2026-11-23T14:30:00.000Z' };
const TOUCHED = { ...TAKEN_BACK, touchedAt: '2026-11-20T08:15:00.000Z' };

function lines(changes: Partial<LoggedConsequence> = {}): readonly [english: string, french: string] {
  const logged = { ...LOGGED, ...changes };
  return [logLine(logged, 'en'), visible(logLine(logged, 'fr'))];
}

describe('the line of a consequence', () => {
  const said: Readonly<Record<ConsequenceKind, readonly [english: string, french: string]>> = {
    warn: ['Claire Moreau was warned', 'Avertissement à Claire Moreau'],
    escalate: ['The manager was told of Claire Moreau’s lead', 'Manager prévenu du lead de Claire Moreau'],
    reassign: ['The lead was taken from Claire Moreau', 'Lead retiré à Claire Moreau'],
    return: ['The lead of Claire Moreau went back to marketing', 'Lead de Claire Moreau rendu au marketing'],
    suspend: ['Claire Moreau gets no further leads', 'Plus de leads pour Claire Moreau'],
    agenda: [
      'Both sides were told of Claire Moreau’s lead as a point for their meeting',
      'Lead de Claire Moreau signalé aux deux parties pour leur réunion',
    ],
  };
  it.each(CONSEQUENCE_KINDS)('says what was done, of whose lead, when and why: %s', (kind) => {
    const [english, french] = said[kind];

    expect(lines({ kind })).toEqual([
      `${english} on Friday 20 November 2026 at 09:02 UTC, because this was not done by Friday 20 November 2026 at 09:00 UTC: first touch (clause first-touch, contact 101, run 2).`,
      `${french} le vendredi 20 novembre 2026 à 9~h~02 UTC, faute de ceci pour le vendredi 20 novembre 2026 à 9~h~00 UTC~: first touch (clause first-touch, contact 101, délai n°~2).`,
    ]);
  });

  it('has the number of an owner whose name is not known', () => {
    const [english, french] = lines({ kind: 'return', ownerName: '' });

    expect(english).toMatch(/^The lead of Owner 71 went back to marketing on /);
    expect(french).toMatch(/^Lead de Propriétaire 71 rendu au marketing le /);
  });

  it('no longer names a contact that was erased', () => {
    const [english, french] = lines({ contactId: null });

    expect(english).toMatch(/\(clause first-touch, an erased contact, run 2\)\.$/);
    expect(french).toMatch(/\(clause first-touch, contact effacé, délai n°~2\)\.$/);
  });
});

describe('the line of a consequence that was taken back', () => {
  it.each<[string, Partial<LoggedConsequence>, string, string]>([
    [
      'by a person',
      TAKEN_BACK,
      'Taken back on Monday 23 November 2026 at 14:30 UTC, by a person.',
      'Annulé le lundi 23 novembre 2026 à 14~h~30 UTC, par une personne.',
    ],
    [
      'by a person, and the lead stands where it stood',
      { ...TAKEN_BACK, restored: true },
      'Taken back on Monday 23 November 2026 at 14:30 UTC, by a person. The lead stands again where it stood.',
      'Annulé le lundi 23 novembre 2026 à 14~h~30 UTC, par une personne. Le lead est de nouveau là où il était.',
    ],
    [
      'as the rep had touched the lead in time after all',
      TOUCHED,
      'Taken back on Monday 23 November 2026 at 14:30 UTC, as a touch of Friday 20 November 2026 at 08:15 UTC had become known only afterwards.',
      'Annulé le lundi 23 novembre 2026 à 14~h~30 UTC, car un contact du vendredi 20 novembre 2026 à 8~h~15 UTC n’a été connu qu’après.',
    ],
    [
      'as the rep had touched the lead in time, and the lead stands where it stood',
      { ...TOUCHED, restored: true },
      'Taken back on Monday 23 November 2026 at 14:30 UTC, as a touch of Friday 20 November 2026 at 08:15 UTC had become known only afterwards. The lead stands again where it stood.',
      'Annulé le lundi 23 novembre 2026 à 14~h~30 UTC, car un contact du vendredi 20 novembre 2026 à 8~h~15 UTC n’a été connu qu’après. Le lead est de nouveau là où il était.',
    ],
  ])('keeps what was done and adds how: %s', (...[, changes, english, french]) => {
    const [doneInEnglish, doneInFrench] = lines();

    expect(lines(changes)).toEqual([`${doneInEnglish} ${english}`, `${doneInFrench} ${french}`]);
  });
});
