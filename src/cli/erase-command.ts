// `accord erase PORTAL CONTACT`: all that is kept of a person, on the spot as far as that goes.
import { eraseDue } from '#pipeline/erasure/erase-due.ts';
import { notInstalled } from './portal-commands.ts';
import { requirePortalId, UsageError } from './usage.ts';
import { withContext } from './with-context.ts';

const WAIT_MS = 30_000;

export async function eraseCommand(args: readonly string[]): Promise<number> {
  const [portal, contactId, ...rest] = args;
  const portalId = requirePortalId(portal);
  if (contactId === undefined || !/^\d{1,20}$/.test(contactId))
    throw new UsageError('Which contact? HubSpot’s record id, as it stands in the address of the record.');
  if (rest.length > 0) throw new UsageError(`One contact at a time: ${rest.join(' ')} is too much.`);
  return withContext(async ({ erasures, reports }) => {
    if (!(await reports.hasPortal(portalId))) {
      process.stderr.write(`${notInstalled(portalId)}\n`);
      return 1;
    }
    const by = { actor: 'operator', origin: 'cli', role: 'admin' } as const;
    const isNew = await erasures.store.request(portalId, { contactId, by });
    await eraseDue(erasures, AbortSignal.timeout(WAIT_MS));
    process.stdout.write(
      isNew
        ? 'Nothing of the contact is judged or written any more. What is kept of it goes now; the workers look for the last traces within a minute.\n'
        : 'The contact was erased before, or is being erased.\n',
    );
    return 0;
  });
}
