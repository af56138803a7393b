// `accord erase PORTAL CONTACT|EMAIL`: all that is kept of a person, on the spot as far as that goes.
import { eraseDue } from '#pipeline/erasure/erase-due.ts';
import { notInstalled } from './portal-commands.ts';
import { requirePortalId, UsageError } from './usage.ts';
import { withContext } from './with-context.ts';

const WAIT_MS = 30_000;

export async function eraseCommand(args: readonly string[]): Promise<number> {
  const [portal, person, ...rest] = args;
  const portalId = requirePortalId(portal);
  const isEmail = person?.includes('@') ?? false;
  if (person === undefined || !(isEmail || /^\d{1,20}$/.test(person)))
    throw new UsageError(
      'Which contact? HubSpot’s record id, as it stands in the address of the record, or the e-mail address.',
    );
  if (rest.length > 0) throw new UsageError(`One contact at a time: ${rest.join(' ')} is too much.`);
  return withContext(async ({ admin, erasures, reports }) => {
    if (!(await reports.hasPortal(portalId))) {
      process.stderr.write(`${notInstalled(portalId)}\n`);
      return 1;
    }
    const by = { actor: 'operator', origin: 'cli', role: 'admin' } as const;
    const contactIds = isEmail ? await admin.findPerson(portalId, person) : [person];
    if (contactIds.length === 0) {
      process.stderr.write('Nobody has this address, in HubSpot or here.\n');
      return 1;
    }
    const { isNew, hashes } = await erasures.store.request(portalId, { contactIds, by });
    await eraseDue(erasures, AbortSignal.timeout(WAIT_MS));
    process.stdout.write(
      isNew
        ? 'Nothing of the contact is judged or written any more. What is kept of it goes now; the workers look for the last traces within a minute.\n'
        : 'The contact was erased before, or is being erased.\n',
    );
    for (const hash of hashes)
      process.stdout.write(`How far it is: GET /api/v1/portals/${portalId}/erasures/${hash}\n`);
    return 0;
  });
}
