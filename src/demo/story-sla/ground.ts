// What a story is played on: a portal in a sandbox, Accord, and a clock that leaps.

import type { Desk } from '#demo/as-user.ts';
import type { Language } from '#demo/texts.ts';
import type { VirtualClock } from '#demo/virtual-clock.ts';
import type { Sandbox } from '#sandbox/sandbox.ts';
import type { Database } from '#store/database.ts';

export interface Ground extends Desk {
  readonly language: Language;
  readonly timeZone: string;
  readonly seed: number;
  readonly portalNumber: number;
  readonly sandbox: Sandbox;
  readonly clock: VirtualClock;
  readonly database: Database;
  /** Resolves when every event has arrived and every change is written. */
  rest(): Promise<void>;
}
