// Finds the command, runs it, says in one line what went wrong.
import { nearest } from '#agreement/nearest.ts';
import { AppError } from '#platform/errors.ts';
import { COMMANDS, type Command } from './commands.ts';
import { UsageError } from './usage.ts';

/** Answers the exit code: 0, 1 for a failure, 2 for a wrong call. */
export async function runCommand(argv: readonly string[]): Promise<number> {
  const [name = '--help', ...args] = argv;
  if (['--help', '-h', 'help'].includes(name)) return printHelp();
  const command = COMMANDS.find((one) => one.name === name);
  if (command === undefined) return refuse(unknown(name));
  if (args.includes('--help') && command.name !== 'demo')
    return print(`npm run accord -- ${command.usage}\n  ${command.summary}`);
  return attempt(command, args);
}

async function attempt(command: Command, args: readonly string[]): Promise<number> {
  try {
    if (command.takesNothing === true && args.length > 0)
      throw new UsageError(`${command.name} takes nothing: ${args.join(' ')} is too much.`);
    return await command.run(args);
  } catch (error) {
    if (isWrongCall(error)) return refuse(`${error.message}\nUsage: npm run accord -- ${command.usage}`);
    if (!(error instanceof AppError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 1;
  }
}

/** parseArgs says itself which option it does not know. */
function isWrongCall(error: unknown): error is Error {
  if (error instanceof UsageError) return true;
  return error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
}

function unknown(name: string): string {
  const near = nearest(
    name,
    COMMANDS.map((command) => command.name),
  );
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
