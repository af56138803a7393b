// The law of stage moves (R15): whatever happens to a lead, and in whatever state it is, every move that Accord writes is
// one of the table in the domain's README. The table stands in legal-moves.ts a second time, in its own words.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Agreement } from '#domain/agreement.ts';
import { decide } from '#domain/decide.ts';
import type { Decision, DecisionContext } from '#domain/decision.ts';
import type { LeadFacts, LeadState } from '#domain/lead.ts';
import { history } from '#test/oracle/arbitraries.ts';
import { LEGAL } from '#test/oracle/legal-moves.ts';
import { type Moment, play } from '#test/oracle/play.ts';
import { isThorough } from '#test/support/thorough.ts';

/** HubSpot's values as the generated agreements map them. */
const WAYS: Readonly<Record<string, string>> = {
  '': 'before',
  subscriber: 'before',
  lead: 'lead',
  '8005': 'known only',
  marketingqualifiedlead: 'mql',
  '8003': 'yes',
  '8004': 'work',
  salesqualifiedlead: 'sql',
  opportunity: 'opportunity',
  '8001': 'recycled',
  '8002': 'disqualified',
};

/** The ends of a cycle: only these moves may go back. */
const BACK = ['lead', 'recycled', 'disqualified'];

const STATUSES = [
  'none',
  'baseline',
  'handedOver',
  'accepted',
  'working',
  'rejected',
  'recycled',
  'won',
  'disqualified',
] as const;

describe('the stages that Accord writes', () => {
  it('follow the table of legal moves through any history', () => {
    const walked = new Set<string>();

    fc.assert(
      fc.property(history, (played) => {
        play(played, (moment) => {
          const { agreement, facts, state, context } = inputOf(moment);
          const decision = decide(agreement, { facts, state }, context);
          expect(illegalMoves(decision, { agreement, facts, state })).toEqual([]);
          for (const [from, to] of movesOf(decision, agreement)) walked.add(`${from} → ${to}`);
          return decision.reviewAt?.at ?? null;
        });
      }),
      { numRuns: 2_000 },
    );

    expect(isThorough ? MUST_BE_WALKED.filter((move) => !walked.has(move)) : []).toEqual([]);
  }, 300_000);

  it('follow it from any state, reachable or not', () => {
    const stage = fc.record({
      value: fc.constantFrom(...Object.keys(WAYS), 'customer', '9999'),
      by: fc.constantFrom('accord' as const, 'other' as const),
      status: fc.constantFrom(...STATUSES),
    });

    fc.assert(
      fc.property(history, fc.nat(), stage, (played, choice, { value, by, status }) => {
        const { agreement, facts, state, context } = inputOf(pick(played, choice));
        const placed = { ...state.stage, value, before: value, by };
        const seen = { ...facts.contact, lifecyclestage: { value, at: placed.at } };
        const lead = { facts: { ...facts, contact: seen }, state: { ...state, status, stage: placed } };

        const decision = decide(agreement, lead, context);

        expect(illegalMoves(decision, { agreement, ...lead })).toEqual([]);
      }),
      { numRuns: 1_000 },
    );
  }, 300_000);
});

/**
 * Else the law would hold of moves that no history makes. Each is met twenty times or more; the others, which chance may
 * leave out, are made in stage-table.test.ts.
 */
const MUST_BE_WALKED = [
  'before → lead',
  'before → mql',
  'lead → mql',
  'mql → yes',
  'mql → sql',
  'mql → lead',
  'mql → recycled',
];

interface Judged {
  readonly agreement: Agreement;
  readonly facts: LeadFacts;
  readonly state: LeadState;
}

function illegalMoves(decision: Decision, { agreement, facts }: Judged): string[] {
  const held = facts.deals.some(({ status }) => status === 'open');
  return movesOf(decision, agreement).flatMap(([from, to]) => {
    const isLegal = LEGAL[to]?.includes(from) === true && !(from === 'opportunity' && held);
    const isBack = BACK.includes(to) && !(to === 'lead' && from === 'before');
    const hasEnded = decision.reasons.some(({ code }) => code === 'recycled' || code === 'disqualified');
    return isLegal && (!isBack || hasEnded) ? [] : [`${from} → ${to}`];
  });
}

/** In the words of the table; what the agreement does not map, or protects, is `protected`. */
function movesOf({ reasons }: Decision, agreement: Agreement): (readonly [string, string])[] {
  const mapped = agreement.stages.custom.map(({ lifecycle }) => lifecycle);
  const nameOf = (value: string): string => {
    const isUnknown = value.startsWith('8') && !mapped.includes(value);
    return isUnknown || agreement.stages.protected.includes(value)
      ? 'protected'
      : (WAYS[value] ?? 'protected');
  };
  return reasons
    .filter(({ code }) => code === 'stageSet')
    .map(({ params }) => [nameOf(String(params['from'])), nameOf(String(params['to']))] as const);
}

/** The oracle's loose JSON is the product's input. */
function inputOf({ agreement, lead, context }: Moment): Judged & { readonly context: DecisionContext } {
  return { agreement, ...lead, context } as unknown as Judged & { readonly context: DecisionContext };
}

function pick(played: Parameters<typeof play>[0], choice: number): Moment {
  const moments: Moment[] = [];
  play(played, (moment) => {
    moments.push(moment);
    return null;
  });
  return moments[choice % moments.length]!;
}
