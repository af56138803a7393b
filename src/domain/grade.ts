// Letter from fit, digit from engagement: the first band that the score reaches, else the last.
import type { MilliPoints, ScoreModel } from './agreement.ts';

export function gradeOf(grade: ScoreModel['grade'], fit: MilliPoints, engagement: MilliPoints): string {
  const letter = grade.fit.find(({ from }) => fit >= from) ?? grade.fit.at(-1);
  const digit = grade.engagement.find(({ from }) => engagement >= from) ?? grade.engagement.at(-1);
  return `${letter?.letter ?? ''}${digit?.digit ?? ''}`;
}
