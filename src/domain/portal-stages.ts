// Whether a portal's lifecycle stages fit an agreement's: HubSpot moves forward only in its own order, and cannot hold a
// value it does not know.
import { STAGE_KEYS, type StageKey, type StageModel } from './agreement.ts';

export interface StageProblem {
  /** One of the four, or the index of a custom stage. */
  readonly stage: StageKey | number;
  readonly value: string;
  /** The stage that the portal shows after it though it comes before it here; null: the portal has no such stage. */
  readonly before: string | null;
}

/** `portalOrder`: HubSpot's values by display order; none known, no problem. */
export function findStageProblems(
  stages: StageModel,
  portalOrder: readonly string[],
): readonly StageProblem[] {
  if (portalOrder.length === 0) return [];
  const side = placesOf(stages, null);
  const chain = STAGE_KEYS.flatMap((key) => [
    { stage: key, value: stages.lifecycle[key] },
    ...placesOf(stages, key),
  ]);
  const absent = [...chain, ...side].filter(({ value }) => !portalOrder.includes(value));
  return [...absent.map((place) => ({ ...place, before: null })), ...misplaced(chain, portalOrder)];
}

/** Values to which nothing is written until portal and agreement agree again. */
export function blockedStages(stages: StageModel, portalOrder: readonly string[]): readonly string[] {
  return [...new Set(findStageProblems(stages, portalOrder).map(({ value }) => value))];
}

type Place = Pick<StageProblem, 'stage' | 'value'>;

function placesOf({ custom }: StageModel, after: StageKey | null): readonly Place[] {
  return custom.flatMap((stage, index) =>
    stage.after === after ? [{ stage: index, value: stage.lifecycle }] : [],
  );
}

function misplaced(chain: readonly Place[], portalOrder: readonly string[]): readonly StageProblem[] {
  const problems: StageProblem[] = [];
  let last = { value: '', index: -1 };
  for (const place of chain) {
    const index = portalOrder.indexOf(place.value);
    if (index === -1) continue;
    if (index < last.index) problems.push({ ...place, before: last.value });
    else last = { value: place.value, index };
  }
  return problems;
}
