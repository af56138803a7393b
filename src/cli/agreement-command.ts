// `agreement new FILE` and `agreement check FILE`.
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { readTemplate } from '#agreement/template.ts';
import { systemClock } from '#platform/clock.ts';
import { agreementCheck } from './agreement-check.ts';
import { UsageError } from './usage.ts';

export async function agreementCommand(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { language: { type: 'string', default: 'en' } },
  });
  const [action, file, ...rest] = positionals;
  if (action !== 'check' && action !== 'new')
    throw new UsageError(action === undefined ? 'What about the agreement?' : `Unknown action ${action}.`);
  if (file === undefined) throw new UsageError('Which file?');
  if (rest.length > 0) throw new UsageError('One file at a time.');
  const { language } = values;
  if (language !== 'en' && language !== 'fr') throw new UsageError('The language is en or fr.');
  if (action === 'new') return writeTemplate(file, language);
  const year = new Date(systemClock.nowMs()).getUTCFullYear();
  const { exitCode, output } = await agreementCheck(file, language, year);
  (exitCode === 0 ? process.stdout : process.stderr).write(`${output}\n`);
  return exitCode;
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
