// The most that signs of interest can bring a lead to: its fit and the cap of engagement. Where that is below the line of
// an MQL, no number of them helps, and it would mislead to speak of how many.
import type { Agreement, FitRule, MilliPoints, ScoreModel } from '#domain/agreement.ts';
import type { Verdict } from '#domain/lead.ts';
import { sumDimension } from '#domain/scoring.ts';
import { neededPoints } from './score-line.ts';

export interface Ceiling {
  readonly part: 'total' | 'fit';
  /** At most. */
  readonly fit: MilliPoints;
  /** Of engagement. */
  readonly cap: MilliPoints;
  /** What of the part the lead gets at most, and what is asked for. */
  readonly most: MilliPoints;
  readonly needed: MilliPoints;
}

/** Null where more signs could do: the line is no number of points of fit or of all, or it is within reach. */
export function ceilingOf(agreement: Agreement, verdict: Verdict): Ceiling | null {
  const line = neededPoints(agreement);
  if (line === null || line.part === 'engagement') return null;
  const { cap } = agreement.score.engagement;
  const fit = mostFit(agreement.score, verdict);
  const most = line.part === 'fit' ? fit : fit + cap;
  return most < line.milliPoints ? { part: line.part, fit, cap, most, needed: line.milliPoints } : null;
}

/** With every fit rule that looks at signs turned to the better: nobody has to know how many that takes. */
function mostFit({ fit }: ScoreModel, { parts }: Verdict): MilliPoints {
  const values = fit.rules.map((rule) => {
    const now = parts.find((part) => part.rule === rule.id)?.milliPoints ?? 0;
    return looksAtSigns(rule) ? Math.max(now, mostOf(rule)) : now;
  });
  return sumDimension(fit, values);
}

function mostOf({ points, cap, when, per }: FitRule): MilliPoints {
  // How large the number may become, nobody knows: at most the cap.
  if (per !== undefined) return cap ?? 0;
  if (points < 0) return 0;
  return cap === null ? points : Math.min(cap, points * when.anyOf.length);
}

function looksAtSigns({ when }: FitRule): boolean {
  return when.anyOf.flat().some(({ kind }) => kind === 'signals');
}
