// What it would take, told: each kind of change and each thing that stands in the way, in both languages.
import { describe, expect, it } from 'vitest';
import { type Agreement, SIGNAL_KINDS } from '#domain/agreement.ts';
import type { Change, SignalChange } from '#domain/explain/changes.ts';
import { tellWays } from '#domain/explain/way-sentences.ts';
import type { Blocker, Way } from '#domain/explain/what-would-it-take.ts';
import type { Verdict } from '#domain/lead.ts';
import { agreementWith, contactIs, engagementRule, scoreAtLeast, T0, when } from '#test/support/builders.ts';
import { decisionOf } from '#test/support/decisions.ts';
import { visible } from '#test/support/lead-stories.ts';

const agreement = agreementWith({
  score: {
    engagement: { cap: 100_000, groups: [], rules: [engagementRule('demo', 40, { label: 'Demo request' })] },
  },
  disqualify: [{ id: 'left', label: 'Has left', when: when(contactIs('left', 'yes')) }],
});
const withoutLine = agreementWith({ stages: { mqlEntry: when(contactIs('size', 'big')) } });

const { verdict } = decisionOf({});
const before: Verdict = { ...verdict, total: 20_000, fit: 20_000, engagement: 0 };
const after: Verdict = { ...verdict, total: 60_000, fit: 20_000, engagement: 40_000 };

function signalled(signal: SignalChange['signal'], rule: string | null = null): SignalChange {
  return { kind: 'signal', rule, signal, detail: '' };
}
const demo = signalled('form', 'demo');
const wait: Change = { kind: 'wait', until: T0 };
const phone: Change = { kind: 'field', property: 'phone' };
const again: Change = { kind: 'property', property: 'hs_email_optout', value: 'false' };

function told(way: Partial<Way>, language: 'en' | 'fr', signed: Agreement = agreement): string {
  const ways = [{ changes: [], at: T0, before, after, ...way }];
  return visible(tellWays(signed, { kind: 'ways', ways }, language).join('\n'));
}

describe('a way', () => {
  it.each<[string, Partial<Way>, string, string]>([
    [
      'nothing',
      {},
      'Nothing more: the lead is due, 60 points in all (50 needed).',
      'Plus rien~: le lead est à transmettre, 60 points en tout (50 demandés).',
    ],
    [
      'a wait',
      { changes: [wait] },
      'From Monday 2 March 2026 at 10:00 on: handed over, 60 points in all (50 needed).',
      'À partir du lundi 2 mars 2026 à 10~h~00~: transmis, 60 points en tout (50 demandés).',
    ],
    [
      'a wait and something done',
      { changes: [wait, demo] },
      'From Monday 2 March 2026 at 10:00 on, with “Demo request”: handed over, 60 points in all (50 needed).',
      'À partir du lundi 2 mars 2026 à 10~h~00, avec «~Demo request~»~: transmis, 60 points en tout (50 demandés).',
    ],
    [
      'something done',
      { changes: [demo] },
      '“Demo request” would give 40 points: 60 points in all (50 needed).',
      '«~Demo request~»~: 40 points de plus, soit 60 points en tout (50 demandés).',
    ],
    [
      'the same done several times, and something else',
      { changes: [demo, signalled('call'), demo, demo] },
      '“Demo request” 3 times and a call would give 40 points: 60 points in all (50 needed).',
      '«~Demo request~» 3 fois et un appel~: 40 points de plus, soit 60 points en tout (50 demandés).',
    ],
    [
      'one point',
      { changes: [demo], before: { ...before, total: 59_000 } },
      '“Demo request” would give 1 point: 60 points in all (50 needed).',
      '«~Demo request~»~: 1 point de plus, soit 60 points en tout (50 demandés).',
    ],
    [
      'something done that adds no points',
      { changes: [signalled('meeting')], before: after },
      'With a meeting booked: handed over, 60 points in all (50 needed).',
      'Avec un rendez-vous pris~: transmis, 60 points en tout (50 demandés).',
    ],
    [
      'a field, where what is done does not do it alone',
      { changes: [phone, demo] },
      'With the field phone number filled in and “Demo request”: handed over, 60 points in all (50 needed).',
      'Avec le champ «~téléphone~» rempli et «~Demo request~»~: transmis, 60 points en tout (50 demandés).',
    ],
    [
      'a person who subscribes again',
      { changes: [again] },
      'With the person subscribed to e-mail again: handed over, 60 points in all (50 needed).',
      'Avec la personne réabonnée aux e-mails~: transmis, 60 points en tout (50 demandés).',
    ],
    [
      'another property',
      { changes: [{ kind: 'property', property: 'hs_lead_status', value: 'OPEN' }] },
      'With lead status = OPEN: handed over, 60 points in all (50 needed).',
      'Avec statut du lead = OPEN~: transmis, 60 points en tout (50 demandés).',
    ],
  ])('is told: %s', (...[, way, english, french]) => {
    expect(told(way, 'en')).toBe(english);
    expect(told(way, 'fr')).toBe(french);
  });

  it('counts the points of the part that the entry asks for', () => {
    const fit = agreementWith({ stages: { mqlEntry: when(scoreAtLeast(15, 'fit')) } });
    const way = { changes: [demo], before: { ...before, fit: 5_000 } };

    expect(told(way, 'en', fit)).toBe('“demo” would give 15 points: 20 points in all (15 needed).');
  });

  it('keeps the spaces of a label in English', () => {
    const blockers = [{ kind: 'stage', value: 'Trial : week 2' }] as const;

    expect(tellWays(agreement, { kind: 'none', blockers, upTo: 3, ceiling: null }, 'en')).toEqual([
      'Nothing that a lead can change: the stage is Trial : week 2.',
    ]);
  });

  it('tells no points where the entry names none', () => {
    expect(told({ changes: [demo] }, 'en', withoutLine)).toBe('With “demo”: handed over.');
    expect(told({ changes: [wait] }, 'fr', withoutLine)).toBe(
      'À partir du lundi 2 mars 2026 à 10~h~00~: transmis.',
    );
  });

  it.each(['en', 'fr'] as const)('names each kind of signal without a rule: %s', (language) => {
    const names = SIGNAL_KINDS.map((kind) => told({ changes: [signalled(kind)] }, language, withoutLine));

    expect(names.map((name) => name.split(':')[0]?.replace('~', ''))).toEqual(
      language === 'fr'
        ? [
            'Avec un formulaire rempli',
            'Avec une page vue',
            'Avec un e-mail ouvert',
            'Avec un clic dans un e-mail',
            'Avec une réponse à un e-mail',
            'Avec un rendez-vous pris',
            'Avec un appel',
            'Avec un contact par les ventes',
          ]
        : [
            'With a form filled in',
            'With a page seen',
            'With an e-mail opened',
            'With a click in an e-mail',
            'With a reply to an e-mail',
            'With a meeting booked',
            'With a call',
            'With a contact by sales',
          ],
    );
  });
});

describe('no way', () => {
  const fixed = 'Nothing that a lead can change: ';
  const fige = 'Rien qu’un lead puisse changer~: ';

  it.each<[string, readonly Blocker[], string, string]>([
    [
      'too far',
      [],
      'Too far for now: not even 3 changes would be enough.',
      'Trop loin pour l’instant~: même 3 changements n’y suffiraient pas.',
    ],
    [
      'too far: the entry is no blocker of its own',
      [{ kind: 'entry' }],
      'Too far for now: not even 3 changes would be enough.',
      'Trop loin pour l’instant~: même 3 changements n’y suffiraient pas.',
    ],
    [
      'a gate',
      [{ kind: 'gate', id: 'competitor' }, { kind: 'entry' }],
      `${fixed}held back as “Competitor”.`,
      `${fige}retenu au titre de «~Competitor~».`,
    ],
    [
      'a rule that disqualifies',
      [{ kind: 'disqualified', id: 'left' }],
      `${fixed}disqualified as “Has left”.`,
      `${fige}écarté au titre de «~Has left~».`,
    ],
    [
      'no return',
      [{ kind: 'never' }],
      `${fixed}it does not come back, as the agreement says.`,
      `${fige}il ne revient plus, selon l’accord.`,
    ],
    [
      'a stage',
      [{ kind: 'stage', value: 'customer' }],
      `${fixed}the stage is customer.`,
      `${fige}le stade est client.`,
    ],
    [
      'a paused source',
      [{ kind: 'sourcePause', source: 'PAID_SOCIAL' }],
      `${fixed}hand-overs from “PAID_SOCIAL” are paused.`,
      `${fige}les transmissions de la source «~PAID_SOCIAL~» sont suspendues.`,
    ],
    [
      'a contact that is gone',
      [{ kind: 'gone' }],
      `${fixed}the contact is no longer in HubSpot.`,
      `${fige}le contact n’est plus dans HubSpot.`,
    ],
    [
      'several',
      [{ kind: 'scope' }, { kind: 'gate', id: 'competitor' }],
      `${fixed}not in the scope of the agreement; held back as “Competitor”.`,
      `${fige}hors du champ de l’accord~; retenu au titre de «~Competitor~».`,
    ],
  ])('is told: %s', (...[, blockers, english, french]) => {
    const tell = (language: 'en' | 'fr'): readonly string[] =>
      tellWays(agreement, { kind: 'none', blockers, upTo: 3, ceiling: null }, language).map(visible);

    expect(tell('en')).toEqual([english]);
    expect(tell('fr')).toEqual([french]);
  });

  it('is needed by a lead that is with sales', () => {
    expect(tellWays(agreement, { kind: 'withSales' }, 'en')).toEqual([]);
  });
});
