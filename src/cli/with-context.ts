// Opens Accord for one command from the environment, and closes it afterwards.
import { err, ok, type Result } from '#domain/result.ts';
import { type Config, readConfig } from '#platform/config.ts';
import { type Context, createContext } from '#src/context.ts';

/** Null when the environment is not fit; its problems have been printed. */
function readEnvironment(quiet = false): Config | null {
  const config = readConfig(process.env);
  if (!config.ok) {
    process.stderr.write(`${config.error.join('\n')}\n`);
    return null;
  }
  // A command that prints its result says nothing else below an error.
  return quiet && process.env['LOG_LEVEL'] === undefined
    ? { ...config.value, logLevel: 'error' }
    : config.value;
}

export async function withContext(run: (context: Context) => Promise<number>): Promise<number> {
  const config = readEnvironment(true);
  if (config === null) return 1;
  const context = await createContext(config, { part: 'cli', poolSize: 4 });
  try {
    return await run(context);
  } finally {
    await context.close();
  }
}

/** For long-running commands: the context stays open until a signal. */
export async function openContext(part: string): Promise<Result<Context, number>> {
  const config = readEnvironment();
  return config === null ? err(1) : ok(await createContext(config, { part }));
}
