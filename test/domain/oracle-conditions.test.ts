// Conditions one by one against the oracle, on values of every type in every spelling; and leads that a condition turns
// with time alone, looked at again exactly when it does (10.5).
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Condition } from '#domain/agreement.ts';
import { explainCondition } from '#domain/conditions/explain.ts';
import { holdsCondition } from '#domain/conditions/index.ts';
import { decide } from '#domain/decide.ts';
import { viewLead } from '#domain/view.ts';
import { makeWords } from '#domain/wording.ts';
import { isSought } from '#test/oracle/absence-paths.ts';
import { turningHistory } from '#test/oracle/arbitraries.ts';
import { calendar } from '#test/oracle/arbitrary-agreement.ts';
import {
  DATE_FIELDS,
  TEXTS,
  TYPED_FIELDS,
  TYPED_TEXTS,
  typedCondition,
} from '#test/oracle/arbitrary-conditions.ts';
import { matches } from '#test/oracle/conditions.ts';
import { oracleNextChange } from '#test/oracle/next-change.ts';
import { type Moment, play } from '#test/oracle/play.ts';
import { DAY, iso, ms } from '#test/oracle/shapes.ts';
import { agreementWith, factsWith } from '#test/support/builders.ts';
import { CASES } from '#test/support/cases.ts';
import { reached } from '#test/support/thorough.ts';

type Subject = ReturnType<typeof decide>;

const CONDITIONS = 15_000 * CASES;
const TURNS = 150 * CASES;
const HORIZON_MS = 31 * DAY;
const NEVER_MS = 400 * DAY;
const HOLD_MS = 15 * 60_000;

const now = fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2027, 11, 31) });
const nearby = fc.integer({ min: -45 * DAY, max: 5 * DAY });
const spelling = fc.constantFrom('day', 'iso', 'epoch', 'no date');

/** Values near now, or near the beginning of a local day somewhere. */
function spell(at: number, form: string): string {
  if (form === 'day') return iso(at).slice(0, 10);
  if (form === 'iso') return iso(at);
  return form === 'epoch' ? String(at) : form;
}

describe('a typed condition', () => {
  it('answers as the oracle does, and its explanation says the same', () => {
    const seen = new Map<string, number>();
    const texts = fc.constantFrom(...TEXTS, ...TYPED_TEXTS, '1e1', '0.50', '12.', 'Legal');

    fc.assert(
      fc.property(
        fc.record({
          condition: typedCondition,
          zone: calendar,
          at: now,
          text: texts,
          away: nearby,
          form: spelling,
        }),
        ({ condition, zone, at, text, away, form }) => {
          const cells = {
            ...Object.fromEntries(TYPED_FIELDS.map((name) => [name, text])),
            ...Object.fromEntries(DATE_FIELDS.map((name) => [name, spell(at + away, form)])),
          };
          const facts = factsWith({ contact: cells, company: cells });
          const agreement = agreementWith({ calendar: { ...zone } });
          const view = viewLead(agreement, facts);
          const sight = { view, nowMs: at, stageSince: null, score: null };
          // The oracle's loose JSON is a condition of the domain.
          const subject = condition as Condition;
          const stage = { value: '', before: '', by: 'other', at: '' };
          const answer = holdsCondition(subject, sight);
          const expected = matches(
            { anyOf: [[condition]] },
            { facts, timeZone: zone.timeZone, stage, now: at, scores: null },
          );
          const key = `${condition.type} ${condition.operator} ${answer}`;
          seen.set(key, (seen.get(key) ?? 0) + 1);

          expect(answer).toBe(expected);
          for (const language of ['en', 'fr'] as const) {
            const { holds, text: told } = explainCondition(subject, sight, makeWords(language, agreement));
            expect([holds, told.length > 5]).toEqual([answer, true]);
          }
        },
      ),
      { numRuns: CONDITIONS },
    );

    const rare = [
      'date EQ true',
      'datetime EQ true',
      'datetime BETWEEN true',
      'date IN true',
      'multi IN true',
    ];
    expect(rare.filter((key) => (seen.get(key) ?? 0) < reached(3))).toEqual([]);
  }, 120_000);
});

describe('a lead that a condition turns with time alone', () => {
  it('is looked at again when it turns, neither late nor early', () => {
    let exact = 0;

    fc.assert(
      fc.property(turningHistory, (played) => {
        play(played, (moment) => {
          const { reviewAt } = decideBySubject(moment);
          expect(listRightReviews(moment)).toContainEqual(reviewAt);
          exact += reviewAt?.exact === true ? 1 : 0;
          return reviewAt?.at ?? null;
        });
      }),
      { numRuns: TURNS },
    );

    expect(exact).toBeGreaterThan(reached(TURNS / 2));
  }, 240_000);
});

/** The oracle's loose JSON is the product's input, as it would be after a round trip through the database. */
function decideBySubject({ agreement, lead, context }: Moment): Subject {
  const [document, facts] = [agreement, lead] as unknown as [
    Parameters<typeof decide>[0],
    Parameters<typeof decide>[1],
  ];
  return decide(document, facts, context);
}

/** The exact instant where one is in sight, else the horizon; never again only where nothing can change. */
function listRightReviews({ agreement, lead, context, outcome }: Moment): Subject['reviewAt'][] {
  if (lead.facts.gone) return [null];
  const at = ms(context.now);
  const onHold = isSought({ outcome });
  const soonMs = at + (onHold ? HOLD_MS : HORIZON_MS);
  const change = oracleNextChange(agreement, lead, { context, untilMs: soonMs });
  if (change !== null) return [{ at: change, exact: true }];
  const vague = { at: iso(soonMs), exact: false };
  const isOver = oracleNextChange(agreement, lead, { context, untilMs: at + NEVER_MS }) === null;
  return isOver && !onHold ? [vague, null] : [vague];
}
