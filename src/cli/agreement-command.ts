// `agreement check FILE`.
import { parseArgs } from 'node:util';
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
  if (action !== 'check')
    throw new UsageError(action === undefined ? 'What about the agreement?' : `Unknown action ${action}.`);
  if (file === undefined) throw new UsageError('Which file?');
  if (rest.length > 0) throw new UsageError('One file at a time.');
  const { language } = values;
  if (language !== 'en' && language !== 'fr') throw new UsageError('The language is en or fr.');
  const year = new Date(systemClock.nowMs()).getUTCFullYear();
  const { exitCode, output } = await agreementCheck(file, language, year);
  (exitCode === 0 ? process.stdout : process.stderr).write(`${output}\n`);
  return exitCode;
}
