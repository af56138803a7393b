// Seeded randomness: the same seed and stream name give the same numbers for ever. Leaves to others what is drawn.

export interface Random {
  /** A number in [0, 1). */
  next(): number;
  /** A whole number in [0, limit). */
  int(limit: number): number;
  between(low: number, high: number): number;
  chance(share: number): boolean;
  pick<T>(items: readonly T[]): T;
  /** Picks by weight; the rows are [item, weight]. */
  weighted<T>(rows: readonly (readonly [T, number])[]): T;
  shuffle<T>(items: readonly T[]): T[];
  hex(length: number): string;
}

/** sfc32 seeded by a string hash. Streams of different names do not disturb each other. */
export function createRandom(seed: string | number, stream: string): Random {
  const next = seedSfc32(`${seed}|${stream}`);
  const int = (limit: number): number => Math.floor(next() * limit);
  return {
    next,
    int,
    between: (low, high) => low + next() * (high - low),
    chance: (share) => share > 0 && next() < share,
    pick: (items) => itemAt(items, int(items.length)),
    weighted: (rows) => pickWeighted(rows, next()),
    shuffle: (items) => shuffleItems(items, int),
    hex: (length) => Array.from({ length }, () => int(16).toString(16)).join(''),
  };
}

/** A uuid-shaped text, as HubSpot's correlation ids are. */
export function drawUuid(random: Random): string {
  const h = random.hex(32);
  return `${h.slice(0, 8)}-${h.slice(8, 12)}-4${h.slice(13, 16)}-a${h.slice(17, 20)}-${h.slice(20)}`;
}

function pickWeighted<T>(rows: readonly (readonly [T, number])[], draw: number): T {
  let left = draw * rows.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [item, weight] of rows) {
    left -= weight;
    if (left < 0) return item;
  }
  return itemAt(rows, rows.length - 1)[0];
}

function shuffleItems<T>(items: readonly T[], int: (limit: number) => number): T[] {
  const keyed = items.map((item) => ({ item, key: int(0x7fffffff) }));
  return keyed.sort((a, b) => a.key - b.key).map(({ item }) => item);
}

function itemAt<T>(items: readonly T[], index: number): T {
  if (index < 0 || index >= items.length) throw new RangeError('cannot pick from an empty list');
  // The bounds were checked above; `undefined` may be a legitimate item of T.
  return items[index] as T;
}

function seedSfc32(text: string): () => number {
  const hash = hashText(text);
  let a = hash();
  let b = hash();
  let c = hash();
  let counter = 1;
  const step = (): number => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + sum) | 0;
    return (sum >>> 0) / 4294967296;
  };
  for (let warmUp = 0; warmUp < 12; warmUp++) step();
  return step;
}

function hashText(text: string): () => number {
  let h = 1779033703 ^ text.length;
  for (let index = 0; index < text.length; index++) {
    h = Math.imul(h ^ text.charCodeAt(index), 3432918353);
    h = (h << 13) | (h >>> 19);
  }
  return () => {
    h = Math.imul(h ^ (h >>> 16), 2246822507);
    h = Math.imul(h ^ (h >>> 13), 3266489909);
    h ^= h >>> 16;
    return h | 0;
  };
}
