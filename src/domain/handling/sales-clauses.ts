// Everything that sales promised for a month.
import type { Agreement } from '#domain/agreement.ts';
import type { Language } from '#domain/wording.ts';
import { type CoverageLedger, type CoverageState, judgeCoverage } from './coverage.ts';
import { labelCoverage } from './coverage-sentences.ts';
import { type HandlingLedger, type HandlingState, judgeHandling } from './handling.ts';
import { labelHandling } from './handling-sentences.ts';

export type SalesState = HandlingState | CoverageState;

/** In the order of the document. `agreement` is the version that was in force in the month (R33, I11). */
export function judgeSales(
  agreement: Pick<Agreement, 'sales' | 'stages' | 'calendar'>,
  ledger: HandlingLedger & CoverageLedger,
): readonly SalesState[] {
  const coverage = judgeCoverage(agreement, ledger);
  return [...judgeHandling(agreement, ledger), ...(coverage === null ? [] : [coverage])];
}

export function labelSales(
  state: SalesState,
  telling: { readonly month: string; readonly language: Language },
): string {
  return state.kind === 'coverage' ? labelCoverage(telling) : labelHandling(state, telling);
}
