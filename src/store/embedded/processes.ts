// Questions about processes that are not ours.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** True also for a process of somebody else (EPERM). */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/**
 * True only when the system shows that process and it does not run `program`: ids are given out again after a
 * reboot, and a killed process that nobody reaps (a container without init) keeps its id but has no command line.
 */
export function isNotRunning(pid: number, program: string): boolean {
  const command = readCommand(pid);
  return command !== null && !command.includes(program);
}

function readCommand(pid: number): string | null {
  try {
    if (process.platform === 'linux') return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
    if (process.platform === 'win32') return null;
    const shown = execFileSync('ps', ['-p', String(pid), '-o', 'stat=,args='], { encoding: 'utf8' }).trim();
    return shown.startsWith('Z') ? '' : shown;
  } catch {
    return null; // Gone in the meantime, or hidden from us: nothing is known.
  }
}
