// Second half of step 9: what a person on the record card, or a workflow, asked for in so many words (10.12) — hand the lead
// over, or take it back from sales into a track of nurture. HubSpot's properties know no such wish: it is a fact of our own.
import { type Course, isIdle, isOpen, recycle, withState } from './course.ts';
import { handOverByHand } from './hand-over.ts';
import type { Cell } from './lead.ts';
import { RANKS, rankOf } from './lifecycle-order.ts';
import { SALES_REQUEST } from './names.ts';

/** How a cycle ends that was ended on request; the track follows the colon. */
const ON_REQUEST = 'request';

export type SalesRequest =
  | { readonly kind: 'handOver' }
  /** Track '': as the agreement's rules say. */
  | { readonly kind: 'recycle'; readonly track: string };

/** As the cell holds it: `handOver`, `recycle`, `recycle:<track>`. */
export function writeRequest(request: SalesRequest): string {
  if (request.kind === 'handOver' || request.track === '') return request.kind;
  return `${request.kind}:${request.track}`;
}

/** Each request is heard once; one of before the switch-on never is. */
export function hearRequest(course: Course): Course {
  const cell = course.view.facts.contact[SALES_REQUEST];
  const request = cell === undefined ? null : readRequest(cell.value);
  if (cell === undefined || request === null || !isNewRequest(course, cell)) return course;
  const heard = withState(course, { requestedAt: cell.at });
  if (request.kind === 'handOver')
    return mayBeHandedOver(heard) ? handOverByHand(heard, 'handedOver') : heard;
  const reason = request.track === '' ? ON_REQUEST : `${ON_REQUEST}:${request.track}`;
  return isOpen(heard.state) ? recycle(heard, reason) : heard;
}

/** The track that was asked for; null where the cycle ended otherwise. */
export function requestedTrack(recycleReason: string): string | null {
  return recycleReason.startsWith(`${ON_REQUEST}:`) ? recycleReason.slice(ON_REQUEST.length + 1) : null;
}

function readRequest(value: string): SalesRequest | null {
  if (value === 'handOver') return { kind: 'handOver' };
  const [kind, ...track] = value.split(':');
  return kind === 'recycle' ? { kind, track: track.join(':') } : null;
}

function isNewRequest({ state, context }: Course, { at }: Cell): boolean {
  return at > context.baselineAt && (state.requestedAt === undefined || at > state.requestedAt);
}

/** Whatever its score, like a stage set by hand (5a.3); not from beyond the funnel. */
function mayBeHandedOver({ agreement, state, verdict, wasIdle }: Course): boolean {
  const isBefore = rankOf(agreement.stages, state.stage.value) < RANKS.opportunity;
  return wasIdle && isIdle(state) && verdict.inScope && isBefore;
}
