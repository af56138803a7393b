// The rules of switching alone: when a new regime begins, who is judged again, whose unsent changes are taken back.
import { describe, expect, it } from 'vitest';
import { EFFECTS, type Effect } from '#domain/decision.ts';
import type { Switches, SwitchPlan } from '#pipeline/admin-ports.ts';
import { planSwitch, type SwitchCommand } from '#pipeline/switch-effects.ts';

function switches(on: readonly Effect[], changes: Partial<Switches> = {}): Switches {
  const effects = Object.fromEntries(
    EFFECTS.map((effect) => [effect, on.includes(effect)]),
  ) as Switches['effects'];
  return { provisioned: true, signed: true, paused: false, effects, ...changes };
}

function planned(before: Switches, command: SwitchCommand): SwitchPlan {
  const plan = planSwitch(before, command);
  if ('refusal' in plan) throw new Error(plan.refusal);
  return plan;
}

const on = (...effects: Effect[]): SwitchCommand => ({ kind: 'effects', effects, enabled: true });
const off = (...effects: Effect[]): SwitchCommand => ({ kind: 'effects', effects, enabled: false });

const PAUSED = { paused: true };
const PAUSE: SwitchCommand = { kind: 'pause' };
const RESUME: SwitchCommand = { kind: 'resume' };

describe('switching', () => {
  it.each<[string, [Switches, SwitchCommand], { newRegime: boolean; rejudge: boolean }]>([
    ['scores on while observing', [switches([]), on('scores')], { newRegime: false, rejudge: true }],
    ['scores off', [switches(['scores']), off('scores')], { newRegime: false, rejudge: false }],
    ['the first visible effect on', [switches(['scores']), on('stage')], { newRegime: true, rejudge: true }],
    ['a second one on', [switches(['stage']), on('owner')], { newRegime: false, rejudge: false }],
    ['one of two off', [switches(['stage', 'owner']), off('owner')], { newRegime: false, rejudge: false }],
    [
      'the last visible one off',
      [switches(['scores', 'stage']), off('stage')],
      { newRegime: true, rejudge: true },
    ],
    [
      'an effect on behind a pause',
      [switches([], PAUSED), on('stage')],
      { newRegime: false, rejudge: false },
    ],
    ['pause while acting', [switches(['stage']), PAUSE], { newRegime: true, rejudge: true }],
    ['pause while observing', [switches([]), PAUSE], { newRegime: false, rejudge: false }],
    ['resume into acting', [switches(['tasks'], PAUSED), RESUME], { newRegime: true, rejudge: true }],
    ['resume with scores alone', [switches(['scores'], PAUSED), RESUME], { newRegime: false, rejudge: true }],
  ])('%s', (_name, [before, command], expected) => {
    const { newRegime, rejudge } = planned(before, command);

    expect({ newRegime, rejudge }).toEqual(expected);
  });

  it('switches only what is not so already, and leaves the instant of the others', () => {
    const plan = planned(switches(['scores']), on('scores', 'stage'));

    expect(plan.effects).toEqual([{ effect: 'stage', enabled: true }]);
  });

  it('takes back what the switched-off effect had not sent, and under a pause what any had', () => {
    expect(planned(switches(['scores', 'stage']), off('scores', 'owner')).takeBack).toEqual({
      effects: ['scores'],
      keep: false,
    });
    expect(planned(switches(['scores', 'stage']), { kind: 'pause' }).takeBack).toEqual({
      effects: ['scores', 'stage'],
      keep: true,
    });
    expect(planned(switches([]), on('stage')).takeBack.effects).toEqual([]);
  });

  it('refuses to switch on what nobody has signed, and leaves on what is on (R02)', () => {
    const unsigned = switches(['scores'], { signed: false });

    expect(planSwitch(unsigned, on('stage'))).toEqual({ refusal: 'not-signed' });
    expect(planSwitch(unsigned, on('scores'))).toEqual({ refusal: 'unchanged' });
    expect(planned(unsigned, off('scores')).effects).toEqual([{ effect: 'scores', enabled: false }]);
  });

  it('refuses to switch on what could not be written, and to change nothing', () => {
    expect(planSwitch(switches([], { provisioned: false }), on('scores'))).toEqual({
      refusal: 'not-provisioned',
    });
    expect(planSwitch(switches([], { provisioned: false }), { kind: 'pause' })).not.toHaveProperty('refusal');
    expect(planSwitch(switches(['stage']), on('stage'))).toEqual({ refusal: 'unchanged' });
    expect(planSwitch(switches([], { paused: true }), { kind: 'pause' })).toEqual({ refusal: 'unchanged' });
  });
});
