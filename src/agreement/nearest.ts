// The nearest valid word for a mistyped one; silent when nothing is near, since a far guess misleads.
import { distance } from 'fastest-levenshtein';

export function nearest(word: string, valid: readonly string[]): string | undefined {
  const plain = normalize(word);
  let best: { readonly candidate: string; readonly cost: number } | undefined;
  for (const candidate of valid) {
    const cost = distance(plain, normalize(candidate));
    if (best === undefined || cost < best.cost) best = { candidate, cost };
  }
  if (best === undefined) return undefined;
  return best.cost <= tolerance(plain.length) ? best.candidate : undefined;
}

/** How many letters may be wrong: a third, but none in codes of two letters, where everything is near everything. */
function tolerance(letters: number): number {
  if (letters <= 2) return 0;
  return letters <= 5 ? 1 : Math.max(2, Math.floor(letters / 3));
}

function normalize(word: string): string {
  return word
    .slice(0, 200)
    .toLowerCase()
    .replaceAll(/[\s_-]+/g, '');
}
