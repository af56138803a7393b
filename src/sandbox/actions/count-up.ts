// A counter of HubSpot's, one higher.
import type { CrmRecord } from '#sandbox/model.ts';

export function countUp(record: CrmRecord, property: string, by = 1): string {
  return String(Number(record.values[property] ?? '0') + by);
}
