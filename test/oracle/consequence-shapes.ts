// What follows a breach, as JSON has it.
import type { Duration, State } from './shapes.ts';

export interface Step {
  after: Duration | null;
  do: string;
  to: string | null;
  maxPerHour: number | null;
  coolDownHours: number | null;
}

/** A consequence that was carried out. */
export interface Done {
  cycle: number;
  clause: string;
  run: number;
  step: number;
  do: string;
  at: string;
  startedAt: string;
  dueAt: string;
  ownerId: string;
  before: Omit<State, 'regime' | 'scored' | 'consequences'> | null;
  undoneAt: string | null;
}

export interface ConsequenceEvent {
  event: string;
  clause: string;
  cycle: number;
  run: number;
  step: number;
  do: string;
  dueAt: string;
  ownerId: string;
  ownerAfter: string;
  touchedAt: string | null;
  isRestored: boolean;
}
