// `accord disconnect PORTAL`: ends an install from our side, with what the admin chose to leave behind.
import { parseArgs } from 'node:util';
import type { Disconnected, DisconnectWish } from '#pipeline/disconnect.ts';
import { notInstalled } from './portal-commands.ts';
import { requirePortalId, UsageError } from './usage.ts';
import { withContext } from './with-context.ts';

export async function disconnectCommand(args: readonly string[]): Promise<number> {
  const { positionals, values } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      tasks: { type: 'string', default: 'close' },
      properties: { type: 'string', default: 'keep' },
      data: { type: 'string', default: 'keep' },
      confirm: { type: 'string' },
    },
  });
  const [portal, ...rest] = positionals;
  if (rest.length > 0) throw new UsageError(`One account at a time: ${rest.join(' ')} is too much.`);
  const portalId = requirePortalId(portal);
  const wish: DisconnectWish = {
    tasks: oneOf(values.tasks, { option: 'tasks', choices: ['close', 'keep'] }),
    properties: oneOf(values.properties, { option: 'properties', choices: ['clear', 'keep'] }),
    data: oneOf(values.data, { option: 'data', choices: ['keep', 'erase'] }),
  };
  if (wish.data === 'erase' && values.confirm !== portalId) {
    throw new UsageError(
      `Erasing cannot be taken back: all leads, decisions, agreements and signatures of this account go. Add --confirm ${portalId}.`,
    );
  }
  return withContext(async ({ admin }) => {
    const by = { actor: 'operator', origin: 'cli' } as const;
    const outcome = await admin.disconnect(portalId, { wish, by });
    if (outcome.ok) return tell(outcome.value);
    if (outcome.error.kind === 'not-installed') return fail(notInstalled(portalId));
    return fail(
      `HubSpot did not take all of it (${outcome.error.code}). Nothing is written there any more; run this again in some minutes, it goes on where it ended.`,
    );
  });
}

function oneOf<const Choice extends string>(
  value: string,
  { option, choices }: { readonly option: string; readonly choices: readonly Choice[] },
): Choice {
  const choice = choices.find((one) => one === value);
  if (choice === undefined) throw new UsageError(`--${option} is ${choices.join(' or ')}, not ${value}.`);
  return choice;
}

function tell({ uninstall, tasksClosed, propertiesCleared, propertiesKept, erased }: Disconnected): number {
  const lines = [
    uninstall === 'done'
      ? 'Uninstalled. HubSpot mails the super admins of the account.'
      : 'HubSpot had ended the install before; nothing could be tidied up there.',
    `Tasks completed: ${tasksClosed}. Properties removed: ${propertiesCleared}.`,
    ...propertiesKept.map(({ name, message }) => `HubSpot kept ${name}: ${message}`),
    ...Object.entries(erased).map(([table, rows]) => `Erased: ${rows} rows of ${table}.`),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
  return 0;
}

function fail(text: string): number {
  process.stderr.write(`${text}\n`);
  return 1;
}
