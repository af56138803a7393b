// Ids in the portions that one batch call takes.

/** HubSpot's limit of inputs per batch call. */
const BATCH_LIMIT = 100;
/** Half as many when past values are asked for. */
export const LIMIT_WITH_HISTORY = 50;

export function chunks<T>(items: readonly T[], limit = BATCH_LIMIT): T[][] {
  const parts: T[][] = [];
  for (let start = 0; start < items.length; start += limit) parts.push(items.slice(start, start + limit));
  return parts;
}
