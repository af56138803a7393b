// R41: what sales writes beside a no. It is told, kept and written to HubSpot, and decides nothing.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCardAnswer, writeCardAnswer } from '#domain/card-answer.ts';
import { decide } from '#domain/decide.ts';
import type { Decision } from '#domain/decision.ts';
import { explain } from '#domain/explain/explanation.ts';
import { joinStates } from '#domain/join-states.ts';
import { type Cell, initialState } from '#domain/lead.ts';
import { MAX_REJECT_NOTE, rejectionsOf } from '#domain/reject-note.ts';
import {
  agreementWith,
  cell,
  contextAt,
  HALF_LATER,
  hotFacts,
  hotWith,
  hoursAfter,
  LATER,
  rejectedAnswer,
  signal,
  T0,
  thenSeen,
  wanted,
} from '#test/support/builders.ts';

const NOTE = 'Buys through her group, ring in May';
const PROPERTY = 'accord_reject_note';
const onCard = (note: string, reason = 'budget', word = 'reject'): Record<string, Cell> => ({
  $card_answer: cell(writeCardAnswer({ word, reason, note }), HALF_LATER),
});
const inField = (note: string, at = HALF_LATER): Record<string, Cell> => ({ [PROPERTY]: cell(note, at) });
const seen = (contact: Record<string, Cell>): Decision => thenSeen(hotWith({ contact }));

describe('the card’s answer as one text', () => {
  it.each([
    [{ word: 'accept', reason: '', note: '' }, 'accept'],
    [{ word: 'reject', reason: 'no-budget', note: '' }, 'reject:no-budget'],
    [{ word: 'reject', reason: '', note: 'x: y' }, 'reject\u001fx: y'],
    [{ word: 'reject', reason: 'a: b', note: 'two\nlines' }, 'reject:a: b\u001ftwo\nlines'],
  ])('%j is %j', (answer, text) => {
    expect(writeCardAnswer(answer)).toBe(text);
    expect(readCardAnswer(text)).toEqual(answer);
  });

  it('comes back as it was, whatever people write', () => {
    const typed = fc.string({ unit: 'binary' }).map((text) => text.replaceAll(/(?![\n\t])\p{Cc}/gu, ''));
    fc.assert(
      fc.property(typed, typed, (reason, note) => {
        const answer = { word: 'reject', reason, note };
        expect(readCardAnswer(writeCardAnswer(answer))).toEqual(answer);
      }),
    );
  });
});

describe('a note beside a no', () => {
  it('on the card is wanted in HubSpot once the cycle has ended, while answer and reason are cleared', () => {
    const decision = seen({ ...rejectedAnswer, ...onCard(NOTE) });

    expect(decision.state).toMatchObject({
      status: 'recycled',
      recycleReason: 'rejected:No budget',
      rejectNote: NOTE,
    });
    expect(decision.properties.find(({ name }) => name === PROPERTY)).toEqual({
      name: PROPERTY,
      value: NOTE,
      effect: 'stage',
      since: T0,
      ridesAlong: false,
    });
    expect(['accord_answer', 'accord_reject_reason'].map((name) => wanted(decision, name))).toEqual(['', '']);
  });

  it('in HubSpot’s field is kept, and stays there', () => {
    const decision = seen({ ...rejectedAnswer, ...inField(`  ${NOTE}\n`) });

    expect(decision.state.rejectNote).toBe(NOTE);
    expect(wanted(decision, PROPERTY)).toBeUndefined();
  });

  it('beside a no that still lacks its reason is kept as well', () => {
    const decision = seen(onCard(NOTE, ''));

    expect(decision.state).toMatchObject({ status: 'rejected', rejectNote: NOTE });
    expect(wanted(decision, PROPERTY)).toBe(NOTE);
  });

  it.each([
    ['written over in HubSpot since', inField('Better so', LATER), 'Better so'],
    ['taken out in HubSpot since', inField('', LATER), undefined],
    ['there already', inField(NOTE), NOTE],
    ['later than what stands there', inField('Before', hoursAfter(T0, 1)), NOTE],
  ])('of the card, %s', (_what, field, kept) => {
    const decision = seen({ ...onCard(NOTE), ...field });

    expect(decision.state.rejectNote).toBe(kept);
    expect(wanted(decision, PROPERTY)).toBe(kept === NOTE ? NOTE : undefined);
  });

  it('of a lead that was merged with one handed over since is still of its own cycle', () => {
    const { state } = seen(onCard(NOTE, ''));
    const twin = { ...initialState(), regime: state.regime, handOvers: [LATER], handedOverAt: LATER };
    const joined = joinStates(agreementWith(), state, { ...twin, status: 'handedOver', cycle: 1 });
    const facts = hotWith({ contact: { ...onCard(NOTE, ''), ...inField(NOTE) } });
    const decision = decide(agreementWith(), { facts, state: joined }, contextAt(hoursAfter(LATER, 1)));

    expect(decision.state).toMatchObject({ status: 'rejected', rejectNote: NOTE });
    expect(decision.state.handOvers.at(-1)).toBe(LATER);
    expect(wanted(decision, PROPERTY)).toBe(NOTE);
  });

  it('longer than people may write is cut, never within a letter', () => {
    const { state } = seen({ ...rejectedAnswer, ...inField('😀'.repeat(MAX_REJECT_NOTE + 1)) });

    expect(state.rejectNote).toBe('😀'.repeat(MAX_REJECT_NOTE));
  });
});

describe('a note decides nothing', () => {
  it.each([
    ['alone, in the field', inField(NOTE), hotFacts],
    [
      'alone, beside a yes on the card',
      onCard(NOTE, '', 'accept'),
      hotWith({ contact: onCard('', '', 'accept') }),
    ],
    ['beside a no', { ...rejectedAnswer, ...inField(NOTE) }, hotWith({ contact: rejectedAnswer })],
    ['beside a no on the card', onCard(NOTE), hotWith({ contact: onCard('') })],
  ])('%s', (_what, contact, without) => {
    const noted = seen(contact);
    const plain = thenSeen(without);
    const { rejectNote: _note, ...state } = noted.state;

    expect(state).toEqual(plain.state);
    expect([noted.verdict, noted.reasons, noted.task, noted.clocks, noted.reviewAt]).toEqual([
      plain.verdict,
      plain.reasons,
      plain.task,
      plain.clocks,
      plain.reviewAt,
    ]);
    expect(noted.properties.filter(({ name }) => name !== PROPERTY)).toEqual(plain.properties);
  });

  it('where it is no rejection it is kept nowhere', () => {
    expect(seen(inField(NOTE)).state).not.toHaveProperty('rejectNote');
    expect(seen(onCard(NOTE, '', 'accept')).state).not.toHaveProperty('rejectNote');
  });
});

describe('the next cycle', () => {
  const agreement = agreementWith();
  const BACK = hoursAfter(T0, 200 * 24);
  const back = { signals: [signal('form', hoursAfter(BACK, -1)), signal('meeting', hoursAfter(BACK, -1))] };
  const ended = seen({ ...rejectedAnswer, ...onCard(NOTE) });
  const facts = hotWith({ contact: { ...onCard(NOTE), ...inField(NOTE, LATER) }, ...back });
  const again = decide(agreement, { facts, state: ended.state }, contextAt(BACK));

  it('begins with an empty field, and keeps the note beside the end of the one before', () => {
    expect(again.state).toMatchObject({
      status: 'handedOver',
      cycle: 2,
      lastEnd: { at: LATER, reason: 'rejected:No budget', note: NOTE },
    });
    expect(again.state).not.toHaveProperty('rejectNote');
    expect(wanted(again, PROPERTY)).toBe('');
  });

  it('lets both cycles be told', () => {
    const rejection = { reason: 'No budget', note: NOTE };

    expect(rejectionsOf(ended.state)).toEqual([{ cycle: 1, ...rejection }]);
    expect(rejectionsOf(again.state)).toEqual([{ cycle: 1, ...rejection }]);
    expect(rejectionsOf({ ...again.state, status: 'rejected' })).toEqual([
      { cycle: 2, reason: '', note: '' },
      { cycle: 1, ...rejection },
    ]);
    expect(rejectionsOf(seen({}).state)).toEqual([]);
  });
});

describe('the explanation', () => {
  it.each([
    ['en', `Sales noted: “${NOTE}”.`],
    ['fr', `Note des ventes\u00a0: «\u00a0${NOTE}\u00a0».`],
  ] as const)(
    'tells it in the long form, and not in the line that goes into HubSpot (%s)',
    (language, sentence) => {
      const contact = { ...rejectedAnswer, ...onCard(NOTE) };
      const decision = seen(contact);
      const told = explain(
        {
          agreement: agreementWith(),
          facts: hotWith({ contact }),
          state: decision.state,
          context: contextAt(LATER),
        },
        language,
      );

      expect(told.why.join(' | ')).toContain(sentence);
      expect(told.short).not.toContain('group');
      expect(wanted(decision, 'accord_stage_reason')).not.toContain('group');
    },
  );

  it('says nothing where nobody wrote one', () => {
    const contact = rejectedAnswer;
    const told = explain(
      {
        agreement: agreementWith(),
        facts: hotWith({ contact }),
        state: seen(contact).state,
        context: contextAt(LATER),
      },
      'en',
    );

    expect(told.why.join(' ')).not.toContain('noted');
  });
});
