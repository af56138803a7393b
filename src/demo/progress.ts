// Progress while the demo runs: one line that rewrites itself on a terminal, lines of its own elsewhere.
export interface Progress {
  /** A line that the next one may replace. */
  update(text: string): void;
  /** A line that stays. */
  say(text: string): void;
}

const EVERY_MS = 4_000;

export function createProgress(out: NodeJS.WriteStream, nowMs: () => number): Progress {
  let lastMs = 0;
  let isOpen = false;
  const close = (): void => {
    if (isOpen) out.write('\n');
    isOpen = false;
  };
  return {
    update: (text) => {
      if (out.isTTY) {
        out.write(`\r\u001b[2K  ${text}`);
        isOpen = true;
      } else if (nowMs() - lastMs >= EVERY_MS) {
        lastMs = nowMs();
        out.write(`  ${text}\n`);
      }
    },
    say: (text) => {
      close();
      out.write(`${text}\n`);
    },
  };
}
