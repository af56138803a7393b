// A change of one HubSpot property as it is planned, and as the outbox keeps it.
import type { Effect } from '#domain/decision.ts';

/** What it belongs to is kept with it: which property an output goes to is the agreement's to say, and changes (5a.7). */
export interface PlannedProperty {
  readonly property: string;
  readonly value: string;
  readonly effect: Effect;
  readonly ridesAlong: boolean;
}
