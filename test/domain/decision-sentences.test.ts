// What is told of a decision and what is left out: in the one line of the record, and in the long form.
import { describe, expect, it } from 'vitest';
import type { Agreement } from '#domain/agreement.ts';
import type { Decision, Reason } from '#domain/decision.ts';
import { explainLead, summarize } from '#domain/explain/decision-sentences.ts';
import type { LeadState, LeadStatus, ScorePart, Verdict } from '#domain/lead.ts';
import { agreementWith, contactIs, scoreAtLeast, when } from '#test/support/builders.ts';
import { decisionOf } from '#test/support/decisions.ts';
import { visible } from '#test/support/lead-stories.ts';

const AT = '2026-11-20T10:00:00.000Z';
const POINTS = '72.5 points (fit 40, engagement 32.5), grade A2.';
const FRENCH = '72,5 points (profil 40, engagement 32,5), note A2.';

function reason(code: string, params: Reason['params'] = {}): Reason {
  return { code, params };
}

interface Change {
  readonly reasons?: readonly Reason[];
  readonly verdict?: Partial<Verdict>;
  readonly state?: Partial<LeadState>;
}

/** With no reasons but those given. */
function decided(status: LeadStatus, { reasons = [], verdict = {}, state = {} }: Change = {}): Decision {
  return decisionOf({ reasons, verdict, state: { status, ...state } });
}

const short = (decision: Decision, language: 'en' | 'fr', agreement?: Agreement): string =>
  visible(summarize(decision, language, agreement));

describe('the summary', () => {
  it.each<[LeadStatus, Partial<LeadState>, string, string]>([
    ['none', {}, `Not handed over: ${POINTS}`, `Non transmis~: ${FRENCH}`],
    ['handedOver', {}, `MQL: ${POINTS} Handed over to sales.`, `MQL~: ${FRENCH} Transmis aux ventes.`],
    [
      'handedOver',
      { cycle: 2, byHand: true },
      `MQL: ${POINTS} Handed over to sales by hand, for the 2nd time.`,
      `MQL~: ${FRENCH} Transmis aux ventes à la main, pour la 2e fois.`,
    ],
    [
      'baseline',
      {},
      `Not handed over: ${POINTS} Was already over the line when Accord began to act on this agreement; waits for a new sign of interest.`,
      `Non transmis~: ${FRENCH} Dépassait déjà le seuil quand Accord a commencé à appliquer cet accord~; attend un nouveau signe d’intérêt.`,
    ],
    [
      'accepted',
      {},
      `Accepted by sales: ${POINTS} The first contact is due.`,
      `Accepté par les ventes~: ${FRENCH} Le premier contact est dû.`,
    ],
    [
      'working',
      { touchedAt: AT },
      `Worked on by sales: ${POINTS} First contact by sales: Friday 20 November 2026 at 10:00 UTC.`,
      `Suivi par les ventes~: ${FRENCH} Premier contact par les ventes~: vendredi 20 novembre 2026 à 10~h~00 UTC.`,
    ],
    ['working', {}, `Worked on by sales: ${POINTS}`, `Suivi par les ventes~: ${FRENCH}`],
    [
      'rejected',
      {},
      `Rejected by sales: ${POINTS} The reason for the reject is due.`,
      `Refusé par les ventes~: ${FRENCH} Le motif du refus est dû.`,
    ],
    [
      'recycled',
      { recycleReason: 'dealLost' },
      `In nurture: ${POINTS} The deal was lost.`,
      `En nurturing~: ${FRENCH} La transaction a été perdue.`,
    ],
    ['recycled', { recycleReason: '' }, `In nurture: ${POINTS}`, `En nurturing~: ${FRENCH}`],
    [
      'disqualified',
      { recycleReason: 'disqualified:left-company' },
      `Disqualified: ${POINTS} Left company.`,
      `Écarté~: ${FRENCH} Left company.`,
    ],
    ['won', {}, `Customer: ${POINTS}`, `Client~: ${FRENCH}`],
  ])('tells where a lead stands: %s %o', (...[status, state, english, french]) => {
    const decision = decided(status, { state });

    expect(short(decision, 'en')).toBe(english);
    expect(short(decision, 'fr')).toBe(french);
  });

  it('tells by which release a lead came out of the backlog, as long as sales has it', () => {
    const released = { number: 2, by: 'Nora Blanc', startedAt: AT };
    const english =
      'Released from the backlog by Nora Blanc on Friday 20 November 2026 at 10:00 UTC (release no. 2).';
    const french =
      'Libéré du stock par Nora Blanc le vendredi 20 novembre 2026 à 10~h~00 UTC (libération no 2).';

    expect(short(decided('accepted', { state: { released } }), 'en')).toContain(english);
    expect(short(decided('accepted', { state: { released } }), 'fr')).toContain(french);
    expect(short(decided('accepted'), 'en')).not.toContain('backlog');
    expect(short(decided('recycled', { state: { released, recycleReason: 'gone' } }), 'en')).not.toContain(
      'backlog',
    );
  });

  it.each<[string, Decision, string]>([
    [
      'nothing else of a lead out of scope',
      decided('none', { verdict: { inScope: false }, reasons: [reason('outOfScope')] }),
      'Not handed over. Not in the scope of the agreement.',
    ],
    [
      'that a backlog lead is out of scope',
      decided('baseline', { verdict: { inScope: false }, reasons: [reason('outOfScope')] }),
      'Not handed over. Was already over the line when Accord began to act on this agreement; waits for a new sign of interest. Not in the scope of the agreement.',
    ],
    [
      'the score of a lead whose cycle ended because it left the scope',
      decided('recycled', {
        verdict: { inScope: false },
        state: { recycleReason: 'scope' },
        reasons: [reason('outOfScope')],
      }),
      `In nurture: ${POINTS} No longer in the scope of the agreement. Not in the scope of the agreement.`,
    ],
    [
      'once what a backlog lead waits for',
      decided('baseline', { reasons: [reason('baseline'), reason('needsFreshSignal')] }),
      `Not handed over: ${POINTS} Was already over the line when Accord began to act on this agreement; waits for a new sign of interest.`,
    ],
    [
      'what a lead in nurture waits for',
      decided('recycled', { reasons: [reason('needsFreshSignal')] }),
      `In nurture: ${POINTS} Reaches the score, but only a new sign of interest hands the lead over.`,
    ],
    [
      'what holds a lead back from out to in, whichever reason came first',
      decided('none', {
        reasons: [
          reason('ownerHold'),
          reason('stageProtected', { value: 'customer' }),
          reason('gate', { id: 'competitor' }),
        ],
      }),
      `Not handed over: ${POINTS} Held back whatever the score: competitor. The stage customer is protected: Accord leaves it alone. Nobody can be given the lead: it waits for an owner.`,
    ],
    [
      'nothing that would hold back a lead which is with sales',
      decided('working', { state: { touchedAt: AT }, reasons: [reason('gate', { id: 'competitor' })] }),
      `Worked on by sales: ${POINTS} First contact by sales: Friday 20 November 2026 at 10:00 UTC.`,
    ],
    [
      'what disqualified a lead',
      decided('disqualified', { reasons: [reason('neverAgain')] }),
      `Disqualified: ${POINTS} Does not come back, as the agreement says.`,
    ],
  ])('tells %s', (_, decision, line) => {
    expect(short(decision, 'en')).toBe(line);
  });

  it('leaves out whole sentences that do not fit in 250 characters', () => {
    const gates = Array.from({ length: 4 }, (_, index) => reason('gate', { id: `${index}`.repeat(50) }));
    const line = short(decided('none', { reasons: [...gates, reason('ownerHold')] }), 'en');
    const held = (digit: string): string => `Held back whatever the score: ${digit.repeat(50)}.`;

    expect(line).toBe(`Not handed over: ${POINTS} ${held('0')} ${held('1')}`);
    expect(line.length + held('2').length).toBeGreaterThan(250);
  });

  it('uses all 250 characters', () => {
    const fill = (letters: number): Decision =>
      decided('none', { reasons: [reason('gate', { id: 'x'.repeat(letters) })] });
    const others = `Not handed over: ${POINTS} Held back whatever the score: .`.length;

    expect(short(fill(250 - others), 'en').length).toBe(250);
    expect(short(fill(251 - others), 'en')).toBe(`Not handed over: ${POINTS}`);
  });

  it('cuts the headline where it alone is too long', () => {
    const line = short(decided('none', { verdict: { grade: 'A'.repeat(300) } }), 'en');

    expect(line).toBe(
      `Not handed over: 72.5 points (fit 40, engagement 32.5), grade ${'A'.repeat(300)}.`.slice(0, 250),
    );
  });
});

function part(rule: string, milliPoints: number): ScorePart {
  return { rule, dimension: 'fit', milliPoints, signals: 0 };
}

describe('the rules of the summary', () => {
  const told = (parts: readonly ScorePart[]): string => {
    const line = short(decided('none', { verdict: { parts } }), 'en', agreementWith());
    return line.replace(`Not handed over: ${POINTS}`, '').trim();
  };

  it.each<[string, readonly ScorePart[], string]>([
    ['none', [], ''],
    ['one', [part('big', 20_000)], 'big +20.'],
    [
      'the three largest, the largest first',
      [part('a', 1_000), part('b', 4_000), part('c', 2_000), part('d', 3_000)],
      'b +4, d +3, c +2.',
    ],
    ['none that shows as nothing', [part('a', 50), part('b', 49)], 'a +0.1.'],
    ['none that takes points', [part('a', -5_000)], ''],
  ])('are %s', (_, parts, line) => {
    expect(told(parts)).toBe(line);
  });
});

describe('what an MQL takes', () => {
  const decision = decided('none', {
    verdict: { total: 41_000, fit: 15_000 },
    reasons: [reason('belowMql', { total: 41_000, fit: 15_000, engagement: 26_000 })],
  });
  const asking = (...conditions: Parameters<typeof when>): Agreement =>
    agreementWith({ stages: { mqlEntry: when(...conditions) } });

  it.each<[string, Agreement | undefined, string, string]>([
    [
      'a number of points',
      asking(scoreAtLeast(50)),
      'An MQL takes 50 points; still missing: 9.',
      'Un MQL demande 50 points~; il en manque 9.',
    ],
    [
      'a number of points of one part',
      asking(scoreAtLeast(20, 'fit')),
      'An MQL takes 20 points of fit; still missing: 5.',
      'Un MQL demande 20 points de profil~; il en manque 5.',
    ],
    [
      'something else',
      asking(contactIs('size', 'big')),
      'The score is too low for an MQL.',
      'Le score est trop bas pour un MQL.',
    ],
    [
      'what is not at hand',
      undefined,
      'The score is too low for an MQL.',
      'Le score est trop bas pour un MQL.',
    ],
  ])('%s', (...[, agreement, english, french]) => {
    expect(short(decision, 'en', agreement)).toContain(` ${english}`);
    expect(short(decision, 'fr', agreement)).toContain(` ${french}`);
  });
});

describe('the long form', () => {
  const why = (decision: Decision): readonly string[] => explainLead(agreementWith(), decision, 'en').why;
  const whyNotYet = (decision: Decision): readonly string[] =>
    explainLead(agreementWith(), decision, 'en').whyNotYet;
  const headline = `In nurture: ${POINTS}`;

  it('says once what both the state and a reason say, and nothing of an ending that has no words', () => {
    expect(
      why(decided('working', { state: { touchedAt: AT }, reasons: [reason('touched', { at: AT })] })),
    ).toEqual([`Worked on by sales: ${POINTS}`, 'First contact by sales: Friday 20 November 2026 at 11:00.']);
    expect(why(decided('recycled', { reasons: [reason('unheard')] }))).toEqual([headline]);
  });

  it('tells a rule that takes points', () => {
    const minus = reason('part', { rule: 'big', milliPoints: -5_000, signals: 0 });

    expect(why(decided('recycled', { reasons: [minus] }))).toEqual([headline, '−5 points: big']);
  });

  it('tells the persona of a contact out of scope only where a cycle ended for it', () => {
    const reasons = [reason('persona', { id: 'buyer' }), reason('dealWon')];
    const verdict = { inScope: false };

    expect(why(decided('none', { verdict, reasons }))).toEqual([
      'Not handed over.',
      'A deal of this contact was won.',
    ]);
    expect(why(decided('recycled', { verdict, reasons }))).toEqual([
      headline,
      'Persona: buyer.',
      'A deal of this contact was won.',
    ]);
  });

  it('takes a missing field for an obstacle only where the agreement blocks for it', () => {
    const asked = reason('missingField', { name: 'phone', owedBy: 'sales' });
    const sentence = 'A mandatory field has no usable value: phone number, owed by sales.';
    const warned = decided('none', { reasons: [asked] });
    const blocked = decided('none', { reasons: [asked], verdict: { missingFields: ['phone'] } });

    expect([why(warned).at(-1), whyNotYet(warned)]).toEqual([sentence, []]);
    expect([why(blocked).at(-1), whyNotYet(blocked)]).toEqual([`Not handed over: ${POINTS}`, [sentence]]);
  });

  it('tells of a backlog lead where it stands, and that not again as an obstacle', () => {
    const decision = decided('baseline', {
      reasons: [reason('baseline'), reason('gate', { id: 'competitor' })],
    });

    expect(why(decision).at(-1)).toMatch('Was already over the line');
    expect(whyNotYet(decision)).toEqual(['Held back whatever the score: Competitor.']);
  });

  it('tells that nobody can be given the lead whatever its status', () => {
    const told = 'Nobody can be given the lead: it waits for an owner.';

    expect(whyNotYet(decided('handedOver', { reasons: [reason('ownerHold')] }))).toEqual([told]);
    expect(whyNotYet(decided('none', { reasons: [reason('ownerHold')] }))).toEqual([told]);
  });
});
