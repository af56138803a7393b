// What the way to an owner is told as where a decision says less, or more, than today's words know; and news for the owner.
import { describe, expect, it } from 'vitest';
import type { Reason } from '#domain/decision.ts';
import { sentence } from '#domain/explain/decision-sentences.ts';
import { visible } from '#test/support/lead-stories.ts';

/** A Friday. */
const AT = '2026-11-20T09:05:00.000Z';

describe('the way to an owner in words', () => {
  it.each<[string, Reason, string, string]>([
    [
      'what is in the way of a rep has no words',
      { code: 'ownerBusy', params: { ownerId: '77', obstacle: 'asleep', by: 'agreement' } },
      'Whoever it would go to cannot take it: it goes on.',
      'Celui à qui il irait ne peut pas le prendre~: la recherche continue.',
    ],
    [
      'why a rule does not match has no words',
      { code: 'ruleSkipped', params: { routingRule: 'dach', by: 'weather' } },
      'Not by the rule “dach”: it does not match.',
      'Pas par la règle «~dach~»~: elle ne correspond pas.',
    ],
    [
      'the pool has a name',
      { code: 'overflow', params: { pool: 'north', next: 'night', reason: 'absent' } },
      'Nobody of the pool “north” can take the lead (everybody is absent); it goes on to the pool “night”.',
      'Personne du pool «~north~» ne peut prendre le lead (tout le monde est absent)~; il passe au pool «~night~».',
    ],
    [
      'the next pool has none',
      { code: 'overflow', params: { pool: 'north', next: '*', reason: 'absent' } },
      'Nobody of the pool “north” can take the lead (everybody is absent); it goes on to the pool without a name.',
      'Personne du pool «~north~» ne peut prendre le lead (tout le monde est absent)~; il passe au pool sans nom.',
    ],
    [
      'nearly as many again are passed by as are named',
      {
        code: 'repsSkipped',
        params: { pool: '*', obstacle: 'full', by: 'agreement', reps: 5, ownerIds: '1 2 3' },
      },
      'Passed by in the turns: at a limit: owners 1, 2, 3 + 2.',
      'Sautés dans le tour~: limite atteinte~: propriétaires 1, 2, 3 + 2.',
    ],
  ])('where %s', (_, reason, ...[english, french]) => {
    expect(sentence(reason, 'en')).toBe(english);
    expect(visible(sentence(reason, 'fr'))).toBe(french);
  });
});

it.each([
  ['pageView', 'page view on', 'page vue,'],
  ['of a later kind', 'of a later kind on', 'of a later kind,'],
])('an owner hears which sign of interest is new: %s', (kind, english, french) => {
  const reason = { code: 'noticed', params: { kind, at: AT } };

  expect(sentence(reason, 'en')).toContain(`of new interest: ${english}`);
  expect(visible(sentence(reason, 'fr'))).toContain(`signe d’intérêt~: ${french}`);
});
