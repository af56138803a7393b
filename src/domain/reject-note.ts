// What sales wrote beside a no and its reason (R41), for marketing to read. It decides nothing: with or without it the lead stands
// where it stands.
import type { Instant } from './agreement.ts';
import { readCardAnswer } from './card-answer.ts';
import { type Course, withState } from './course.ts';
import type { LeadFacts, LeadState } from './lead.ts';
import { CARD_ANSWER, REJECT_NOTE_PROPERTY } from './names.ts';

/** What a rep types into HubSpot's own field may be longer: the rest is not kept. */
export const MAX_REJECT_NOTE = 1_000;

/** Of recycleReason. */
const REJECTED = 'rejected:';

interface Judged {
  readonly facts: LeadFacts;
  readonly state: LeadState;
}

/** One that came with the answer before a hand-over is of the cycle before. Of merged leads the later hand-over may be the other's. */
function isOfThisCycle({ handedOverAt, handOvers }: LeadState, at: Instant): boolean {
  return at > (handedOverAt ?? handOvers.at(-1) ?? '');
}

/** A no that stands, with its reason or still without. */
function isRejected({ status, recycleReason }: LeadState): boolean {
  return status === 'rejected' || recycleReason.startsWith(REJECTED);
}

/** The note that the card gave and that nobody has written over in HubSpot since; '' for none. */
function cardNote({ facts, state }: Judged): string {
  const cell = facts.contact[CARD_ANSWER];
  if (cell === undefined || !isOfThisCycle(state, cell.at)) return '';
  const { word, note } = readCardAnswer(cell.value);
  const isNewest = cell.at >= (facts.contact[REJECT_NOTE_PROPERTY]?.at ?? '');
  return isNewest && word.toLowerCase() === 'reject' ? note : '';
}

function propertyNote({ facts, state }: Judged): string {
  const cell = facts.contact[REJECT_NOTE_PROPERTY];
  if (cell === undefined || !isOfThisCycle(state, cell.at)) return '';
  return Array.from(cell.value.trim()).slice(0, MAX_REJECT_NOTE).join('').trimEnd();
}

/** Of the no that stands, whether the card or HubSpot's field told it last; '' for none. */
export function rejectNoteOf(judged: Judged): string {
  if (!isRejected(judged.state)) return '';
  return cardNote(judged) || propertyNote(judged);
}

/** What is to stand in HubSpot's field; null: what stands there. A new cycle begins with an empty one. */
export function wantedNote(judged: Judged): string | null {
  const { facts, state } = judged;
  const note = isRejected(state) ? cardNote(judged) : '';
  if (note !== '') return note;
  const shown = facts.contact[REJECT_NOTE_PROPERTY];
  const isLeftOver = shown !== undefined && shown.value !== '' && !isOfThisCycle(state, shown.at);
  return isLeftOver && state.cycle > 0 ? '' : null;
}

/** A no of sales that is told beside the lead's cycle; '' for a reason that is still owed, and for no note. */
export interface Rejection {
  readonly cycle: number;
  readonly reason: string;
  readonly note: string;
}

/** Of the cycle that the state is of, and of the one before: earlier ones are in the decisions alone. */
export function rejectionsOf(state: LeadState): readonly Rejection[] {
  const { cycle, status, recycleReason, rejectNote = '', lastEnd } = state;
  const told = (at: number, end: string, note: string): readonly Rejection[] =>
    end.startsWith(REJECTED) ? [{ cycle: at, reason: end.slice(REJECTED.length), note }] : [];
  return [
    ...told(cycle, status === 'rejected' ? REJECTED : recycleReason, rejectNote),
    ...told(cycle - 1, lastEnd?.reason ?? '', lastEnd?.note ?? ''),
  ];
}

/** The state keeps it, so that it is told as long as the no stands, and beside the cycle once that has ended. */
export function keepNote(course: Course): Course {
  const { state, view } = course;
  const rejectNote = rejectNoteOf({ facts: view.facts, state });
  if (rejectNote === (state.rejectNote ?? '')) return course;
  if (rejectNote !== '') return withState(course, { rejectNote });
  const { rejectNote: _before, ...kept } = state;
  return { ...course, state: kept };
}
