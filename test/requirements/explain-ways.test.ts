// R34: what it would take to hand a lead over; and what its card says in a few lines (R38).
import { describe, expect, it } from 'vitest';
import type { Agreement } from '#domain/agreement.ts';
import { ceilingOf } from '#domain/explain/ceiling.ts';
import { tellWays } from '#domain/explain/way-sentences.ts';
import type { ScorePart } from '#domain/lead.ts';
import { agreementWith, when } from '#test/support/builders.ts';
import { decisionOf } from '#test/support/decisions.ts';
import {
  asked,
  backlog,
  DEMO_REQUEST,
  director,
  handedOver,
  rejected,
  type Story,
  thrice,
  told,
  visible,
} from '#test/support/lead-stories.ts';

/** Lead, what it would take in English, in French; the first two ways. */
const WAYS: readonly (readonly [string, Story, readonly string[], readonly string[]])[] = [
  [
    'that fits and did nothing yet',
    { facts: director() },
    [
      '“Demo request” would give 55 points: 83 points in all (60 needed).',
      '“Contact request” would give 45 points: 73 points in all (60 needed).',
    ],
    [
      '«~Demande de démo~»~: 55 points de plus, soit 83 points en tout (60 demandés).',
      '«~Demande de contact~»~: 45 points de plus, soit 73 points en tout (60 demandés).',
    ],
  ],
  [
    'that asked for a demo without a last name',
    { facts: director({ signals: [DEMO_REQUEST], contact: { lastname: '' } }) },
    ['With the field last name filled in: handed over, 82.9 points in all (60 needed).'],
    ['Avec le champ «~nom~» rempli~: transmis, 82,9 points en tout (60 demandés).'],
  ],
  [
    'that asked for a demo but is unsubscribed',
    { facts: director({ signals: [DEMO_REQUEST], contact: { hs_email_optout: 'true' } }) },
    ['With the person subscribed to e-mail again: handed over, 82.9 points in all (60 needed).'],
    ['Avec la personne réabonnée aux e-mails~: transmis, 82,9 points en tout (60 demandés).'],
  ],
  [
    'of a competitor',
    { facts: director({ signals: [DEMO_REQUEST], company: { domain: 'competitor-one.example' } }) },
    ['Nothing that a lead can change: held back as “Competitor”.'],
    ['Rien qu’un lead puisse changer~: retenu au titre de «~Concurrent~».'],
  ],
  [
    'that is a customer',
    { facts: director({ contact: { lifecyclestage: 'customer' } }) },
    ['Nothing that a lead can change: the stage is customer.'],
    ['Rien qu’un lead puisse changer~: le stade est client.'],
  ],
  [
    'that was rejected: the cool-down, then a new sign of interest',
    rejected,
    [
      'From Sunday 20 December 2026 at 12:00 on, with “Demo request”: handed over, 88 points in all (60 needed).',
    ],
    [
      'À partir du dimanche 20 décembre 2026 à 13~h~00, avec «~Demande de démo~»~: transmis, 88 points en tout (60 demandés).',
    ],
  ],
  [
    'that was over the line before the switch-on: any new sign of interest that counts',
    backlog,
    ['“Demo request” would give 5.1 points: 88 points in all (60 needed).'],
    ['«~Demande de démo~»~: 5,1 points de plus, soit 88 points en tout (60 demandés).'],
  ],
  [
    'that was handed over three times this year: the wait, as its score has faded a new sign too',
    thrice,
    [
      'From Tuesday 5 January 2027 at 09:00 on, with “Demo request”: handed over, 88 points in all (60 needed).',
    ],
    [
      'À partir du mardi 5 janvier 2027 à 10~h~00, avec «~Demande de démo~»~: transmis, 88 points en tout (60 demandés).',
    ],
  ],
  [
    'of a company of three, without a job title: engagement alone is capped below the line',
    { facts: director({ contact: { jobtitle: '' }, company: { numberofemployees: '3' } }) },
    [
      'Out of reach: the agreement caps engagement at 50 points, so with −10 of fit at best the lead gets 40 points at most (60 needed).',
    ],
    [
      'Hors d’atteinte~: l’accord plafonne l’engagement à 50 points~; avec un profil à −10 au mieux, le lead aura au plus 40 points (60 demandés).',
    ],
  ],
  [
    'that fits a little: more than one sign of interest',
    { facts: director({ contact: { jobtitle: '' }, company: { numberofemployees: '6000' } }) },
    ['“Demo request” 2 times would give 60 points: 60 points in all (60 needed).'],
    ['«~Demande de démo~» 2 fois~: 60 points de plus, soit 60 points en tout (60 demandés).'],
  ],
  [
    'that is gone',
    { facts: { ...director(), gone: true } },
    ['Nothing that a lead can change: the contact is no longer in HubSpot.'],
    ['Rien qu’un lead puisse changer~: le contact n’est plus dans HubSpot.'],
  ],
  ['that is with sales', { facts: asked, state: handedOver }, [], []],
];

describe('R34: what it would take', () => {
  it.each(WAYS)('for a lead %s', (...[, story, english, french]) => {
    const first = (language: 'en' | 'fr', count: number): readonly string[] =>
      told(story, language).whatWouldItTake.slice(0, Math.max(1, count)).map(visible);

    expect(first('en', english.length)).toEqual(english);
    expect(first('fr', french.length)).toEqual(french);
  });
});

describe('R34: a lead that no small set of changes brings over', () => {
  const none = { kind: 'none', blockers: [{ kind: 'entry' }], upTo: 4 } as const;
  const score = (part: 'fit' | 'total', milliPoints: number) =>
    agreementWith({ stages: { mqlEntry: when({ kind: 'score', part, operator: 'GTE', milliPoints }) } });
  const most = agreementWith().score.engagement.cap;

  it('is too far where more of them could do', () => {
    const agreement = score('total', most + 10_000);
    const { verdict } = decisionOf({ verdict: { fit: 10_000, parts: [fitPart(agreement, 10_000)] } });
    const ceiling = ceilingOf(agreement, verdict);

    expect(ceiling).toBe(null);
    expect(tellWays(agreement, { ...none, ceiling }, 'en')).toEqual([
      'Too far for now: not even 4 changes would be enough.',
    ]);
    expect(tellWays(agreement, { ...none, ceiling }, 'fr').map(visible)).toEqual([
      'Trop loin pour l’instant~: même 4 changements n’y suffiraient pas.',
    ]);
  });

  it('is out of reach where fit alone counts', () => {
    const agreement = score('fit', 15_000);
    const { verdict } = decisionOf({ verdict: { fit: 10_000, parts: [fitPart(agreement, 10_000)] } });
    const ceiling = ceilingOf(agreement, verdict);

    expect(tellWays(agreement, { ...none, ceiling }, 'en')).toEqual([
      'Out of reach: only fit counts for the line, whatever the lead does, and it is 10 points at best (15 needed).',
    ]);
    expect(tellWays(agreement, { ...none, ceiling }, 'fr').map(visible)).toEqual([
      'Hors d’atteinte~: seul le profil compte pour le seuil, quoi que fasse le lead, et il est de 10 points au mieux (15 demandés).',
    ]);
  });

  function fitPart({ score: { fit } }: Agreement, milliPoints: number): ScorePart {
    return { rule: fit.rules[0]?.id ?? '', dimension: 'fit', milliPoints, signals: 0 };
  }
});

describe('R38: the card says in a few lines what suits the moment', () => {
  it.each<readonly [string, Story, readonly string[]]>([
    [
      'a lead to warm up: what it lacks, what would bring it over',
      { facts: director() },
      [
        'Not handed over: 28 points (fit 28, engagement 0), grade B3.',
        'Persona: Marketing decision maker (department is “marketing” and seniority is one of “owner”, “executive”, “vice president” or 2 more).',
        'An MQL takes 60 points; still missing: 32.',
        '“Demo request” would give 55 points: 83 points in all (60 needed).',
        '“Contact request” would give 45 points: 73 points in all (60 needed).',
      ],
    ],
    [
      'a lead to answer: until when',
      { facts: asked, state: handedOver },
      [
        'MQL: 82.9 points (fit 38, engagement 44.9), grade A1.',
        'Handed over to sales.',
        'Sales accepts or rejects within 8 working hours: due Monday 23 November 2026 at 10:30.',
      ],
    ],
    [
      'a lead to leave in peace: until when, and what then',
      rejected,
      [
        'In nurture: 78.3 points (fit 38, engagement 40.3), grade A1.',
        'Rejected by sales (No budget, clause: quality).',
        'Was recycled and cools down until Sunday 20 December 2026 at 12:00.',
        'From Sunday 20 December 2026 at 12:00 on, with “Demo request”: handed over, 88 points in all (60 needed).',
      ],
    ],
  ])('%s', (...[, story, lines]) => {
    const { card } = told(story, 'en');

    expect(card.slice(0, lines.length)).toEqual(lines);
    expect(card.length).toBeLessThanOrEqual(6);
  });

  it('and the one line of the property never exceeds 250 characters', () => {
    for (const [, story] of WAYS)
      for (const language of ['en', 'fr'] as const)
        expect(told(story, language).short.length).toBeLessThanOrEqual(250);
  });
});
