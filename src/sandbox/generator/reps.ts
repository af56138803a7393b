// The sales team of a generated portal: active reps, and one who left and still owns old leads.
import { addOwner } from '#sandbox/crm/users.ts';
import type { Owner, Portal } from '#sandbox/model.ts';
import type { Random } from '#sandbox/random.ts';
import { drawPerson, plainLetters } from './people.ts';

const FIRST_OWNER_ID = 70_000_001;
const FIRST_USER_ID = 9_001;

export interface Reps {
  readonly reps: readonly string[];
  readonly formerRep: string;
}

export function createReps(
  portal: Portal,
  random: Random,
  team: { readonly count: number; readonly atMs: number },
): Reps {
  const ids = Array.from({ length: team.count + 1 }, (_, index) => {
    const owner = drawOwner(portal, random, { index, atMs: team.atMs, archived: index === team.count });
    addOwner(portal, owner);
    return owner.id;
  });
  return { reps: ids.slice(0, -1), formerRep: ids.at(-1) ?? '' };
}

function drawOwner(
  portal: Portal,
  random: Random,
  place: { index: number; atMs: number; archived: boolean },
): Owner {
  const isFrench = random.chance(0.6);
  const person = drawPerson(random, isFrench ? 'fr' : 'en');
  const serial = portal.owners.size;
  const team = isFrench
    ? { id: '501', name: 'France', primary: true }
    : { id: '502', name: 'International', primary: true };
  return {
    id: String(FIRST_OWNER_ID + serial),
    email: `${plainLetters(person.firstName)}.${plainLetters(person.lastName)}.${serial}@${portal.hubDomain}`,
    userId: FIRST_USER_ID + serial,
    firstName: person.firstName,
    lastName: person.lastName,
    createdAtMs: place.atMs,
    updatedAtMs: place.atMs,
    archived: place.archived,
    hasSeat: true,
    teams: [team],
  };
}
