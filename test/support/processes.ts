// Child processes of a test: started with Node's own TypeScript, spoken to by messages, killed by their own id.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

export interface TestProcess {
  readonly child: ChildProcess;
  readonly pid: number;
  /** The next message of that kind, or one that came before. Rejects when the process ends first. */
  message<T extends object>(kind: string): Promise<T>;
  /** Lets it end by itself; resolves when it has. */
  finish(): Promise<void>;
  kill(signal: NodeJS.Signals): Promise<void>;
}

interface Message {
  readonly kind: string;
}

/** `program` is a file of test/support/programs without its ending. */
export function startProcess(
  program: string,
  args: readonly string[],
  options: { readonly detached?: boolean } = {},
): TestProcess {
  const child = fork(join(import.meta.dirname, 'programs', `${program}.ts`), [...args], {
    execArgv: [],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    detached: options.detached ?? false,
  });
  const messages: Message[] = [];
  child.on('message', (message: Message) => messages.push(message));
  const exited = once(child, 'exit');
  return {
    child,
    pid: child.pid!,
    message: (kind) => nextMessage(child, messages, kind),
    finish: async () => {
      // The callback takes the error of a process that is just ending by itself.
      if (child.exitCode === null && child.signalCode === null && child.connected) {
        child.send({ kind: 'finish' }, () => undefined);
      }
      await exited;
    },
    kill: async (signal) => {
      if (child.exitCode === null && child.signalCode === null) child.kill(signal);
      await exited;
    },
  };
}

function nextMessage<T extends object>(child: ChildProcess, seen: Message[], kind: string): Promise<T> {
  return new Promise((resolve, reject) => {
    const look = (): void => {
      const index = seen.findIndex((message) => message.kind === kind);
      if (index >= 0) {
        child.off('message', look);
        child.off('exit', fail);
        // The program next door sends it in this shape.
        resolve(seen.splice(index, 1)[0] as T);
      }
    };
    const fail = (code: number | null): void =>
      reject(new Error(`the process ended with ${code} before "${kind}"`));
    child.on('message', look);
    child.once('exit', fail);
    look();
  });
}
