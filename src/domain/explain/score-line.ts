// The score in words, and the line it is held against.
import type { Agreement, MilliPoints, ScoreCondition } from '#domain/agreement.ts';
import { pointWord } from '#domain/amounts.ts';
import type { Verdict } from '#domain/lead.ts';
import type { Words } from '#domain/wording.ts';

/** At least so many points of one part. */
export interface NeededPoints {
  readonly part: ScoreCondition['part'];
  readonly milliPoints: MilliPoints;
}

/** `72 points (fit 40, engagement 32), grade A2` */
export function scoreLine({ total, fit, engagement, grade }: Verdict, words: Words): string {
  const isFrench = words.language === 'fr';
  const name = isFrench ? 'profil' : 'fit';
  const parts = `${name} ${words.points(fit)}, engagement ${words.points(engagement)}`;
  return `${words.points(total)} ${pointWord(total, words.language)} (${parts}), ${isFrench ? 'note' : 'grade'} ${grade}`;
}

/** The line of an MQL, where its entry asks for a plain number of points in each of its alternatives; the lowest. */
export function neededPoints({ stages }: Agreement): NeededPoints | null {
  const lines = stages.mqlEntry.anyOf.map((group) => group.flatMap(lineOfCondition));
  const [first] = lines.flat();
  if (first === undefined || lines.some((group) => group.length !== 1)) return null;
  const isAlike = lines.flat().every(({ part }) => part === first.part);
  return isAlike ? lines.flat().reduce((a, b) => (b.milliPoints < a.milliPoints ? b : a)) : null;
}

function lineOfCondition(condition: { readonly kind: string }): readonly NeededPoints[] {
  if (!isScore(condition)) return [];
  const { part, operator, milliPoints } = condition;
  if (operator === 'GTE') return [{ part, milliPoints }];
  // Points are whole thousandths.
  return operator === 'GT' ? [{ part, milliPoints: milliPoints + 1 }] : [];
}

function isScore(condition: { readonly kind: string }): condition is ScoreCondition {
  return condition.kind === 'score';
}
