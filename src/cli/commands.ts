// Every command: how it is called, what it is for, who runs it.
import { agreementCommand } from './agreement-command.ts';
import { agreementPortalCommand, PORTAL_ACTIONS } from './agreement-portal-command.ts';
import { backfillCommand } from './backfill-command.ts';
import { backlogCommand } from './backlog-command.ts';
import { configCommand } from './config-command.ts';
import { disconnectCommand } from './disconnect-command.ts';
import { runDoctor } from './doctor.ts';
import { eraseCommand } from './erase-command.ts';
import { keysCommand } from './keys-command.ts';
import {
  effectsCommand,
  listPortals,
  parkedCommand,
  pausePortal,
  provisionPortal,
  resumePortal,
} from './portal-commands.ts';
import { rebuildCommand } from './rebuild-command.ts';
import { reconcileCommand } from './reconcile-command.ts';
import { replayCommand } from './replay-command.ts';
import { retentionCommand } from './retention-command.ts';
import { runSandbox } from './sandbox-command.ts';
import { migrateOnly, serve, startAll, work } from './serve.ts';
import { sweepCommand } from './sweep-command.ts';

export interface Command {
  readonly name: string;
  readonly usage: string;
  readonly summary: string;
  readonly takesNothing?: boolean;
  /** The exit code; a command that goes on running answers 0 once it has started. */
  readonly run: (args: readonly string[]) => Promise<number>;
}

export const COMMANDS: readonly Command[] = [
  {
    name: 'demo',
    usage: 'demo [--help]',
    summary: 'A believable portal comes alive, is observed, then run.',
    run: demo,
  },
  {
    name: 'start',
    usage: 'start',
    takesNothing: true,
    summary: 'Web and worker in one process.',
    run: startAll,
  },
  { name: 'serve', usage: 'serve', takesNothing: true, summary: 'The web process alone.', run: serve },
  { name: 'work', usage: 'work', takesNothing: true, summary: 'A worker process alone.', run: work },
  {
    name: 'migrate',
    usage: 'migrate',
    takesNothing: true,
    summary: 'Brings the database up to this release.',
    run: migrateOnly,
  },
  {
    name: 'portals',
    usage: 'portals',
    takesNothing: true,
    summary: 'HubSpot accounts that installed the app, and their mode.',
    run: listPortals,
  },
  {
    name: 'provision',
    usage: 'provision PORTAL',
    summary: 'Creates Accord’s properties in HubSpot; needed before anything is switched on.',
    run: provisionPortal,
  },
  {
    name: 'effects',
    usage: 'effects PORTAL [on|off EFFECT...]',
    summary: 'Shows or switches what Accord writes: scores, stage, owner, tasks, consequences.',
    run: effectsCommand,
  },
  {
    name: 'pause',
    usage: 'pause PORTAL',
    summary: 'Stops all writing to an account at once.',
    run: pausePortal,
  },
  {
    name: 'resume',
    usage: 'resume PORTAL',
    summary: 'Ends a pause; what happened meanwhile is baseline.',
    run: resumePortal,
  },
  {
    name: 'backlog',
    usage: 'backlog PORTAL [release --per-rep-and-day N [--limit N] | stop]',
    summary:
      'Leads from before the switch-on, best first, and how long they take; releases them, stops that.',
    run: backlogCommand,
  },
  {
    name: 'parked',
    usage: 'parked PORTAL [retry]',
    summary: 'Changes HubSpot did not take, and why; tries them again.',
    run: parkedCommand,
  },
  {
    name: 'disconnect',
    usage:
      'disconnect PORTAL [--tasks close|keep] [--properties keep|clear] [--data keep|erase --confirm PORTAL]',
    summary: 'Ends an install: closes Accord’s tasks, tells HubSpot, keeps or erases what is stored.',
    run: disconnectCommand,
  },
  {
    name: 'sweep',
    usage: 'sweep PORTAL [--language en|fr]',
    summary: 'Finds leads, tasks and events that nobody looks after; mends what it can and tells the rest.',
    run: sweepCommand,
  },
  {
    name: 'reconcile',
    usage: 'reconcile PORTAL [--language en|fr]',
    summary: 'Compares HubSpot with Accord’s ledger now, mends what differs, and says what it was.',
    run: reconcileCommand,
  },
  {
    name: 'rebuild',
    usage: 'rebuild PORTAL [--language en|fr]',
    summary: 'After the database was lost: what was taken over from HubSpot, and what is gone.',
    run: rebuildCommand,
  },
  {
    name: 'backfill',
    usage: 'backfill PORTAL [pause|resume]',
    summary: 'How far the first reading of an account’s contacts is; stops it, goes on with it.',
    run: backfillCommand,
  },
  {
    name: 'erase',
    usage: 'erase PORTAL CONTACT|EMAIL',
    summary: 'Erases all that is kept of a contact here, for good; HubSpot is not touched.',
    run: eraseCommand,
  },
  {
    name: 'retention',
    usage: 'retention show PORTAL | set PORTAL [--events DAYS] [--decisions DAYS]',
    summary: 'How long events and what decisions were made from are kept; what is older goes at night.',
    run: retentionCommand,
  },
  {
    name: 'agreement',
    usage:
      'agreement new FILE | check FILE [--portal PORTAL [--agreement ID]] [--json] | render FILE [--format html|markdown] [--out FILE] | diff A B [--json] [--language en|fr] | preview FILE --portal PORTAL | revert|verify --portal PORTAL',
    summary:
      'Writes a copy of the template; names every problem of a document with its line and fix; writes the contract to sign; says what changes between two; shows what it would change in an account; prepares a revert.',
    run: (args) =>
      PORTAL_ACTIONS.includes(args[0] ?? '') ? agreementPortalCommand(args) : agreementCommand(args),
  },
  {
    name: 'replay',
    usage: 'replay DECISION | --portal PORTAL --all',
    summary: 'Makes stored decisions again and compares them byte for byte.',
    run: replayCommand,
  },
  {
    name: 'sandbox',
    usage: 'sandbox [--port N] [--webhooks URL]',
    summary: 'A HubSpot account on this machine, to try Accord with.',
    run: runSandbox,
  },
  {
    name: 'keys',
    usage: 'keys [rotate]',
    summary: 'Which encryption keys are in use; seals everything anew with the first one.',
    run: keysCommand,
  },
  {
    name: 'doctor',
    usage: 'doctor',
    takesNothing: true,
    summary: 'What is configured, what can be reached, whether clocks agree.',
    run: runDoctor,
  },
  {
    name: 'config',
    usage: 'config [--markdown]',
    summary: 'Every environment variable with its default and meaning.',
    run: configCommand,
  },
];

/** Loaded only when asked for: it brings the sandbox and its generator along. */
async function demo(args: readonly string[]): Promise<number> {
  const { runDemo } = await import('#demo/run.ts');
  // Everything is closed by then; a play that was interrupted may still hold a timer or a socket.
  return process.exit(await runDemo(args));
}
