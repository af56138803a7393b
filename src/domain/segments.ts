// Which of the agreement's segments a lead is in (R18, R29): what routing rules, promises and volumes are written for.
import type { Agreement } from './agreement.ts';
import { matchesFilter, type Sight } from './conditions/index.ts';

/** Ids, in the agreement's order; a lead may be in several. */
export function segmentsOf({ segments }: Pick<Agreement, 'segments'>, sight: Sight): readonly string[] {
  return segments.filter(({ when }) => matchesFilter(when, sight)).map(({ id }) => id);
}
