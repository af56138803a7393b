// `npm run accord -- <command>`: finds the command, runs it, says in one line what went wrong.
import { nearest } from '#agreement/nearest.ts';
import { AppError } from '#platform/errors.ts';
import { COMMANDS } from './commands.ts';
import { UsageError } from './usage.ts';

const [name = '--help', ...args] = process.argv.slice(2);
// Set, not exited with: what is running (serve, work) keeps the process until a signal ends it.
process.exitCode = await main(name, args);

async function main(name: string, args: readonly string[]): Promise<number> {
  if (['--help', '-h', 'help'].includes(name)) return printHelp();
  const command = COMMANDS.find((one) => one.name === name);
  if (command === undefined) return refuse(unknown(name));
  if (args.includes('--help') && command.name !== 'demo') return print(`npm run accord -- ${command.usage}\n  ${command.summary}`);
  try {
    return await command.run(args);
  } catch (error) {
    if (error instanceof UsageError) return refuse(`${error.message}\nUsage: npm run accord -- ${command.usage}`);
    // parseArgs says itself which option it does not know.
    if (error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')) {
      return refuse(`${error.message}\nUsage: npm run accord -- ${command.usage}`);
    }
    if (!(error instanceof AppError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 1;
  }
}

function unknown(name: string): string {
  const near = nearest(name, COMMANDS.map((command) => command.name));
  return `Unknown command ${name}.${near === undefined ? '' : ` Did you mean ${near}?`} All commands: npm run accord -- --help`;
}

function refuse(message: string): number {
  process.stderr.write(`${message}\n`);
  return 2;
}

function printHelp(): number {
  const width = Math.max(...COMMANDS.map(({ usage }) => usage.length));
  const lines = COMMANDS.map(({ usage, summary }) => `  ${usage.padEnd(width)}  ${summary}`);
  return print(['npm run accord -- <command>', '', ...lines].join('\n'));
}

function print(text: string): number {
  process.stdout.write(`${text}\n`);
  return 0;
}
