// What must not stand in a log (I10): every token, address, number and name that the run has used.
import { ADMIN_TOKEN, CLIENT_SECRET, type World } from './world.ts';

const PERSONAL = [
  'email',
  'firstname',
  'lastname',
  'phone',
  'mobilephone',
  'company',
  'hs_additional_emails',
  'accord_reject_note',
];
/** Shorter ones are words of every log. */
const SHORTEST = 4;

/**
 * What HubSpot holds of people now, whom somebody deleted included. A merge mixes two of them and an erasure leaves nothing:
 * whoever does that asks before.
 */
export function peopleIn({ state }: World['sandbox']): readonly string[] {
  return [...state.portals.values()].flatMap(({ owners, objects: { contacts } }) => [
    ...[...owners.values()].flatMap(({ email, firstName, lastName }) => [
      email,
      `${firstName} ${lastName}`,
      lastName,
    ]),
    ...[...contacts.live.values(), ...contacts.archived.values()].flatMap(({ values }) =>
      PERSONAL.map((name) => values[name] ?? ''),
    ),
  ]);
}

/** What of it the log holds; and how much was looked for. `known`: people of before (peopleIn). */
export function findLeaks(
  { sandbox, encryptionKey }: Pick<World, 'sandbox' | 'encryptionKey'>,
  log: string,
  known: Iterable<string> = [],
): { readonly found: readonly string[]; readonly looked: number } {
  const { oauth } = sandbox.state;
  const secrets = [
    ADMIN_TOKEN,
    CLIENT_SECRET,
    encryptionKey,
    ...oauth.access.keys(),
    ...oauth.refresh.keys(),
    ...oauth.codes.keys(),
  ];
  // Names are looked for among the words that the log has, since there are thousands; the rest as they are.
  const words = new Set(log.match(/[\p{L}\p{M}’'-]+/gu));
  const isIn = (text: string): boolean =>
    /^[\p{L}\p{M}’'-]+$/u.test(text) ? words.has(text) : log.includes(text);
  const wanted = [...new Set([...secrets, ...peopleIn(sandbox), ...known])].filter(
    (text) => text.length >= SHORTEST,
  );
  return { found: wanted.filter(isIn), looked: wanted.length };
}
