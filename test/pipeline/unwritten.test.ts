// One sentence for the admin about what HubSpot does not let us write.
import { describe, expect, it } from 'vitest';
import { isWriteRefusal, listUnwritten } from '#pipeline/unwritten.ts';

describe('what is not written', () => {
  it.each([
    [
      'en',
      'contacts',
      'MISSING_SCOPES',
      'Nothing is written to contacts (7 waiting): Accord was not granted',
    ],
    ['en', 'tasks', 'FORBIDDEN', 'No task is created or changed (7 waiting): HubSpot refuses it.'],
    [
      'fr',
      'contacts',
      'FORBIDDEN',
      'Rien n’est écrit sur les contacts (7 en attente)\u00a0: HubSpot le refuse.',
    ],
    [
      'fr',
      'tasks',
      'MISSING_SCOPES',
      'Aucune tâche n’est créée ni modifiée (7 en attente)\u00a0: Accord n’a pas reçu',
    ],
  ] as const)('is told in %s: %s, %s', (...[language, object, because, start]) => {
    const [found] = listUnwritten([{ object, because, changes: 7 }], language);

    expect(found).toMatchObject({ object, because, changes: 7 });
    expect(found?.note).toContain(start);
  });

  it('is nothing where HubSpot refuses nothing', () => {
    expect(listUnwritten([], 'en')).toEqual([]);
  });

  it.each([
    ['MISSING_SCOPES', true],
    ['FORBIDDEN', true],
    ['RATE_LIMITED', false],
    ['BAD_REQUEST', false],
  ])('%s: %s', (code, expected) => {
    expect(isWriteRefusal(code)).toBe(expected);
  });
});
