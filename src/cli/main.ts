// `npm run accord -- <command>`.
import { runCommand } from './run-command.ts';

// Set, not exited with: what is running (start, serve, work, sandbox) keeps the process until a signal ends it.
process.exitCode = await runCommand(process.argv.slice(2));
