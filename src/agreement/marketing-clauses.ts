// Ids of marketing's clauses where the document gives them none.

export const QUALITY_CLAUSE = 'quality';
export const COMPLETENESS_CLAUSE = 'completeness';

/** By its place in the list, from 0: `volume`, `volume-2`, … */
export function volumeClause(index: number): string {
  return index === 0 ? 'volume' : `volume-${index + 1}`;
}
