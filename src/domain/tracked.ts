// Stage and owner belong to HubSpot and its people: what others set there is adopted, what we wish for is remembered
// until HubSpot shows it (5a.3, 5a.4).
import type { Agreement, Instant } from './agreement.ts';
import { automationOf } from './change-source.ts';
import { isOpen, reasonOf } from './course.ts';
import type { DecisionContext, Reason } from './decision.ts';
import { earlierOf, laterOf } from './instant.ts';
import type { Cell, LeadFacts, LeadState, TrackedValue } from './lead.ts';
import { mayPassEmpty } from './lifecycle-order.ts';
import { OWNER_PROPERTY, STAGE_PROPERTY } from './names.ts';

export interface Adoption {
  readonly state: LeadState;
  readonly reasons: readonly Reason[];
  /** A person set it, after the first judgement. */
  readonly isStagePersonal: boolean;
}

interface AdoptionInput {
  readonly agreement: Agreement;
  readonly facts: LeadFacts;
  readonly state: LeadState;
  readonly context: DecisionContext;
}

/** Steps 2 and 3: takes over the stage and the owner that others have set. */
export function adoptValues(input: AdoptionInput): Adoption {
  const staged = adoptStage(input);
  const owned = adoptOwner({ ...input, state: staged.state });
  return { ...staged, state: owned.state, reasons: [...staged.reasons, ...owned.reasons] };
}

function adoptStage({ agreement, facts, state, context }: AdoptionInput): Adoption {
  const seen = seenCell(facts, STAGE_PROPERTY);
  const adopted = { ...state, stage: takeOver(seen, context.now) };
  if (isUnjudged(state)) return { state: adopted, reasons: [], isStagePersonal: false };
  if (!isNews(state.stage, seen) || isHalfwayBack(agreement, state.stage, seen)) {
    return { state, reasons: [], isStagePersonal: false };
  }
  const by = automationOf(seen.source);
  const reason = reasonOf('stageAdopted', { value: seen.value, ...(by === null ? {} : { by }) });
  return { state: adopted, reasons: [reason], isStagePersonal: by === null };
}

function adoptOwner({ facts, state, context }: AdoptionInput): Pick<Adoption, 'state' | 'reasons'> {
  const seen = seenCell(facts, OWNER_PROPERTY);
  const adopted = { ...state, owner: takeOver(seen, context.now) };
  if (isUnjudged(state)) return { state: adopted, reasons: [] };
  if (!isNews(state.owner, seen)) return { state, reasons: [] };
  if (!isOpen(state)) return { state: adopted, reasons: [] };
  // An owner that came with a merge finds the promise as it stands.
  const since = (context.merged === true ? state.assignedAt : null) ?? context.now;
  const assignedAt = seen.value === '' ? null : since;
  return { state: { ...adopted, assignedAt }, reasons: [reasonOf('ownerAdopted', { ownerId: seen.value })] };
}

/** A wish of ours. It is never older than what it was made upon, or that would look like somebody's answer to it. */
export function wishFor(
  value: string,
  facts: LeadFacts,
  aim: { property: string; now: Instant },
): TrackedValue {
  const seen = seenCell(facts, aim.property);
  return { value, before: seen.value, by: 'accord', at: laterOf(aim.now, seen.at) };
}

function isUnjudged(state: LeadState): boolean {
  return state.regime === -1;
}

function seenCell(facts: LeadFacts, property: string): Cell {
  return facts.contact[property] ?? { value: '', at: facts.createdAt };
}

/** Neither what we know nor what HubSpot showed before our write, which is on its way. */
export function isNews(known: TrackedValue, seen: Cell): boolean {
  if (seen.value === known.value) return false;
  return seen.value !== known.before || seen.at > known.at;
}

/** A move backwards clears the value before it sets the lower one. */
function isHalfwayBack({ stages }: Agreement, known: TrackedValue, seen: Cell): boolean {
  return seen.value === '' && known.by === 'accord' && mayPassEmpty(stages, known.before, known.value);
}

function takeOver(seen: Cell, now: Instant): TrackedValue {
  return { value: seen.value, before: seen.value, by: 'other', at: earlierOf(seen.at, now) };
}
