// `agreement new FILE` and `agreement check FILE`, also against one HubSpot account.
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { readTemplate } from '#agreement/template.ts';
import { portalId } from '#domain/ids.ts';
import { agreementCheck, agreementCheckPortal, type CheckOutcome } from './agreement-check.ts';
import { notInstalled } from './portal-commands.ts';
import { requirePortalId, UsageError } from './usage.ts';
import { withContext } from './with-context.ts';

export async function agreementCommand(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { language: { type: 'string', default: 'en' }, portal: { type: 'string' } },
  });
  const [action, file, ...rest] = positionals;
  if (action !== 'check' && action !== 'new')
    throw new UsageError(action === undefined ? 'What about the agreement?' : `Unknown action ${action}.`);
  if (file === undefined) throw new UsageError('Which file?');
  if (rest.length > 0) throw new UsageError('One file at a time.');
  const { language, portal } = values;
  if (language !== 'en' && language !== 'fr') throw new UsageError('The language is en or fr.');
  return action === 'new' ? writeTemplate(file, language) : check(file, language, portal);
}

async function check(file: string, language: 'en' | 'fr', portal: string | undefined): Promise<number> {
  const { exitCode, output } =
    portal === undefined
      ? await agreementCheck(file, language)
      : await checkAtPortal(file, language, requirePortalId(portal));
  (exitCode === 0 ? process.stdout : process.stderr).write(`${output}\n`);
  return exitCode;
}

/** However many filters a document has, each takes a search. */
const CHECK_TIMEOUT_MS = 300_000;

async function checkAtPortal(file: string, language: 'en' | 'fr', portal: string): Promise<CheckOutcome> {
  let outcome: CheckOutcome = { exitCode: 2, output: notInstalled(portal) };
  const code = await withContext(async ({ hubspot, reports, clock }) => {
    if (!(await reports.hasPortal(portal))) return 0;
    const signal = AbortSignal.timeout(CHECK_TIMEOUT_MS);
    const call = { portalId: portalId(portal), lane: 'live', signal } as const;
    const access = { portalId: portal, hubspot, call, nowMs: clock.nowMs(), language };
    outcome = await agreementCheckPortal(file, access);
    return 0;
  });
  return code === 0 ? outcome : { exitCode: 2, output: '' };
}

/** A copy of the template to edit; a file that exists is left alone. */
async function writeTemplate(file: string, language: 'en' | 'fr'): Promise<number> {
  try {
    await writeFile(file, await readTemplate(language), { flag: 'wx' });
  } catch (error) {
    const exists = error instanceof Error && 'code' in error && error.code === 'EEXIST';
    process.stderr.write(
      `${file} ${exists ? 'exists already and was left as it is' : 'cannot be written'}.\n`,
    );
    return 1;
  }
  process.stdout.write(`${file} written. Next: npm run accord -- agreement check ${file}\n`);
  return 0;
}
