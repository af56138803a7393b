// Signals that an agreement counts apart: those whose detail contains a text that an engagement rule asks for. What is asked
// is worked out once per agreement, so that each signal of a lead is read once, however many rules there are.
import { type Agreement, SIGNAL_KINDS, type SignalKind } from './agreement.ts';
import type { Signal } from './lead.ts';
import { remember } from './remember.ts';

type ByKind<Item> = Readonly<Record<SignalKind, Item>>;

export interface TallyPlan {
  /** How many there are. */
  readonly size: number;
  /** The tally of each engagement rule, in their order; null: it counts every signal of its kind. */
  readonly ofRules: readonly (number | null)[];
  readonly asked: ByKind<readonly AskedText[]>;
  /** Whether a rule with positive points counts every signal of the kind, and those of a tally. */
  readonly qualifies: ByKind<boolean>;
  readonly talliesQualify: readonly boolean[];
  /** Forms and pages are few, and seen by many leads. */
  readonly known: ByKind<Map<string, readonly number[]>>;
}

interface AskedText {
  /** Lower case. */
  readonly text: string;
  readonly tally: number;
}

/** Per kind: beyond it, what is known is forgotten. */
const MAX_KNOWN = 5_000;
const NONE: readonly number[] = [];

/** Agreements never change. */
const plans = new WeakMap<Agreement, TallyPlan>();

export function tallyPlanOf(agreement: Agreement): TallyPlan {
  const known = plans.get(agreement);
  if (known !== undefined) return known;
  const plan = makePlan(agreement);
  plans.set(agreement, plan);
  return plan;
}

/** The tallies that a signal belongs to. */
export function talliesOf(plan: TallyPlan, kind: SignalKind, detail: string): readonly number[] {
  const asked = plan.asked[kind];
  if (asked.length === 0) return NONE;
  const known = plan.known[kind];
  const before = known.get(detail);
  if (before !== undefined) return before;
  const lower = detail.toLowerCase();
  const tallies = asked.filter(({ text }) => lower.includes(text)).map(({ tally }) => tally);
  return remember(known, MAX_KNOWN, [detail, tallies]);
}

/** An engagement rule with positive points counts it. */
export function isQualifying(agreement: Agreement, { kind, detail }: Signal): boolean {
  const plan = tallyPlanOf(agreement);
  if (plan.qualifies[kind]) return true;
  return talliesOf(plan, kind, detail).some((tally) => plan.talliesQualify[tally] === true);
}

function byKind<Item>(make: (kind: SignalKind) => Item): Record<SignalKind, Item> {
  const made: Partial<Record<SignalKind, Item>> = {};
  for (const kind of SIGNAL_KINDS) made[kind] = make(kind);
  return made as Record<SignalKind, Item>; // every kind was set
}

function makePlan({ score }: Agreement): TallyPlan {
  const asked = byKind((): AskedText[] => []);
  const qualifies = byKind(() => false);
  const talliesQualify: boolean[] = [];
  const ofRules = score.engagement.rules.map(({ points, signal, detailContains }) => {
    if (detailContains === null) {
      qualifies[signal] ||= points > 0;
      return null;
    }
    asked[signal].push({ text: detailContains.toLowerCase(), tally: talliesQualify.length });
    return talliesQualify.push(points > 0) - 1;
  });
  const size = talliesQualify.length;
  return { size, ofRules, asked, qualifies, talliesQualify, known: byKind(() => new Map()) };
}
