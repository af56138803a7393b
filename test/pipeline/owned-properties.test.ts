// The table of owned properties against what the domain really wishes for.
import { describe, expect, it } from 'vitest';
import type { LeadState, LeadStatus } from '#domain/lead.ts';
import { initialState } from '#domain/lead.ts';
import { NO_NURTURE } from '#domain/nurture.ts';
import { wantProperties } from '#domain/wants.ts';
import { OUTPUT_PROPERTY_NAMES } from '#pipeline/outputs.ts';
import { OWNED_PROPERTIES } from '#pipeline/owned-properties.ts';
import { agreementWith, cell, factsWith } from '#test/support/builders.ts';
import { decisionOf } from '#test/support/decisions.ts';

const AT = '2026-03-02T09:00:00.000Z';

function stateWith(status: LeadStatus): LeadState {
  const ours = { value: 'x', before: '', by: 'accord', at: AT } as const;
  const scored = { total: 1, fit: 1, engagement: 0, grade: 'A1', at: AT, signalCount: 0, status };
  return {
    ...initialState(),
    status,
    cycle: 1,
    handOvers: [AT],
    handedOverAt: AT,
    answersAfter: AT,
    stage: ours,
    owner: ours,
    scored,
  };
}

describe('owned properties', () => {
  it('belong to the effect, and ride along, as the domain wishes for them', () => {
    const wishes = (['handedOver', 'recycled'] as const).flatMap((status) =>
      wantProperties({
        agreement: agreementWith(),
        facts: factsWith({
          contact: {
            accord_answer: cell('reject', AT),
            accord_reject_reason: cell('budget', AT),
            accord_reject_note: cell('of the cycle before', AT),
          },
        }),
        state: stateWith(status),
        verdict: decisionOf({}).verdict,
        task: null,
        stageReason: () => 'why',
        nurture: NO_NURTURE,
        debts: [],
        standings: [],
      }),
    );

    const wished = new Map(wishes.map(({ name, effect, ridesAlong }) => [name, { effect, ridesAlong }]));
    const owned = new Map(
      OWNED_PROPERTIES.map(({ property, effect, ridesAlong }) => [property, { effect, ridesAlong }]),
    );
    expect(owned.size).toBe(wished.size);
    expect(Object.fromEntries(owned)).toEqual(Object.fromEntries(wished));
  });

  it('cover every property that is provisioned', () => {
    const names = OWNED_PROPERTIES.map(({ property }) => property);

    expect(OUTPUT_PROPERTY_NAMES.filter((name) => !names.includes(name))).toEqual([]);
  });
});
