// Who is in the story, and when what happens to them: three weeks of spring 2026 with the change to summer time on the first
// Sunday and Easter on the third.

import type { User } from '#demo/as-user.ts';
import { HOUR_MS, MINUTE_MS } from '#domain/instant.ts';
import { fromLocal } from '#domain/zone.ts';
import type { Sandbox } from '#sandbox/sandbox.ts';

export type Character = 'quick' | 'thorough' | 'ill' | 'leaving' | 'forgetful' | 'ads';

export interface Rep extends User {
  readonly ownerId: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly character: Character;
}

const NAMES: readonly (readonly [Character, string, string, string])[] = [
  ['quick', 'Nora', 'Blanc', 'nora.blanc'],
  ['thorough', 'Thomas', 'Keller', 'thomas.keller'],
  ['ill', 'Inès', 'Moreau', 'ines.moreau'],
  ['leaving', 'Hugo', 'Martin', 'hugo.martin'],
  ['forgetful', 'Sam', 'Lefèvre', 'sam.lefevre'],
  ['ads', 'Léa', 'Petit', 'lea.petit'],
];
const FIRST_OWNER_ID = 70_000_001;
const FIRST_USER_ID = 9_001;

export const STAFF: readonly Rep[] = NAMES.map(([character, firstName, lastName, mailbox], index) => ({
  ownerId: String(FIRST_OWNER_ID + index),
  userId: FIRST_USER_ID + index,
  email: `${mailbox}@our-company.example`,
  firstName,
  lastName,
  character,
}));

/** Of the pool: the leads of the ad are no turn of theirs. */
export const REPS: readonly Rep[] = STAFF.filter(({ character }) => character !== 'ads');

/** The one whom the template names as signatory of sales: in HubSpot, and in no pool. */
export const MANAGER = {
  ownerId: '70000099',
  userId: 9_099,
  email: 'sales.lead@our-company.example',
  firstName: 'Claire',
  lastName: 'Dumas',
} as const satisfies User & {
  readonly ownerId: string;
  readonly firstName: string;
  readonly lastName: string;
};

export const FIRST_DAY = '2026-03-23';
export const LAST_DAY = '2026-04-10';
/** No lead comes later: what is promised about it would end after the story. */
export const LAST_ARRIVALS = '2026-04-08';
/** The fourth day; both ends are days away. */
export const ILLNESS = { from: '2026-03-26', until: '2026-04-01' } as const;
/** The ninth working day. */
export const FAREWELL = '2026-04-02';

/** An ad on social networks, whose leads one rep has alone: `misses` of the wrong people, until it is shown to others. */
export const AD = { source: 'PAID_SOCIAL', from: '2026-03-24', mended: '2026-04-01', misses: 8 } as const;
/** When agreed promises are looked at, each day: the first minute of work, so that nobody else can look before on that day. */
export const LOOKED_AT = '09:00';
/** The first working day after Easter: the manager has the list of what is held back, and lets it go. */
export const LIFT = { day: '2026-04-07', time: '11:00' } as const;

/** `2026-03-23`, `08:00` → epoch milliseconds in the zone. */
export function instantOf(timeZone: string, day: string, time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return fromLocal(timeZone, Date.parse(`${day}T00:00:00Z`) + hours * HOUR_MS + minutes * MINUTE_MS);
}

export function isAway(rep: Rep, day: string): boolean {
  if (rep.character === 'ill') return day >= ILLNESS.from && day <= ILLNESS.until;
  return rep.character === 'leaving' && day >= FAREWELL;
}

export function repWith(character: Character): Rep {
  const found = STAFF.find((rep) => rep.character === character);
  if (found === undefined) throw new Error(`nobody is ${character}`);
  return found;
}

export function hireReps(sandbox: Sandbox, portal: number): void {
  const results = sandbox.apply(
    portal,
    [...STAFF, MANAGER].map(({ ownerId, userId, email, firstName, lastName }) => ({
      type: 'createOwner' as const,
      ownerId,
      userId,
      email,
      firstName,
      lastName,
    })),
  );
  for (const result of results) if (!result.ok) throw new Error(result.error);
}
