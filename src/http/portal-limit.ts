// How often the users and workflows of one HubSpot account may call: whatever one account does, the others are served. Per
// process, in windows of ten seconds; counted is only what HubSpot has signed.
import type { Clock } from '#platform/clock.ts';
import { HttpProblem, inWords } from './problem.ts';
import { problemWords } from './problem-words.ts';

const WINDOW_MS = 10_000;
/** Twice what HubSpot lets a card send at once, and more than a workflow's 20 a second. */
const REQUESTS_PER_WINDOW = 400;

/** Throws a 429 with Retry-After, which HubSpot's workflows heed. */
export function createPortalLimit(
  clock: Clock,
  max: number = REQUESTS_PER_WINDOW,
): (portalId: string) => void {
  let window = { number: -1, counts: new Map<string, number>() };
  return (portalId) => {
    const number = Math.floor(clock.nowMs() / WINDOW_MS);
    // A new window forgets all of them: the map never grows beyond the portals of ten seconds.
    if (number !== window.number) window = { number, counts: new Map() };
    const count = (window.counts.get(portalId) ?? 0) + 1;
    window.counts.set(portalId, count);
    if (count <= max) return;
    const headers = { 'Retry-After': String(WINDOW_MS / 1_000) };
    throw new HttpProblem(
      inWords(problemWords('tooManyRequests'), { status: 429, code: 'TOO_MANY_REQUESTS', headers }),
    );
  };
}
