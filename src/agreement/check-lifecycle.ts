// What crosses the parts of a document that say how a lead moves: stages with one value, custom stages that fit in their
// order; and whether a portal has those stages at all, in that order.
import { STAGE_KEYS, type StageModel } from '#domain/agreement.ts';
import { findStageProblems } from '#domain/portal-stages.ts';
import { conditionsIn } from './check-conditions.ts';
import { type Draft, itemsAt, textAt, valueAt } from './draft.ts';
import type { Issue, Path } from './issue.ts';
import { nearest } from './nearest.ts';

interface PlacedStage {
  readonly path: Path;
  readonly name: string;
  readonly value: string;
}

export function checkLifecycle(draft: Draft): readonly Issue[] {
  return [
    ...repeatedValues(draft.raw),
    ...hiddenValues(draft.raw),
    ...customStages(draft.raw),
    ...endings(draft.raw),
    ...unreadDeals(draft.raw),
  ];
}

/** The four and the custom ones: each has a value of its own. */
export function placedStages(raw: unknown): readonly PlacedStage[] {
  const four = STAGE_KEYS.flatMap((stage) => {
    const value = lifecycleOf(valueAt(raw, `stages.${stage}`));
    return value === undefined ? [] : [{ path: ['stages', stage, 'lifecycle'], name: stage, value }];
  });
  const custom = itemsAt(raw, 'stages.custom').flatMap(({ path, value }) => {
    const lifecycle = lifecycleOf(value);
    const name = textAt(value, 'id') ?? '';
    return lifecycle === undefined ? [] : [{ path: [...path, 'lifecycle'], name, value: lifecycle }];
  });
  return [...four, ...custom];
}

/** Digits may stand without quotes. */
function lifecycleOf(stage: unknown): string | undefined {
  const value = valueAt(stage, 'lifecycle');
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

function repeatedValues(raw: unknown): readonly Issue[] {
  const seen = new Map<string, string>();
  return placedStages(raw).flatMap(({ path, name, value }) => {
    const other = seen.get(value);
    seen.set(value, other ?? name);
    return other === undefined ? [] : [{ path, code: 'repeatedStage', params: { value, other } }];
  });
}

/** A stage of the agreement that is protected, or said to come before the first, could never be written. */
function hiddenValues(raw: unknown): readonly Issue[] {
  const names = new Map(placedStages(raw).map(({ name, value }) => [value, name]));
  const isProtected = new Set(itemsAt(raw, 'stages.protected').map(({ value }) => String(value)));
  const locked = itemsAt(raw, 'stages.protected').flatMap(({ path, value }) => {
    const stage = names.get(String(value));
    // An opportunity may be left alone; the others are what Accord writes.
    if (stage === undefined || stage === 'opportunity') return [];
    return [{ path, code: 'protectedStage', params: { value: String(value), stage } }];
  });
  const early = itemsAt(raw, 'stages.before').flatMap(({ path, value }) =>
    names.has(String(value)) || isProtected.has(String(value))
      ? [{ path, code: 'beforeStage', params: { value: String(value) } }]
      : [],
  );
  return [...locked, ...early];
}

/** Where no deal is read, none can answer or be counted. */
function unreadDeals(raw: unknown): readonly Issue[] {
  if (valueAt(raw, 'stages.opportunity.deals') !== false) return [];
  const answers = valueAt(raw, 'feedback.answers.dealCreated') === true;
  const counted = conditionsIn(raw).filter(({ condition }) => condition.kind === 'deals');
  const paths: readonly Path[] = [
    ...(answers ? [['feedback', 'answers', 'dealCreated']] : []),
    ...counted.map(({ path }) => [...path, 'deals']),
  ];
  return paths.map((path) => ({ path, code: 'dealsNotRead', params: {} }));
}

const SIDE = ['recycled', 'disqualified'];

function customStages(raw: unknown): readonly Issue[] {
  const firstOf = new Map<string, string>();
  return itemsAt(raw, 'stages.custom').flatMap(({ path, value }) => {
    const [id = '', after, moment] = ['id', 'after', 'moment'].map((key) => textAt(value, key));
    const first = moment === undefined ? undefined : firstOf.get(moment);
    if (moment !== undefined) firstOf.set(moment, first ?? id);
    if (moment !== undefined && first !== undefined)
      return [{ path: [...path, 'moment'], code: 'repeatedMoment', params: { moment, first } }];
    return placeOf({ path, id, after, moment });
  });
}

interface CustomPlace {
  readonly path: Path;
  readonly id: string;
  readonly after: string | undefined;
  readonly moment: string | undefined;
}

/** A yes stands between MQL and SQL, work behind either; where cycles end is at the side. */
function placeOf({ path, id, after, moment }: CustomPlace): readonly Issue[] {
  if (moment !== undefined && SIDE.includes(moment))
    return after === undefined
      ? []
      : [{ path: [...path, 'after'], code: 'sideStage', params: { id, moment } }];
  if (after === undefined) return [{ path, code: 'stageWithoutPlace', params: { id } }];
  const allowed = PLACES[moment ?? ''] ?? [after];
  if (allowed.includes(after)) return [];
  const params = { moment: moment ?? '', valid: allowed.join(', ') };
  return [{ path: [...path, 'after'], code: 'stageMisplaced', params, suggestion: allowed[0] ?? '' }];
}

const PLACES: Readonly<Record<string, readonly string[]>> = { accepted: ['mql'], working: ['mql', 'sql'] };

/** A stage at the side is a move back, which the agreement must allow, and only one place can be the end. */
function endings(raw: unknown): readonly Issue[] {
  const recycledStage = textAt(valueAt(raw, 'nurture'), 'recycledStage');
  const moveBack = textAt(valueAt(raw, 'stages'), 'moveBack');
  return itemsAt(raw, 'stages.custom').flatMap(({ path, value }) => {
    const moment = textAt(value, 'moment') ?? '';
    const found: Issue[] = [];
    if (!SIDE.includes(moment)) return found;
    if (moveBack === 'never')
      found.push({ path: [...path, 'moment'], code: 'sideNeverReached', params: { moment } });
    if (moment === 'recycled' && recycledStage === 'lead') {
      const place = ['nurture', 'recycledStage'];
      found.push({ path: place, code: 'twoRecycledStages', params: {}, suggestion: 'keep' });
    }
    return found;
  });
}

/**
 * Whether the portal has the agreement's stages, in the agreement's order; paths are those of the document. Asked of a
 * document in which check-portal.ts has missed no value, so that none is named twice. No problem where the portal's order
 * is not known (yet). `portalOrder`: HubSpot's values by display order.
 */
export function checkStages(stages: StageModel, portalOrder: readonly string[]): readonly Issue[] {
  return findStageProblems(stages, portalOrder).map(({ stage, value, before }) => {
    const place = typeof stage === 'number' ? ['custom', stage] : [stage];
    const path = ['stages', ...place, 'lifecycle'];
    if (before !== null) return { path, code: 'stageOrder', params: { value, before } };
    const suggestion = nearest(value, portalOrder);
    const params = { value, valid: portalOrder.join(', ') };
    return { path, code: 'stageNotInPortal', params, ...(suggestion === undefined ? {} : { suggestion }) };
  });
}
