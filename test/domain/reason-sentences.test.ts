// Every reason in the words a rep reads, one row each: where a sentence says one thing or another, both are shown.
import { describe, expect, it } from 'vitest';
import type { Reason } from '#domain/decision.ts';
import { sentence } from '#domain/explain/decision-sentences.ts';
import { ending } from '#domain/explain/reason-sentences.ts';
import { makeWords } from '#domain/wording.ts';
import { templateAgreement } from '#test/support/agreement-text.ts';

const ENGLISH = templateAgreement('en');
const FRENCH = templateAgreement('fr');
const visible = (text: string): string => text.replaceAll('\u00a0', '~').replaceAll('\u202f', '_');

/** A Friday, 9:05 in London. */
const AT = '2026-11-20T09:05:00.000Z';

/** Until a Monday, 10:00 in London; an answer is due on the Friday before. */
const ABSENT = {
  ownerId: '77',
  by: 'agreement',
  until: '2026-11-23T10:00:00.000Z',
  clause: 'accept',
  dueAt: AT,
};

type Row = readonly [code: string, params: Reason['params'], english: string, french: string];

const STAGES_AND_OWNERS: readonly Row[] = [
  [
    'stageAdopted',
    { value: 'salesqualifiedlead' },
    'The stage was set to SQL in HubSpot, not by Accord.',
    'Le stade SQL a été posé dans HubSpot, pas par Accord.',
  ],
  [
    'ownerAdopted',
    { ownerId: '77' },
    'The owner was set in HubSpot, not by Accord.',
    'Le propriétaire a été choisi dans HubSpot, pas par Accord.',
  ],
  [
    'ownerAdopted',
    { ownerId: '' },
    'The owner was removed in HubSpot.',
    'Le propriétaire a été retiré dans HubSpot.',
  ],
  [
    'stageSet',
    { from: 'lead', to: 'marketingqualifiedlead' },
    'Stage set from lead to MQL.',
    'Stade passé de lead à MQL.',
  ],
  [
    'stageProtected',
    { value: 'customer' },
    'The stage customer is protected: Accord leaves it alone.',
    'Le stade client est protégé~: Accord n’y touche pas.',
  ],
  [
    'ownerKept',
    { ownerId: '77' },
    'The owner of the contact keeps the lead.',
    'Le propriétaire du contact garde le lead.',
  ],
  [
    'ownerFromCompany',
    { ownerId: '77' },
    'The owner of the company gets the lead.',
    'Le propriétaire de l’entreprise reçoit le lead.',
  ],
  [
    'ownerByTurn',
    { ownerId: '77', turn: 3 },
    'The next rep in turn gets the lead.',
    'Le commercial suivant du tour reçoit le lead.',
  ],
  [
    'ownerByTurn',
    { ownerId: '77', pool: '*', turn: 3, of: 8, taken: 1, weight: 2 },
    'The next rep in turn gets the lead: turn 3 of 8, number 1 of this rep’s 2.',
    'Le commercial suivant du tour reçoit le lead~: tour 3 sur 8, le no 1 des 2 de ce commercial.',
  ],
  [
    'ownerCatchesUp',
    { ownerId: '77', pool: 'north' },
    'A rep of the pool “north” who is back gets the lead, for a turn missed while away.',
    'Un commercial du pool «~north~» de retour reçoit le lead, pour un tour manqué en son absence.',
  ],
  [
    'ownerBusy',
    { ownerId: '77', obstacle: 'absent' },
    'Whoever it would go to is absent: it goes on.',
    'Celui à qui il irait est absent~: la recherche continue.',
  ],
  [
    'ownerBusy',
    { ownerId: '77', obstacle: 'absent', by: 'hubspot' },
    'Whoever it would go to is absent (out of office in HubSpot): it goes on.',
    'Celui à qui il irait est absent (absence saisie dans HubSpot)~: la recherche continue.',
  ],
  [
    'ownerAbsent',
    { ...ABSENT, by: 'hubspot' },
    'The owner is absent until Monday 23 November 2026 at 10:00 (out of office in HubSpot); due by Friday 20 November 2026 at 09:05: Sales accepts or rejects. The lead goes to another rep.',
    'Le propriétaire est absent jusqu’au lundi 23 novembre 2026 à 11~h~00 (absence saisie dans HubSpot)~; à faire avant le vendredi 20 novembre 2026 à 10~h~05~: Les ventes acceptent ou refusent. Le lead passe à un autre commercial.',
  ],
  [
    'repsSkipped',
    { pool: '*', obstacle: 'hours', by: 'hubspot', reps: 1, ownerIds: '77' },
    'Passed by in the turns: not at work now (hours set in HubSpot): owner 77.',
    'Sautés dans le tour~: hors horaires (horaires saisis dans HubSpot)~: propriétaire 77.',
  ],
  [
    'repsSkipped',
    { pool: 'north', obstacle: 'hours', by: 'agreement', reps: 2, ownerIds: '77 78' },
    'Passed by in the turns of the pool “north”: not at work now (hours of the agreement): owners 77, 78.',
    'Sautés dans le tour du pool «~north~»~: hors horaires (horaires de l’accord)~: propriétaires 77, 78.',
  ],
  [
    'repsSkipped',
    { pool: '*', obstacle: 'absent', by: 'agreement', reps: 12, ownerIds: '1 2 3 4 5 6 7 8 9 10' },
    'Passed by in the turns: absent (as the agreement says): owners 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 + 2.',
    'Sautés dans le tour~: absence (d’après l’accord)~: propriétaires 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 + 2.',
  ],
  [
    'repsSkipped',
    { pool: '*', obstacle: 'full', by: 'agreement', reps: 1, ownerIds: '77' },
    'Passed by in the turns: at a limit: owner 77.',
    'Sautés dans le tour~: limite atteinte~: propriétaire 77.',
  ],
  [
    'ruleSkipped',
    { routingRule: 'dach', by: 'country' },
    'Not by the rule “dach”: another country.',
    'Pas par la règle «~dach~»~: autre pays.',
  ],
  [
    'overflow',
    { pool: '*', next: 'night', reason: 'absent' },
    'Nobody can take the lead (everybody is absent); it goes on to the pool “night”.',
    'Personne ne peut prendre le lead (tout le monde est absent)~; il passe au pool «~night~».',
  ],
  [
    'ownerHold',
    { pool: 'night', reason: 'hours' },
    'Nobody of the pool “night” can be given the lead (nobody is at work now): it waits for an owner.',
    'Personne du pool «~night~» ne peut recevoir le lead (personne ne travaille en ce moment)~: il attend un propriétaire.',
  ],
  [
    'unattended',
    { ...ABSENT, reason: 'chosen' },
    'The owner is absent until Monday 23 November 2026 at 10:00 (as the agreement says); due by Friday 20 November 2026 at 09:05: Sales accepts or rejects. A person chose this owner: the lead stays.',
    'Le propriétaire est absent jusqu’au lundi 23 novembre 2026 à 11~h~00 (d’après l’accord)~; à faire avant le vendredi 20 novembre 2026 à 10~h~05~: Les ventes acceptent ou refusent. Une personne a choisi ce propriétaire~: il garde le lead.',
  ],
  [
    'unattended',
    { ...ABSENT, pool: 'night', reason: 'full' },
    'The owner is absent until Monday 23 November 2026 at 10:00 (as the agreement says); due by Friday 20 November 2026 at 09:05: Sales accepts or rejects. Nobody of the pool “night” can take the lead instead (the limits are reached): it stays for now.',
    'Le propriétaire est absent jusqu’au lundi 23 novembre 2026 à 11~h~00 (d’après l’accord)~; à faire avant le vendredi 20 novembre 2026 à 10~h~05~: Les ventes acceptent ou refusent. Personne du pool «~night~» ne peut prendre le lead à sa place (les limites sont atteintes)~: il le garde pour l’instant.',
  ],
  [
    'unattended',
    ABSENT,
    'The owner is absent until Monday 23 November 2026 at 10:00 (as the agreement says); due by Friday 20 November 2026 at 09:05: Sales accepts or rejects. Nobody can take the lead instead: it stays for now.',
    'Le propriétaire est absent jusqu’au lundi 23 novembre 2026 à 11~h~00 (d’après l’accord)~; à faire avant le vendredi 20 novembre 2026 à 10~h~05~: Les ventes acceptent ou refusent. Personne ne peut prendre le lead à sa place~: il le garde pour l’instant.',
  ],
  [
    'ownerHold',
    {},
    'Nobody can be given the lead: it waits for an owner.',
    'Personne ne peut recevoir le lead~: il attend un propriétaire.',
  ],
];

const VERDICT: readonly Row[] = [
  ['outOfScope', {}, 'Not in the scope of the agreement.', 'Hors du champ de l’accord.'],
  [
    'meetsDisqualification',
    { id: 'left-company' },
    'Disqualified by the agreement: Has left the company.',
    'Écarté par l’accord~: A quitté l’entreprise.',
  ],
  [
    'part',
    { rule: 'page-any', milliPoints: 1_000, signals: 1 },
    '+1 point: Page seen',
    '+1 point~: Page vue',
  ],
  [
    'part',
    { rule: 'page-any', milliPoints: 2_000, signals: 2 },
    '+2 points: Page seen (2 times)',
    '+2 points~: Page vue (2 fois)',
  ],
  [
    'missingField',
    { name: 'phone', owedBy: 'sales', dueAt: AT },
    'A mandatory field has no usable value: phone number, owed by sales by Friday 20 November 2026 at 09:05.',
    'Un champ obligatoire n’a pas de valeur exploitable~: téléphone, dû par les ventes pour le vendredi 20 novembre 2026 à 10~h~05.',
  ],
  [
    'missingField',
    { name: 'country', owedBy: 'marketing' },
    'A mandatory field has no usable value: country, owed by marketing.',
    'Un champ obligatoire n’a pas de valeur exploitable~: pays, dû par le marketing.',
  ],
  [
    'baseline',
    {},
    'Was already over the line when Accord began to act on this agreement; waits for a new sign of interest.',
    'Dépassait déjà le seuil quand Accord a commencé à appliquer cet accord~; attend un nouveau signe d’intérêt.',
  ],
];

const ANSWERS: readonly Row[] = [
  [
    'accepted',
    { at: AT },
    'Accepted by sales: Friday 20 November 2026 at 09:05.',
    'Accepté par les ventes~: vendredi 20 novembre 2026 à 10~h~05.',
  ],
  [
    'acceptedByStage',
    {},
    'Accepted by sales, who set the stage to SQL by hand.',
    'Accepté par les ventes, qui ont posé le stade SQL à la main.',
  ],
  [
    'acceptedByStage',
    { value: 'opportunity' },
    'Accepted by sales, who set the stage to opportunity by hand.',
    'Accepté par les ventes, qui ont posé le stade opportunité à la main.',
  ],
  [
    'answerFrom',
    { source: 'card' },
    'The answer was given on the record card.',
    'La réponse a été donnée sur la carte de la fiche.',
  ],
  [
    'answerFrom',
    { source: 'leadStatus' },
    'The answer was read from the lead status.',
    'La réponse a été lue dans le statut du lead.',
  ],
  [
    'answerFrom',
    { source: 'hubspotLead' },
    'The answer was read from the stage of the HubSpot lead.',
    'La réponse a été lue dans la phase du lead HubSpot.',
  ],
  [
    'answerFrom',
    { source: 'deal' },
    'The answer was read from a deal that the owner created.',
    'La réponse a été lue dans une transaction créée par le propriétaire.',
  ],
  ['answerFrom', { source: 'fax' }, '', ''],
  ['dealWon', {}, 'A deal of this contact was won.', 'Une transaction de ce contact a été gagnée.'],
  [
    'rejected',
    { reason: '' },
    'Rejected by sales; the reason is still owed.',
    'Refusé par les ventes~; le motif est encore dû.',
  ],
  [
    'rejected',
    { reason: ' never\n\n heard\tof us ' },
    'Rejected by sales: never heard of us.',
    'Refusé par les ventes~: never heard of us.',
  ],
  [
    'rejected',
    { reason: 'no money : next year' },
    'Rejected by sales: no money : next year.',
    'Refusé par les ventes~: no money~: next year.',
  ],
  [
    'disqualified',
    { reason: 'disqualified:left-company' },
    'Disqualified: Has left the company.',
    'Écarté~: A quitté l’entreprise.',
  ],
];

const RETURNS: readonly Row[] = [
  ['handedOver', { cycle: 1, byHand: 0 }, 'Handed over to sales.', 'Transmis aux ventes.'],
  ['handedOver', { cycle: 1, byHand: 1 }, 'Handed over to sales by hand.', 'Transmis aux ventes à la main.'],
  ['handedOver', {}, 'Handed over to sales.', 'Transmis aux ventes.'],
  [
    'coolingDown',
    { until: AT },
    'Was recycled and cools down until Friday 20 November 2026 at 09:05.',
    'A été recyclé et se repose jusqu’au vendredi 20 novembre 2026 à 10~h~05.',
  ],
  ['neverAgain', {}, 'Does not come back, as the agreement says.', 'Ne revient plus, selon l’accord.'],
  [
    'needsFreshSignal',
    {},
    'Reaches the score, but only a new sign of interest hands the lead over.',
    'Atteint le score, mais seul un nouveau signe d’intérêt fait transmettre le lead.',
  ],
  [
    'cyclesUsed',
    {},
    'Was handed over as often as the agreement allows in a year.',
    'A été transmis autant de fois que l’accord le permet en un an.',
  ],
];

describe('a reason in words', () => {
  it.each([...STAGES_AND_OWNERS, ...VERDICT, ...ANSWERS, ...RETURNS])(
    '%s %o',
    (...[code, params, english, french]) => {
      expect(sentence({ code, params }, 'en', ENGLISH)).toBe(english);
      expect(visible(sentence({ code, params }, 'fr', FRENCH))).toBe(french);
    },
  );

  it.each([
    [2, '2nd'],
    [3, '3rd'],
    [4, '4th'],
    [10, '10th'],
    [11, '11th'],
    [12, '12th'],
    [13, '13th'],
    [14, '14th'],
    [21, '21st'],
    [22, '22nd'],
    [111, '111th'],
  ])('counts hand-overs as English does: %i', (cycle, nth) => {
    const reason = { code: 'handedOver', params: { cycle, byHand: 0 } };

    expect(sentence(reason, 'en')).toBe(`Handed over to sales, for the ${nth} time.`);
    expect(sentence(reason, 'fr')).toBe(`Transmis aux ventes, pour la ${cycle}e fois.`);
  });
});

describe('how a cycle ended', () => {
  it.each([
    [
      'rejected:No budget',
      'rejected by sales (No budget, clause: quality)',
      'refusé par les ventes (No budget)',
    ],
    ['gate:competitor', 'held back (Competitor)', 'retenu (Concurrent)'],
    ['noContact', 'sales could not reach the lead', 'les ventes n’ont pas réussi à joindre le lead'],
    ['dealLost', 'the deal was lost', 'la transaction a été perdue'],
    ['stage:on-hold', 'somebody set the stage on hold', 'quelqu’un a posé le stade on hold'],
    ['disqualified:bounced', 'E-mail address does not exist', 'L’adresse e-mail n’existe pas'],
    [
      'cooled',
      'the lead cooled down before the first contact',
      'le lead a refroidi avant le premier contact',
    ],
    ['request', 'asked for by hand or by a workflow', 'demandé à la main ou par un workflow'],
    ['scope', 'no longer in the scope of the agreement', 'le lead est sorti du champ de l’accord'],
    ['protected', 'its stage is protected', 'son stade est protégé'],
    ['gone', 'the contact is gone from HubSpot', 'le contact n’est plus dans HubSpot'],
    ['', '', ''],
    ['by a way of later: why', 'by a way of later: why', 'by a way of later: why'],
    ['toString:x', 'toString:x', 'toString:x'],
  ])('%s', (reason, english, french) => {
    expect(ending(reason, 'en', makeWords('en', ENGLISH))).toBe(english);
    expect(visible(ending(reason, 'fr', makeWords('fr', FRENCH)))).toBe(french);
  });
});
