// Letter from fit, digit from engagement: the first band that the score reaches, else the last.
import type { MilliPoints, ScoreModel } from './agreement.ts';

type Grades = ScoreModel['grade'];

export function gradeOf(grade: Grades, fit: MilliPoints, engagement: MilliPoints): string {
  const letter = grade.fit[placeIn(grade.fit, fit)];
  return `${letter?.letter ?? ''}${engagementBand(grade, engagement)?.digit ?? ''}`;
}

export function engagementBand(
  grade: Grades,
  engagement: MilliPoints,
): Grades['engagement'][number] | undefined {
  return grade.engagement[placeIn(grade.engagement, engagement)];
}

/** The place of the band, from 0, the best. */
export function placeIn(bands: readonly { readonly from: MilliPoints }[], points: MilliPoints): number {
  const place = bands.findIndex(({ from }) => points >= from);
  return place < 0 ? bands.length - 1 : place;
}
