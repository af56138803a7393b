// Makes a stored decision again from its stored inputs and compares the bytes (I8).
import { createHash } from 'node:crypto';
import type { Agreement } from '#domain/agreement.ts';
import { canonicalJson } from '#domain/canonical.ts';
import { decide } from '#domain/decide.ts';
import type { DecisionContext } from '#domain/decision.ts';
import type { LeadFacts, LeadState } from '#domain/lead.ts';
import type { CompiledForm } from './versions/compiled-form.ts';

/** A row of the decision log. */
export interface StoredDecision {
  readonly seq: string;
  readonly portalId: string;
  readonly leadId: string;
  readonly agreementId: string;
  readonly version: number;
  readonly at: string;
  readonly live: boolean;
  readonly engine: string;
  /** Canonical JSON; '' once erased or compacted (10.8). */
  readonly inputs: string;
  readonly outcome: string;
  readonly outcomeHash: string;
  /** The version it was made under; null when that is not at hand. */
  readonly form: CompiledForm | null;
}

export interface DecisionInputs {
  readonly facts: LeadFacts;
  readonly state: LeadState;
  readonly context: DecisionContext;
}

export type Replay =
  | { readonly kind: 'equal' }
  /** The first difference, as JSON; `engineChanged`: another release or engine made it, so this may be why. */
  | {
      readonly kind: 'differs';
      readonly path: string;
      readonly stored: string;
      readonly replayed: string;
      readonly engineChanged: boolean;
    }
  /** The stored outcome is not the one that was hashed when it was made. */
  | { readonly kind: 'altered' }
  /** Of somebody who was erased: nothing is kept. */
  | { readonly kind: 'erased' }
  /** Older than decisions are kept: the answer is here, what it was made from is not. */
  | { readonly kind: 'compacted' }
  | { readonly kind: 'noVersion' };

/** Null when the inputs were erased or compacted. */
export function readInputs({ inputs }: Pick<StoredDecision, 'inputs'>): DecisionInputs | null {
  if (inputs === '') return null;
  // Written by judge-batch.
  const read = JSON.parse(inputs) as Partial<DecisionInputs>;
  const { facts, state, context } = read;
  return facts === undefined || state === undefined || context === undefined
    ? null
    : { facts, state, context };
}

/** `engine`: the one that replays. `agreement`: the version's, compiled; null when it is not at hand. */
export function replayDecision(
  decision: StoredDecision,
  by: { readonly engine: string; readonly agreement: Agreement | null },
): Replay {
  const inputs = readInputs(decision);
  if (decision.outcomeHash === '') return { kind: 'erased' };
  if (hash(decision.outcome) !== decision.outcomeHash) return { kind: 'altered' };
  if (inputs === null) return { kind: 'compacted' };
  if (by.agreement === null) return { kind: 'noVersion' };
  const { facts, state, context } = inputs;
  const replayed = canonicalJson(decide(by.agreement, { facts, state }, context));
  if (replayed === decision.outcome) return { kind: 'equal' };
  const difference = firstDifference(JSON.parse(decision.outcome), JSON.parse(replayed), '');
  return {
    kind: 'differs',
    ...(difference ?? { path: '', stored: decision.outcome, replayed }),
    engineChanged: decision.engine !== by.engine,
  };
}

interface Difference {
  readonly path: string;
  readonly stored: string;
  readonly replayed: string;
}

/** Depth first, keys in order; null when both say the same. */
function firstDifference(stored: unknown, replayed: unknown, path: string): Difference | null {
  if (!isTree(stored) || !isTree(replayed) || Array.isArray(stored) !== Array.isArray(replayed)) {
    const [before, after] = [canonicalJson(stored), canonicalJson(replayed)];
    return before === after ? null : { path, stored: before, replayed: after };
  }
  const keys = [...new Set([...Object.keys(stored), ...Object.keys(replayed)])];
  for (const key of keys) {
    const found = firstDifference(stored[key], replayed[key], path === '' ? key : `${path}.${key}`);
    if (found !== null) return found;
  }
  return null;
}

function isTree(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
