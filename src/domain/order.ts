// In which order things come: one way for texts and numbers, one for HubSpot's ids.

export function compare<Value extends number | string>(a: Value, b: Value): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** Numbers of any length, written as text. */
export function compareIds(a: string, b: string): number {
  return a.length - b.length || compare(a, b);
}
