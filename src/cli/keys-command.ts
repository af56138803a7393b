// `accord keys`: which encryption keys are in use; `keys rotate` seals everything anew with the first one.
import type { KeyUse } from '#store/rotate-keys.ts';
import { renderTable } from './table.ts';
import { UsageError } from './usage.ts';
import { withContext } from './with-context.ts';

export async function keysCommand(args: readonly string[]): Promise<number> {
  const [action, ...rest] = args;
  if (rest.length > 0 || (action !== undefined && action !== 'rotate'))
    throw new UsageError(`Unknown: keys ${args.join(' ')}. There is keys, and keys rotate.`);
  return withContext(async ({ keys }) => {
    if (action === undefined) return show(await keys.readUse(), keys.first);
    const { resealed, unreadable } = await keys.rotate({ actor: 'operator', origin: 'cli' });
    process.stdout.write(`${resealed} values sealed anew with ${keys.first}.\n`);
    if (unreadable === 0) return show(await keys.readUse(), keys.first);
    process.stderr.write(
      `${unreadable} values could not be opened: put the key that sealed them back into ENCRYPTION_KEYS, behind the first, and run this again.\n`,
    );
    return 1;
  });
}

function show(use: readonly KeyUse[], first: string): number {
  const rows = use.map(({ keyId, values }) => [
    keyId,
    String(values),
    keyId === first ? 'seals' : 'only opens: keys rotate',
  ]);
  process.stdout.write(
    rows.length === 0
      ? `Nothing is sealed yet; ${first} will seal.\n`
      : `${renderTable(['key', 'values', ''], rows)}\n`,
  );
  if (use.every(({ keyId }) => keyId === first))
    process.stdout.write(`Keys other than ${first} may be taken out of ENCRYPTION_KEYS.\n`);
  return 0;
}
