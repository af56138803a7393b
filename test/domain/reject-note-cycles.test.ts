// R41: which cycle a note beside a no is of, as long as the no stands and once it does not.
import { describe, expect, it } from 'vitest';
import { writeCardAnswer } from '#domain/card-answer.ts';
import { decide } from '#domain/decide.ts';
import { type Cell, initialState, type LeadFacts, type LeadState } from '#domain/lead.ts';
import { MAX_REJECT_NOTE, rejectionsOf, rejectNoteOf, wantedNote } from '#domain/reject-note.ts';
import {
  agreementWith,
  cell,
  contextAt,
  daysAfter,
  factsWith,
  HALF_LATER,
  hotWith,
  hoursAfter,
  LATER,
  rejectedAnswer,
  T0,
  thenSeen,
} from '#test/support/builders.ts';

const NOTE = 'Buys through her group, ring in May';
const PROPERTY = 'accord_reject_note';
const field = (note: string, at: string): LeadFacts => factsWith({ contact: { [PROPERTY]: cell(note, at) } });
const card = (word: string, note: string, at: string): Record<string, Cell> => ({
  $card_answer: cell(writeCardAnswer({ word, reason: '', note }), at),
});
const known = (changes: Partial<LeadState>): LeadState => ({ ...initialState(), cycle: 1, ...changes });
const REJECTED = known({ status: 'rejected', handOvers: [T0], handedOverAt: T0 });

describe('a note', () => {
  it.each<[string, Partial<LeadState>, string]>([
    ['a no whose reason is owed', { status: 'rejected' }, NOTE],
    ['a no that ended the cycle', { status: 'recycled', recycleReason: 'rejected:No budget' }, NOTE],
    ['an end for another reason', { status: 'recycled', recycleReason: 'noContact' }, ''],
    ['a yes', { status: 'accepted' }, ''],
    ['no answer', { status: 'handedOver' }, ''],
  ])('beside %s is kept or not', (_what, state, kept) => {
    expect(rejectNoteOf({ facts: field(NOTE, HALF_LATER), state: { ...REJECTED, ...state } })).toBe(kept);
  });

  it('beside a yes on the card is none of a no that was said elsewhere', () => {
    const facts = factsWith({ contact: card('accept', NOTE, HALF_LATER) });

    expect(rejectNoteOf({ facts, state: REJECTED })).toBe('');
    expect(wantedNote({ facts, state: REJECTED })).toBeNull();
  });

  it('that is cut ends with a letter, not with the space where it was cut', () => {
    const facts = field(`${'x'.repeat(MAX_REJECT_NOTE - 1)} and more`, HALF_LATER);

    expect(rejectNoteOf({ facts, state: REJECTED })).toBe('x'.repeat(MAX_REJECT_NOTE - 1));
  });

  it('that is taken out in HubSpot is kept no longer', () => {
    const noted = thenSeen(hotWith({ contact: { ...rejectedAnswer, [PROPERTY]: cell(NOTE, HALF_LATER) } }));
    const facts = hotWith({ contact: { ...rejectedAnswer, [PROPERTY]: cell('', hoursAfter(LATER, 1)) } });
    const now = contextAt(hoursAfter(LATER, 2));
    const { state } = decide(agreementWith(), { facts, state: noted.state }, now);

    expect(noted.state.rejectNote).toBe(NOTE);
    expect(state.status).toBe('recycled');
    expect(state).not.toHaveProperty('rejectNote');
  });
});

describe('a note of the cycle before', () => {
  const again = { ...REJECTED, cycle: 2, handOvers: [daysAfter(T0, -90), T0] };
  const [before, after] = [hoursAfter(T0, -1), hoursAfter(T0, 0.1)];

  it.each([
    ['written before the hand-over', before, ''],
    ['that came with the hand-over', T0, ''],
    ['written after it is of this one', after, NOTE],
  ])('is none of a no in this one: %s', (_what, at, kept) => {
    expect(rejectNoteOf({ facts: field(NOTE, at), state: again })).toBe(kept);
    expect(rejectNoteOf({ facts: factsWith({ contact: card('reject', NOTE, at) }), state: again })).toBe(
      kept,
    );
  });

  it.each<[string, string, string, string | null]>([
    ['is left over, and is taken out', NOTE, before, ''],
    ['is left over where it came with the hand-over', NOTE, T0, ''],
    ['is there no more: nothing is to be written', '', before, null],
    ['is one of this cycle: it stays', NOTE, after, null],
  ])('in HubSpot’s field %s', (...[, note, at, wanted]) => {
    const facts = field(note, at);

    expect(wantedNote({ facts, state: again })).toBe(wanted);
    expect(wantedNote({ facts, state: { ...again, status: 'handedOver' } })).toBe(wanted);
  });

  it('gives way to what the card says now', () => {
    const contact = { [PROPERTY]: cell('Before', before), ...card('reject', NOTE, after) };

    expect(wantedNote({ facts: factsWith({ contact }), state: again })).toBe(NOTE);
  });

  it('is told from one of this cycle by the last hand-over, once the cycle has ended', () => {
    const handOvers = [daysAfter(T0, -180), daysAfter(T0, -90), T0];
    const state = known({ status: 'recycled', recycleReason: 'rejected:No budget', cycle: 3, handOvers });

    expect(rejectNoteOf({ facts: field(NOTE, before), state })).toBe('');
    expect(rejectNoteOf({ facts: field(NOTE, after), state })).toBe(NOTE);
  });

  it('is not looked for where no hand-over is known', () => {
    const state = known({ status: 'recycled', recycleReason: 'rejected:No budget', handOvers: [] });

    expect(rejectNoteOf({ facts: field(NOTE, before), state })).toBe(NOTE);
  });
});

describe('the rejections of a lead', () => {
  it('are told without a note where there is none', () => {
    const lastEnd = { at: T0, reason: 'rejected:Not now' };

    expect(rejectionsOf(known({ status: 'handedOver', cycle: 2, lastEnd }))).toEqual([
      { cycle: 1, reason: 'Not now', note: '' },
    ]);
    expect(rejectionsOf(known({ status: 'recycled', recycleReason: 'rejected:No budget' }))).toEqual([
      { cycle: 1, reason: 'No budget', note: '' },
    ]);
  });

  it('are none of cycles that ended otherwise', () => {
    const lastEnd = { at: T0, reason: 'noContact' };

    expect(rejectionsOf(known({ status: 'recycled', recycleReason: 'cooled', lastEnd }))).toEqual([]);
  });
});
