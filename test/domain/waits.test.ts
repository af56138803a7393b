// Until when waiting may help: instants ahead at which something turns with time alone, the soonest first.
import { describe, expect, it } from 'vitest';
import type { Condition } from '#domain/agreement.ts';
import { listWaits } from '#domain/explain/waits.ts';
import { toEpochMs } from '#domain/instant.ts';
import {
  contactIs,
  daysAfter,
  engagementRule,
  factsWith,
  halving,
  hotFacts,
  hoursAfter,
  scoreAtLeast,
  signal,
  T0,
  when,
} from '#test/support/builders.ts';
import { inputOf, RECYCLED, type Situation, stage } from '#test/support/clause-stories.ts';

/** In days from T0. */
function waits(situation: Situation): readonly number[] {
  return listWaits(inputOf(situation)).map((at) => (toEpochMs(at) - toEpochMs(T0)) / 86_400_000);
}

function inStage(...days: readonly number[]): Condition[][] {
  return days.map((each) => [{ kind: 'stageAge', operator: 'GTE', days: each }]);
}

const since = { stage: { ...stage('lead'), at: T0 } };
const entering = (...days: readonly number[]): Situation => ({
  agreement: { stages: { leadEntry: { anyOf: inStage(...days) } } },
  state: since,
});

describe('waits', () => {
  it('are none where time changes nothing', () => {
    expect(waits({})).toEqual([]);
  });

  it('lead to when a condition turns, ahead and within 400 days', () => {
    expect(waits(entering(2, 0, 1, 400, 401, 1))).toEqual([1, 2, 400]);
    expect(
      waits({ ...entering(2, 4), state: { stage: { ...stage('lead'), at: daysAfter(T0, -3) } } }),
    ).toEqual([1]);
  });

  it('lead to the six nearest turns of conditions', () => {
    expect(waits(entering(8, 7, 6, 5, 4, 3, 2, 1))).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('lead to the end of the cool-down and to a year after each hand-over too', () => {
    expect(waits({ state: RECYCLED })).toEqual([20, 345]);
    expect(waits({ state: { ...RECYCLED, recycledAt: daysAfter(T0, -40) } })).toEqual([345]);
    expect(waits({ ...entering(8, 7, 6, 5, 4, 3, 2, 1), state: { ...RECYCLED, ...since } })).toEqual([
      1, 2, 3, 4, 5, 6, 20, 345,
    ]);
  });

  it('lead to no return of a lead that never comes back', () => {
    const nurture = { coolDowns: { noContact: null } };

    expect(waits({ agreement: { nurture }, state: RECYCLED })).toEqual([345]);
  });

  it('lead to no return of a lead that has not ended', () => {
    expect(waits({ state: { handOvers: [daysAfter(T0, -20)] } })).toEqual([]);
  });

  it('lead to when minus points have faded so far that the lead is handed over', () => {
    const rules = [
      engagementRule('form', 40),
      engagementRule('absent', -20, { signal: 'meeting', decay: halving(24) }),
    ];
    const facts = factsWith({
      contact: { size: 'big', lifecyclestage: 'lead' },
      signals: [signal('form', hoursAfter(T0, -1)), signal('meeting', T0)],
    });
    const found = waits({
      agreement: {
        score: { engagement: { cap: 100_000, groups: [], rules } },
        stages: { mqlEntry: when(scoreAtLeast(50)) },
      },
      facts,
    });

    expect(found[0]).toBe(1);
  });

  it('lead to when a condition turns under the overlay that the lead meets', () => {
    const overlays = [
      {
        id: 'big',
        label: 'Big companies',
        when: when(contactIs('size', 'big')),
        teams: [],
        changes: { mqlEntry: { anyOf: inStage(9) } },
      },
    ];

    expect(waits({ agreement: { overlays }, facts: hotFacts, state: since })[0]).toBe(9);
  });
});
