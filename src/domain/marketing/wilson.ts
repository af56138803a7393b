// How sure a share is that was counted on few leads: Wilson's score interval (1927), without continuity correction.

/** Two-sided 95 %. */
const Z = 1.959963984540054;

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** Of `hits` in `all`, from 0 to 1; nothing counted says nothing. */
export function wilson(hits: number, all: number): Interval {
  const share = hits / all;
  const z2 = Z * Z;
  const centre = share + z2 / (2 * all);
  const spread = Z * Math.sqrt((share * (1 - share)) / all + z2 / (4 * all * all));
  const scale = 1 + z2 / all;
  // The ends are exact, also of nothing counted.
  return {
    low: hits === 0 ? 0 : (centre - spread) / scale,
    high: hits === all ? 1 : (centre + spread) / scale,
  };
}
