// ISO 8601 durations as an action may answer them: weeks, days, hours, minutes, seconds.

const DURATION = /^P(?!$)(?:(\d+)W)?(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;
const UNITS_MS = [604_800_000, 86_400_000, 3_600_000, 60_000, 1_000] as const;

/** Null for what is none. */
export function readDurationMs(text: string): number | null {
  const parts = DURATION.exec(text);
  if (parts === null) return null;
  return UNITS_MS.reduce((sum, unitMs, index) => sum + Number(parts[index + 1] ?? 0) * unitMs, 0);
}
