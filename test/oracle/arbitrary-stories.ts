// Generators of what takes several moves in a row, which histories of single ones would seldom tell.
import * as fc from 'fast-check';
import type { Step } from './arbitraries.ts';
import { REPS } from './arbitrary-conditions.ts';
import { absenceSpans } from './arbitrary-routing.ts';

const HOUR = 3_600_000;

/** A rep disqualifies the lead, and says why a while later. */
export const lateReason: fc.Arbitrary<Step[]> = fc
  .record({
    waitMs: fc.integer({ min: 1, max: 86_400_000 }),
    reason: fc.constantFrom('NO_BUDGET', 'moved away'),
  })
  .map(({ waitMs, reason }) => {
    const plain = { do: 'hubspotLead', id: 'l1', state: 'disqualified', ageMs: 0 } as const;
    return [
      { waitMs, move: { ...plain, stage: 'other', reason: '' } },
      { waitMs, move: { ...plain, stage: 'same', reason } },
    ];
  });

/** A rep has left, but not for long: leads that were his may come to him again. */
export const leaver: fc.Arbitrary<Step[]> = fc
  .record({
    waitMs: fc.integer({ min: 1, max: 3_600_000 }),
    active: fc.subarray(REPS, { minLength: 1, maxLength: 2 }),
    back: fc.integer({ min: 0, max: REPS.length }),
  })
  .map(({ waitMs, active, back }) => {
    const plain = { do: 'owners', companyOwner: '', teams: {} } as const;
    return [
      { waitMs, move: { ...plain, active, left: REPS } },
      { waitMs, move: { ...plain, active: [], left: REPS } },
      { waitMs, move: { ...plain, active: back === 0 ? active : REPS, left: [] } },
    ];
  });

/** A rep falls ill with a lead in his hands, perhaps one whom a person chose, and perhaps after a call; he comes back. */
export const fallsIll: fc.Arbitrary<Step[]> = fc
  .record({
    waits: fc.array(fc.integer({ min: 1, max: 8 * HOUR }), { minLength: 4, maxLength: 4 }),
    spans: absenceSpans,
    lastMs: fc.integer({ min: 10 * HOUR, max: 400 * HOUR }),
    meanwhile: fc.constantFrom('wait', 'wait', 'wait', 'accept', 'touch', 'owner', 'otherTouch', 'deal'),
    ending: fc.constantFrom('review', 'back', 'someBack', 'someBack', 'touch'),
    isEverybody: fc.boolean(),
    isPlain: fc.boolean(),
    by: fc.constantFrom('agreement' as const, 'hubspot' as const),
  })
  .map(({ waits: [first = 0, second = 0, third = 0, fourth = 0], meanwhile, ending, ...illness }) => {
    const { spans, lastMs, isEverybody, isPlain, by } = illness;
    const touch = (ownerId: string | null): Step['move'] => ({
      do: 'signal',
      kind: 'touch',
      detail: '',
      ageMs: 0,
      late: false,
      logged: { ownerId, afterMs: null, outcome: null },
    });
    const deal = { do: 'deal', id: 'd9', status: 'open', ownerId: '103', ageMs: 0, lastsMs: 0 } as const;
    const moves = {
      wait: { do: 'wait' },
      accept: { do: 'answer', by: 'accord_answer', value: 'accept', reason: null, ageMs: 0 },
      touch: touch('own'),
      owner: { do: 'owner', value: '102', when: 'age', ageMs: 0 },
      otherTouch: touch('103'),
      deal,
    } as const;
    const plain = [{ startMs: 0, lastsMs: lastMs, by }];
    const all = REPS.map((id) => [id, isPlain ? plain : (spans[id] ?? plain)] as const);
    const absent = (reps: number): Step['move'] => ({
      do: 'absences',
      spans: Object.fromEntries(all.slice(0, reps)),
    });
    const endings = {
      review: { do: 'review', early: false },
      back: absent(0),
      someBack: absent(2),
      touch: touch('own'),
    } as const;
    return [
      { waitMs: 0, move: absent(0) },
      { waitMs: first, move: { do: 'signal', kind: 'form', detail: '', ageMs: 0, late: false } },
      { waitMs: 0, move: { do: 'echo', half: false } },
      { waitMs: second, move: moves[meanwhile] },
      // One is there, or nobody can take the lead.
      { waitMs: third, move: absent(isEverybody ? 3 : 2) },
      { waitMs: 0, move: { do: 'review', early: false } },
      { waitMs: fourth, move: endings[ending] },
      { waitMs: 0, move: { do: 'review', early: false } },
    ];
  });

/** The lead's source is paused; the lead shows interest, perhaps through a switch; the pause ends. */
export const paused: fc.Arbitrary<Step[]> = fc
  .record({
    waitMs: fc.integer({ min: 1, max: 20 * HOUR }),
    kind: fc.constantFrom('form', 'form', 'meeting'),
    meanwhile: fc.constantFrom('wait', 'regime', 'byHand', 'review'),
  })
  .map(({ waitMs, kind, meanwhile }) => {
    const signal: Step = {
      waitMs,
      move: { do: 'signal', kind, detail: '', ageMs: 0, late: false },
    };
    const moves = {
      wait: { do: 'wait' },
      regime: { do: 'regime', ageMs: 0 },
      byHand: { do: 'answer', by: '$sales_request', value: 'handOver', reason: null, ageMs: 0 },
      review: { do: 'review', early: false },
    } as const;
    return [
      { waitMs, move: { do: 'pauseSource', reached: 0 } },
      signal,
      signal,
      { waitMs, move: moves[meanwhile] },
      { waitMs, move: { do: 'pauseSource', reached: null } },
    ];
  });

/** Sales say yes; a touch is documented late, by somebody, or deleted; clocks are stopped more often than allowed. */
export const promised: fc.Arbitrary<Step[]> = fc
  .record({
    formMs: fc.integer({ min: 0, max: 20 * HOUR }),
    waits: fc.array(
      fc.integer({ min: 1, max: 30 }).map((hours) => hours * HOUR),
      { minLength: 5, maxLength: 5 },
    ),
    backMs: fc.integer({ min: 0, max: 29 * HOUR }),
    ownerId: fc.constantFrom(null, 'own', 'own', '102'),
    afterMs: fc.constantFrom(null, 0, HOUR),
    outcome: fc.constantFrom(null, 'attempt'),
    isLate: fc.boolean(),
    isSeen: fc.constantFrom(true, true, false),
    ending: fc.constantFrom('untouch', 'pause', 'opportunity', 'more', 'owner', 'publish', 'excuse'),
  })
  .map(
    ({
      formMs,
      waits: [first = 0, second = 0, third = 0, fourth = 0, fifth = 0],
      backMs,
      ending,
      isLate,
      isSeen,
      ...logged
    }) => {
      const touch = (ageMs: number): Step['move'] => ({
        do: 'signal',
        kind: 'touch',
        detail: '',
        ageMs,
        late: false,
        logged,
      });
      const pause = { do: 'pause', reason: 'travel', ageMs: 0, lastsMs: HOUR } as const;
      const endings: Readonly<Record<typeof ending, Step['move'][]>> = {
        untouch: [{ do: 'untouch' }],
        pause: [pause, pause, { ...pause, lastsMs: null }],
        opportunity: [{ do: 'stage', value: 'opportunity', when: 'age', source: '', ageMs: 0 }, touch(0)],
        more: [touch(0), touch(0)],
        owner: [{ do: 'owner', value: '103', when: 'age', ageMs: 0 }, touch(0)],
        publish: [{ do: 'publish' }],
        excuse: [{ do: 'excuse', clause: 'first-touch', wasLast: false }],
      };
      const inTime: Step[] = [{ waitMs: third, move: touch(Math.min(backMs, third)) }];
      const knownLate: Step[] = [
        { waitMs: 4 * third, move: { do: 'wait' } },
        { waitMs: HOUR, move: touch(4 * third + HOUR - 1) },
      ];
      const form = { do: 'signal', kind: 'form', detail: '', ageMs: formMs, late: false } as const;
      const shown = (ageMs: number | null): Step[] =>
        isSeen ? [] : [{ waitMs: 0, move: { do: 'shown', ageMs } }];
      return [
        ...shown(null),
        { waitMs: first, move: form },
        ...shown(0),
        {
          waitMs: second,
          move: { do: 'answer', by: 'accord_answer', value: 'accept', reason: null, ageMs: 0 },
        },
        ...(ending === 'pause' ? [] : isLate ? knownLate : inTime),
        ...endings[ending].map((move, index) => ({
          waitMs: index === 0 ? fourth : Math.floor(fifth / 4),
          move,
        })),
      ];
    },
  );

/** What a person does by the stage alone: a yes to what was rejected, the work of a yes, a win that was none. */
export const byStage: fc.Arbitrary<Step[]> = fc
  .tuple(
    fc.integer({ min: 1, max: 86_400_000 }),
    fc.constantFrom(
      ['reject', 'salesqualifiedlead'],
      ['reject', '8004'],
      ['accept', '8004'],
      ['customer', 'marketingqualifiedlead'],
      ['customer', '', 'salesqualifiedlead'],
      ['customer', 'lead', 'customer'],
    ),
  )
  .map(([waitMs, said]) =>
    said.map((value) => {
      const isAnswer = value === 'accept' || value === 'reject';
      const plain = { value, ageMs: 0 };
      return {
        waitMs,
        move: isAnswer
          ? { do: 'answer', by: 'accord_answer', reason: null, ...plain }
          : { do: 'stage', when: 'age', source: '', ...plain },
      };
    }),
  );

const ENDINGS = [
  ...(['late', 'late', 'takeBack', 'takeBack', 'touched', 'owner', 'others', 'others'] as const),
  ...(['unread', 'holdClocks', 'answered', 'answered', 'reason'] as const),
];

/** Nobody does what was promised; then it turns out that somebody did, or a person takes back what followed. */
export const overdue: fc.Arbitrary<Step[]> = fc
  .record({
    before: fc.integer({ min: 1, max: 20 * HOUR }),
    waits: fc.array(fc.integer({ min: 60_000, max: 60 * HOUR }), { minLength: 2, maxLength: 5 }),
    isAccepted: fc.boolean(),
    ending: fc.constantFrom(...ENDINGS),
    ownerId: fc.constantFrom(null, 'former', 'former'),
    offMs: fc.constantFrom(1_000, HOUR),
    laterMs: fc.integer({ min: 1, max: 70 * HOUR }),
  })
  .map(({ before, waits, isAccepted, ending, ownerId, offMs, laterMs }) => {
    const accept: Step = {
      waitMs: before,
      move: { do: 'answer', by: 'accord_answer', value: 'accept', reason: null, ageMs: 0 },
    };
    const reject: Step = { ...accept, move: { ...accept.move, value: 'reject' } as Step['move'] };
    const review: Step = { waitMs: 0, move: { do: 'review', early: false } };
    const clause = isAccepted ? 'first-touch' : 'accept';
    const others: Step = { waitMs: 0, move: { do: 'others', clause, step: 0, agesMs: [0, 0] } };
    // Before each look, so that the hour is not over when the step is due.
    const doubt: Step['move'][] = [
      { do: 'unread', aheadMs: HOUR },
      { do: 'holdClocks', aheadMs: HOUR },
    ];
    const doubted = doubt.find((move) => move.do === ending);
    const look = ending === 'others' ? others : doubted === undefined ? review : { waitMs: 0, move: doubted };
    const total = waits.reduce((sum, wait) => sum + wait, 0);
    const answer = (value: string, by = 'accord_answer'): Step['move'] => ({
      do: 'answer',
      by,
      value,
      reason: null,
      ageMs: total + 60_000 - offMs,
    });
    const idle = waits.flatMap((waitMs): Step[] => [
      { ...look, waitMs },
      { waitMs: 0, move: { do: 'echo', half: false } },
      look,
      review,
    ]);
    const touch = (back: number): Step['move'] => ({
      do: 'signal',
      kind: 'touch',
      detail: '',
      ageMs: back,
      late: false,
      logged: { ownerId, afterMs: null, outcome: null },
    });
    const endings: Readonly<Record<typeof ending, Step['move'][]>> = {
      late: [touch(total + 60_000 - offMs)],
      takeBack: [{ do: 'takeBack', place: 0 }],
      touched: [touch(0), { do: 'takeBack', place: 0 }],
      owner: [
        { do: 'owner', value: '103', when: 'age', ageMs: 0 },
        { do: 'takeBack', place: 0 },
      ],
      others: [],
      unread: [],
      holdClocks: [],
      answered: [answer(offMs === HOUR ? 'accept' : 'reject')],
      reason: [answer('budget', 'accord_reject_reason')],
    };
    return [
      { waitMs: before, move: { do: 'signal', kind: 'form', detail: '', ageMs: 0, late: false } },
      ...(ending === 'reason' ? [reject] : isAccepted ? [accept] : []),
      ...idle,
      ...endings[ending].map((move): Step => ({ waitMs: 60_000, move })),
      { waitMs: laterMs, move: { do: 'review', early: false } },
      { waitMs: laterMs, move: { do: 'review', early: false } },
    ];
  });
