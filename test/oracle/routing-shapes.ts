// Routing as the oracle reads it: rules, pools, and what a desk knows.
import type { Calendar, Filter } from './shapes.ts';

export interface RoutingRule {
  id: string;
  label: string;
  criteria: readonly { by: string; when: Filter }[];
  pool: string | null;
}

type Hours = Pick<Calendar, 'timeZone' | 'week'>;

export interface DeskPool {
  id: string;
  label: string;
  members: readonly {
    email: string;
    weight: number;
    maxPerDay: number | null;
    maxOpen: number | null;
    hours: Hours | null;
    timeZone: string;
    absences: readonly { from: string; until: string }[];
  }[];
  maxPerDay: number | null;
  maxOpen: number | null;
  afterAbsence: { policy: string; cap: number | null; expiresDays: number | null };
  overflow: string | null;
  stickyDays: number | null;
  skipPrevious: number;
  matchTakesTurn: boolean;
}

export interface Desk {
  reps: Readonly<Record<string, string>>;
  loads: Readonly<Record<string, { today: number; open: number }>>;
  users: Readonly<Record<string, { hours?: Hours; away?: readonly { from: string; until: string }[] }>>;
  pools: Record<string, PoolTurns>;
  domainOwner: string;
  colleague: string;
}

export interface RepTurns {
  weight: number;
  taken: number;
  balance: number;
  last: number;
  ahead: number;
  missed?: number;
  backAt?: string;
  earned?: true;
}

export interface PoolTurns {
  given: number;
  madeUp: boolean;
  reps: Record<string, RepTurns>;
}

export interface Absence {
  from: string;
  until: string;
  by: 'agreement' | 'hubspot';
}

/** By owner id. */
export type Absences = Readonly<Record<string, readonly Absence[]>>;
