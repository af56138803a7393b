// The agreement's reject reasons, as reps give them: HubSpot's option (the id), or its label where somebody wrote it.

import type { Agreement } from './agreement.ts';
import type { RejectReason } from './agreement-data.ts';

/** Without regard to case and outer spaces; undefined for a reason of the rep's own. */
export function findRejectReason(
  { rejectReasons }: Pick<Agreement, 'rejectReasons'>,
  given: string,
): RejectReason | undefined {
  const text = given.trim().toLowerCase();
  return rejectReasons.find(({ id, label }) => id === text || label.toLowerCase() === text);
}
