// What PostgreSQL cannot keep in a text or in jsonb: NUL, and half a surrogate pair.

/** Of what HubSpot sends: such a character becomes U+FFFD, as one of them must not stop a portal or have a batch repeated. */
export function storable(text: string): string {
  return text.toWellFormed().replaceAll('\u0000', '\uFFFD');
}

/** Of what a user sends, who can mend it: the path of the first text that cannot be kept, or null. No depth is too much. */
export function findUnstorable(value: unknown): readonly string[] | null {
  const waiting: { path: readonly string[]; value: unknown }[] = [{ path: [], value }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { path, value: found } = next;
    if (typeof found === 'string' && storable(found) !== found) return path;
    if (typeof found !== 'object' || found === null) continue;
    for (const [key, item] of Object.entries(found)) {
      if (storable(key) !== key) return path;
      waiting.push({ path: [...path, key], value: item });
    }
  }
  return null;
}
