// One lead of a batch decided upon, on its way to being stored.
import type { Agreement, Instant } from '#domain/agreement.ts';
import type { Decision, DecisionContext, Owners, UserTime } from '#domain/decision.ts';
import type { LeadFacts, LeadState } from '#domain/lead.ts';
import type { Mirror } from '#domain/mirror.ts';
import type { addSightings } from '#domain/sightings.ts';
import type { Caps } from './consequences/caps.ts';
import type { ReadyLead } from './lead-inputs.ts';
import type { Turn } from './turn.ts';

/** What all leads of a batch that one agreement judges are judged by. */
export interface Room {
  readonly turn: Turn;
  readonly agreement: Agreement;
  readonly companies: Readonly<Record<string, Mirror>>;
  readonly blocked: readonly string[];
  readonly caps: Caps;
  readonly absences: NonNullable<Owners['absences']>;
  readonly now: Instant;
}

/** A lead decided upon as if nobody could be looked for: most leads need nobody. */
export interface Draft {
  readonly room: Room;
  readonly lead: ReadyLead;
  readonly sightings: ReturnType<typeof addSightings>;
  readonly facts: LeadFacts;
  readonly state: LeadState;
  readonly undone: LeadState | null;
  readonly context: DecisionContext;
  readonly decision: Decision;
}

/** What HubSpot tells of when its users work, by owner id. */
export type Users = Readonly<Record<string, UserTime>>;
