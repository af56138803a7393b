// How long a release of the backlog takes at least.
import { describe, expect, it } from 'vitest';
import { planRelease } from '#domain/backlog/release-plan.ts';
import { sentence } from '#domain/explain/decision-sentences.ts';
import { tellPlan, tellRelease, tellWorth } from '#domain/explain/release-sentences.ts';
import { memberWith, poolWith } from '#test/support/routing-builders.ts';

const owners = ['7', '8', '9'].map((id) => ({ id, email: `rep${id}@example.com` }));
const everyone = { ...memberWith('7'), email: '*' };
const visible = (text: string): string => text.replaceAll('\u00a0', '~').replaceAll('\u202f', '_');

describe('a plan', () => {
  it.each([
    ['counts everybody', [poolWith({ members: [everyone] })], { reps: 3, perDay: 15, days: 3 }],
    [
      'counts who is there',
      [poolWith({ members: [memberWith('7'), memberWith('55')] })],
      { reps: 1, perDay: 5, days: 7 },
    ],
    [
      'obeys a limit of a rep',
      [poolWith({ members: [memberWith('7', { maxPerDay: 2 }), memberWith('8', { maxPerDay: 9 })] })],
      { reps: 2, perDay: 7, days: 5 },
    ],
    [
      'obeys a limit of the pool',
      [poolWith({ members: [everyone], maxPerDay: 4 })],
      { reps: 3, perDay: 4, days: 8 },
    ],
    [
      'counts who is in two pools, or named twice, once',
      [
        poolWith({ members: [memberWith('7'), everyone] }),
        poolWith({ id: 'b', members: [memberWith('8')], maxPerDay: 1 }),
      ],
      { reps: 3, perDay: 15, days: 3 },
    ],
    ['knows no end where nobody is', [poolWith({ members: [] })], { reps: 0, perDay: 0, days: null }],
  ])('%s', (_, pools, plan) => {
    expect(planRelease({ pools }, { leads: 31, perRepAndDay: 5, owners })).toEqual({ leads: 31, ...plan });
  });

  it('of nothing takes no day', () => {
    const plan = planRelease(
      { pools: [poolWith({ members: [everyone] })] },
      { leads: 0, perRepAndDay: 5, owners },
    );
    expect(plan).toEqual({ leads: 0, reps: 3, perDay: 15, days: 0 });
  });

  it('is told in both languages', () => {
    const plan = { leads: 31, reps: 3, perDay: 15, days: 3 };
    const none = { leads: 1, reps: 1, perDay: 0, days: null };

    expect(tellPlan(plan, 'en')).toBe(
      '31 leads, 3 reps: at most 15 a working day, so at least 3 working days.',
    );
    expect(visible(tellPlan(plan, 'fr'))).toBe(
      '31 leads, 3 commerciaux~: au plus 15 par jour ouvré, donc au moins 3 jours ouvrés.',
    );
    const day = { leads: 5, reps: 1, perDay: 5, days: 1 };
    expect(tellPlan(day, 'en')).toBe('5 leads, 1 rep: at most 5 a working day, so at least 1 working day.');
    expect(visible(tellPlan(day, 'fr'))).toBe(
      '5 leads, 1 commercial~: au plus 5 par jour ouvré, donc au moins 1 jour ouvré.',
    );
    expect(tellPlan(none, 'en')).toBe('1 lead, 1 rep: nobody can be given any.');
    expect(visible(tellPlan(none, 'fr'))).toBe('1 lead, 1 commercial~: personne ne peut en recevoir.');
  });
});

it('a lead was released by an administrator where nobody is named', () => {
  const reason = { code: 'released', params: { number: 2, startedAt: '2026-03-02T09:00:00.000Z' } };

  expect(sentence(reason, 'en')).toBe(
    'Released from the backlog by an administrator on Monday 2 March 2026 at 09:00 UTC (release no. 2).',
  );
  expect(visible(sentence(reason, 'fr'))).toBe(
    'Libéré du stock par un administrateur le lundi 2 mars 2026 à 9~h~00 UTC (libération no 2).',
  );
});

it('a lead’s worth is told in both languages', () => {
  expect(tellWorth({ grade: 'A1', score: 72 }, 'en')).toBe('Grade A1, 72 points.');
  expect(tellWorth({ grade: 'A1', score: 72 }, 'fr')).toBe('Note A1, 72 points.');
});

describe('a release', () => {
  const release = {
    number: 2,
    state: 'running',
    perRepAndDay: 5,
    startedByName: 'Nora Blanc',
    startedAt: '2026-03-02T09:00:00.000Z',
    released: 30,
    waiting: 1,
  } as const;

  it('is told in both languages', () => {
    expect(tellRelease(release, 'en')).toBe(
      'Release no. 2, started by Nora Blanc on Monday 2 March 2026 at 09:00 UTC: running. At most 5 to each rep a day; released: 30 leads, waiting: 1 lead.',
    );
    expect(visible(tellRelease({ ...release, startedByName: '', state: 'stopped' }, 'fr'))).toBe(
      'Libération no 2, lancée par un administrateur le lundi 2 mars 2026 à 9~h~00 UTC~: arrêtée. Au plus 5 par commercial et par jour~; libérés~: 30 leads, en attente~: 1 lead.',
    );
  });
});
