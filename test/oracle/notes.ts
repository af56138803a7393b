// What sales wrote beside a no: "Note" of the domain's README.
import { cellOf } from './funnel.ts';
import { type Facts, ms, type Property, type State } from './shapes.ts';
import type { Work } from './work.ts';

const MOST = 1000;

/** For moves of stories: answers of the card, with and without notes, and what stands in HubSpot's field. */
export const CARD_ANSWERS = [
  'accept',
  'reject',
  'reject:Budget',
  'reject:why: so',
  'Reject:timing',
  'reject:Budget\u001fcall back in May: \u001f really',
  'Reject\u001fnot now',
  'accept\u001fof a yes',
  'nonsense',
];
export const NOTES = ['', ' ring in May ', `${'é'.repeat(999)} and more`];

interface Said {
  text: string;
  at: number;
}

function latestHandOver(state: State): string {
  return state.handOvers[state.handOvers.length - 1] ?? '';
}

function isOfCycle(state: State, at: number): boolean {
  const since = state.handedOverAt ?? latestHandOver(state);
  return since === '' || at > ms(since);
}

function stands(state: State): boolean {
  return state.status === 'rejected' || state.recycleReason.startsWith('rejected:');
}

/** Null: the field was never seen. */
function inField(facts: Facts): Said | null {
  if (!Object.hasOwn(facts.contact, 'accord_reject_note')) return null;
  const { value, at } = cellOf(facts, 'accord_reject_note');
  return { text: value, at: ms(at) };
}

function onCard(facts: Facts, state: State): Said | null {
  if (!Object.hasOwn(facts.contact, '$card_answer')) return null;
  const { value, at } = cellOf(facts, '$card_answer');
  const parts = value.split('\u001f');
  const isNo = /^reject(:|$)/i.test(parts[0] ?? '');
  const text = parts.slice(1).join('\u001f');
  const field = inField(facts);
  const isLast = field === null || ms(at) >= field.at;
  return isNo && text !== '' && isLast && isOfCycle(state, ms(at)) ? { text, at: ms(at) } : null;
}

export function noteOf(facts: Facts, state: State): string {
  if (!stands(state)) return '';
  const field = inField(facts);
  const typed = field !== null && isOfCycle(state, field.at) ? field.text.trim() : '';
  return onCard(facts, state)?.text ?? Array.from(typed).slice(0, MOST).join('').trimEnd();
}

export function keepNote(work: Work): void {
  const { rejectNote: _before, ...state } = work.state;
  const note = noteOf(work.facts, state);
  work.state = note === '' ? state : { ...state, rejectNote: note };
}

export function wantedNote(facts: Facts, state: State): Property[] {
  const about = {
    name: 'accord_reject_note',
    effect: 'stage',
    since: latestHandOver(state),
    ridesAlong: false,
  };
  const card = stands(state) ? onCard(facts, state) : null;
  if (card !== null) return [{ ...about, value: card.text }];
  const field = inField(facts);
  const isOld = field !== null && field.text !== '' && !isOfCycle(state, field.at);
  return isOld && state.cycle > 0 ? [{ ...about, value: '' }] : [];
}
