// Ids in the portions that one batch call takes.

/** HubSpot's limit of inputs per batch call. */
const BATCH_LIMIT = 100;

export function chunks<T>(items: readonly T[]): T[][] {
  const parts: T[][] = [];
  for (let start = 0; start < items.length; start += BATCH_LIMIT)
    parts.push(items.slice(start, start + BATCH_LIMIT));
  return parts;
}
