// Changes for the outbox, each with the effect that the domain wishes it by.
import { initialState, type LeadState, type LeadStatus } from '#domain/lead.ts';
import { NO_NURTURE } from '#domain/nurture.ts';
import { wantProperties } from '#domain/wants.ts';
import type { PlannedProperty } from '#pipeline/planned-property.ts';
import { agreementWith, cell, factsWith } from './builders.ts';
import { decisionOf } from './decisions.ts';

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

/** All that decisions of an agreement that maps nothing ever wish for, by property. */
export const WISHES = new Map(
  (['handedOver', 'recycled'] as const)
    .flatMap((status) =>
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
    )
    .map((wish) => [wish.name, wish] as const),
);

export function planned(property: string, value: string): PlannedProperty {
  const wish = WISHES.get(property);
  if (wish === undefined) throw new Error(`nobody wishes for ${property}`);
  return { property, value, effect: wish.effect, ridesAlong: wish.ridesAlong };
}
