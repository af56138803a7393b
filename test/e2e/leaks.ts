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
];
/** Shorter ones are words of every log. */
const SHORTEST = 4;

/** What of it the log holds; and how much was looked for. */
export function findLeaks(
  { sandbox, encryptionKey }: Pick<World, 'sandbox' | 'encryptionKey'>,
  log: string,
): { readonly found: readonly string[]; readonly looked: number } {
  const { oauth, portals } = sandbox.state;
  const secrets = [
    ADMIN_TOKEN,
    CLIENT_SECRET,
    encryptionKey,
    ...oauth.access.keys(),
    ...oauth.refresh.keys(),
    ...oauth.codes.keys(),
  ];
  const people = [...portals.values()].flatMap((portal) => [
    ...[...portal.owners.values()].flatMap(({ email, firstName, lastName }) => [
      email,
      `${firstName} ${lastName}`,
      lastName,
    ]),
    ...[...portal.objects.contacts.live.values()].flatMap(({ values }) =>
      PERSONAL.map((name) => values[name] ?? ''),
    ),
  ]);
  // Names are looked for among the words that the log has, since there are thousands; the rest as they are.
  const words = new Set(log.match(/[\p{L}\p{M}’'-]+/gu));
  const isIn = (text: string): boolean =>
    /^[\p{L}\p{M}’'-]+$/u.test(text) ? words.has(text) : log.includes(text);
  const wanted = [...new Set([...secrets, ...people])].filter((text) => text.length >= SHORTEST);
  return { found: wanted.filter(isIn), looked: wanted.length };
}
