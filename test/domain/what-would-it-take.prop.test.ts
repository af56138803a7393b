// What it would take, as a law: the proposed changes hand the lead over, no part of them does, and nothing is proposed that
// a lead cannot change.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Agreement, type Condition, SIGNAL_KINDS } from '#domain/agreement.ts';
import { decide } from '#domain/decide.ts';
import { CHANGEABLE, type Change, type TakeInput } from '#domain/explain/changes.ts';
import { tellWays } from '#domain/explain/way-sentences.ts';
import {
  MAX_CHANGES,
  MAX_WAYS,
  type Outlook,
  type Way,
  whatWouldItTake,
} from '#domain/explain/what-would-it-take.ts';
import { fromEpochMs, toEpochMs } from '#domain/instant.ts';
import { initialState, type LeadFacts } from '#domain/lead.ts';
import { agreementForLead } from '#domain/overlays.ts';
import { history as oracleHistory } from '#test/oracle/arbitraries.ts';
import { play } from '#test/oracle/play.ts';
import { arbMoment, type Moment } from '#test/support/arbitraries.ts';
import {
  agreementWith,
  cell,
  contextAt,
  daysAfter,
  factsWith,
  mandatory,
  signal,
  T0,
  when,
} from '#test/support/builders.ts';
import { reached } from '#test/support/thorough.ts';

const RUNS = { numRuns: 400 };

/** The lead as a decision left it, at the instant of that decision. */
function inputOf({
  agreement,
  lead,
  context,
  decision,
}: Pick<Moment, 'agreement' | 'lead' | 'context' | 'decision'>): TakeInput {
  return { agreement, facts: lead.facts, state: decision.state, context };
}

const arbInput: fc.Arbitrary<TakeInput> = fc.oneof(
  arbMoment.map(inputOf),
  fc.tuple(oracleHistory, fc.nat()).map(([history, choice]) => {
    const inputs: TakeInput[] = [];
    play(history, (moment) => {
      // The oracle's loose JSON is the product's input.
      const { agreement, lead, context } = moment as unknown as Moment;
      const decision = decide(agreement, lead, context);
      inputs.push(inputOf({ agreement, lead, context, decision }));
      return decision.reviewAt?.at ?? null;
    });
    return inputs[choice % inputs.length]!;
  }),
);

/** Written anew from the meaning of the changes, so that a mistake in applying them shows. */
/** Something that counts as a value, and that no condition asks for where any text counts. */
function valueFor({ data }: Agreement, field: string): string {
  const known: Record<string, string> = { email: 'ʬ@ʬ.example', phone: '+33142685300', country: 'France' };
  const isNormalized = data.normalize.some((kind) => kind === field);
  return (isNormalized ? known[field] : undefined) ?? 'ʬ';
}

function make({ agreement, facts }: TakeInput, changes: readonly Change[], at: string): LeadFacts {
  const contact = { ...facts.contact };
  const signals = [...facts.signals];
  for (const change of changes) {
    if (change.kind === 'signal')
      signals.push({ id: `new:${signals.length}`, kind: change.signal, at, detail: change.detail });
    if (change.kind === 'field')
      contact[change.property] = { value: valueFor(agreement, change.property), at };
    if (change.kind === 'property') contact[change.property] = { value: change.value, at };
  }
  return { ...facts, contact, signals };
}

/** When the changes are made: after the wait if there is one, a second later in any case. */
function whenOf({ context }: TakeInput, changes: readonly Change[]): string {
  const waits = changes.flatMap((change) => (change.kind === 'wait' ? [change.until] : []));
  return fromEpochMs(toEpochMs([context.now, ...waits].toSorted().at(-1) ?? '') + 1_000);
}

function isHandedOverAfter(input: TakeInput, changes: readonly Change[]): boolean {
  const { agreement, state, context } = input;
  const now = whenOf(input, changes);
  const after = decide(agreement, { facts: make(input, changes, now), state }, { ...context, now });
  return after.reasons.some(({ code }) => code === 'handedOver');
}

function waysOf(outlook: Outlook): readonly Way[] {
  return outlook.kind === 'ways' ? outlook.ways : [];
}

/** Every set that lacks something of it, the empty one included. */
function properSubsets(changes: readonly Change[]): Change[][] {
  const masks = Array.from({ length: 2 ** changes.length - 1 }, (_, mask) => mask);
  return masks.map((mask) => changes.filter((__, index) => (mask & (1 << index)) !== 0));
}

describe('what it would take', () => {
  it('hands the lead over once it is done', () => {
    let told = 0;
    fc.assert(
      fc.property(arbInput, (input) => {
        const ways = waysOf(whatWouldItTake(input));
        told += ways.length;

        expect(ways.filter(({ changes }) => !isHandedOverAfter(input, changes))).toEqual([]);
      }),
      RUNS,
    );
    expect(told).toBeGreaterThan(reached(100));
  });

  it('is more than any part of it', () => {
    fc.assert(
      fc.property(arbInput, (input) => {
        const ways = waysOf(whatWouldItTake(input));

        for (const { changes } of ways)
          expect(properSubsets(changes).filter((part) => isHandedOverAfter(input, part))).toEqual([]);
      }),
      RUNS,
    );
  });

  it('is of one size, and a size that is never larger than needed', () => {
    fc.assert(
      fc.property(arbInput, (input) => {
        const ways = waysOf(whatWouldItTake(input));
        const sizes = new Set(ways.map(({ changes }) => changes.length));

        expect(sizes.size).toBeLessThanOrEqual(1);
        expect(ways.length).toBeLessThanOrEqual(MAX_WAYS);
        for (const { changes } of ways)
          expect(changes.filter(({ kind }) => kind !== 'field').length).toBeLessThanOrEqual(MAX_CHANGES);
      }),
      RUNS,
    );
  });

  it('is a single change where a single one would do', () => {
    let singles = 0;
    fc.assert(
      fc.property(arbInput, (input) => {
        const outlook = whatWouldItTake(input);
        fc.pre(outlook.kind !== 'withSales' && !isHandedOverAfter(input, []));
        const wouldDo = singleChanges(input).filter((change) => isHandedOverAfter(input, [change]));
        singles += wouldDo.length;

        const size = Math.min(...waysOf(outlook).map(({ changes }) => changes.length));
        expect(wouldDo.length > 0 && size !== 1 ? wouldDo : []).toEqual([]);
      }),
      RUNS,
    );
    expect(singles).toBeGreaterThan(reached(100));
  });

  it('names nothing that a lead cannot change', () => {
    fc.assert(
      fc.property(arbInput, (input) => {
        const { facts } = input;
        const agreement = agreementForLead(input.agreement, facts);
        const changes = waysOf(whatWouldItTake(input)).flatMap((way) => way.changes);

        expect(changes.filter((change) => !isPossible(agreement, facts, change))).toEqual([]);
      }),
      RUNS,
    );
  });

  it('is the same each time, and told in both languages in one sentence each', () => {
    fc.assert(
      fc.property(arbInput, (input) => {
        const outlook = whatWouldItTake(input);

        expect(whatWouldItTake(structuredClone(input))).toEqual(outlook);
        for (const language of ['en', 'fr'] as const) {
          const told = tellWays(input.agreement, outlook, language);
          expect(told.length).toBe(
            outlook.kind === 'ways' ? outlook.ways.length : outlook.kind === 'none' ? 1 : 0,
          );
          expect(told.filter((sentence) => !/^[\p{Lu}“«].*\.$/u.test(sentence))).toEqual([]);
          expect(told.join(' ')).not.toMatch(/undefined|NaN/);
        }
      }),
      RUNS,
    );
  });
});

/** Everything that could be done now in one go, whether the agreement looks at it or not. */
function singleChanges({ agreement: signed, facts }: TakeInput): Change[] {
  const agreement = agreementForLead(signed, facts);
  const details = agreement.score.engagement.rules.map(({ detailContains }) => detailContains ?? '');
  const signals = SIGNAL_KINDS.flatMap((signal) =>
    ['', ...details].map((detail): Change => ({ kind: 'signal', rule: null, signal, detail })),
  );
  const empty = agreement.data.mandatory.mql.fields.filter(
    (name) => (facts.contact[name]?.value ?? '') === '',
  );
  return [...signals, ...empty.map((property): Change => ({ kind: 'field', property }))];
}

function isPossible(agreement: Agreement, facts: LeadFacts, change: Change): boolean {
  const { data } = agreement;
  switch (change.kind) {
    case 'field':
      return (
        data.mandatory.mql.fields.includes(change.property) &&
        (facts.contact[change.property]?.value ?? '') !== valueFor(agreement, change.property)
      );
    case 'property':
      return CHANGEABLE[change.property] === change.value;
    default:
      return true;
  }
}

describe('a field that is asked for without blocking', () => {
  it('is filled in where a condition needs it, and left alone where none does', () => {
    const asked = mandatory({ mql: ['country', 'phone'] }, 'warn');
    const known: Condition = {
      kind: 'property',
      object: 'contact',
      property: 'country',
      operator: 'HAS_PROPERTY',
    };
    const agreement = agreementWith({ data: asked, scope: { include: when(known), exclude: null } });
    const facts = factsWith({ contact: { size: cell('big', T0) }, signals: [signal('form', T0, '')] });
    const context = contextAt(daysAfter(T0, 1));
    const { state } = decide(agreement, { facts, state: initialState() }, context);

    const outlook = whatWouldItTake({ agreement, facts, state, context });

    expect(waysOf(outlook).map(({ changes }) => changes)).toEqual([[{ kind: 'field', property: 'country' }]]);
  });
});
