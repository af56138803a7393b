// Decisions for tests of their sentences: a lead handed over with a demo request, and changes of it.
import type { Decision, Reason, WantedTask } from '#domain/decision.ts';
import { initialState, type LeadState, type Verdict } from '#domain/lead.ts';

const VERDICT: Verdict = {
  inScope: true,
  fit: 40_000,
  engagement: 32_500,
  total: 72_500,
  parts: [
    { rule: 'title-director', dimension: 'fit', milliPoints: 18_000, signals: 0 },
    { rule: 'size-core', dimension: 'fit', milliPoints: 15_000, signals: 0 },
    { rule: 'country', dimension: 'fit', milliPoints: 8_000, signals: 0 },
    { rule: 'form-demo', dimension: 'engagement', milliPoints: 34_500, signals: 2 },
    { rule: 'cap:group:hand-raise', dimension: 'engagement', milliPoints: -2_000, signals: 0 },
  ],
  grade: 'A2',
  disqualifiedBy: null,
  gates: [],
  persona: 'marketing',
  personaGroup: 0,
  missingFields: [],
  completeness: 100,
  meetsMql: true,
  qualifies: true,
  meetsExit: false,
};

const HANDED_OVER: LeadState = {
  ...initialState(),
  regime: 1,
  status: 'handedOver',
  cycle: 1,
  handOvers: ['2026-11-20T09:00:00.000Z'],
  handedOverAt: '2026-11-20T09:00:00.000Z',
  assignedAt: '2026-11-20T09:00:00.000Z',
};

export const PART_REASONS: readonly Reason[] = VERDICT.parts.map(({ rule, milliPoints, signals }) => ({
  code: 'part',
  params: { rule, milliPoints, signals },
}));

export const TASK: WantedTask = {
  occurrence: 'c1',
  clause: 'accept',
  ownerId: '77',
  dueAt: '2026-11-23T10:00:00.000Z',
  since: '2026-11-20T09:00:00.000Z',
  context: PART_REASONS,
};

/** A lead that was handed over, changed as given. */
export function decisionOf(change: {
  readonly state?: Partial<LeadState>;
  readonly verdict?: Partial<Verdict>;
  readonly reasons?: readonly Reason[];
}): Decision {
  return {
    verdict: { ...VERDICT, ...change.verdict },
    state: { ...HANDED_OVER, ...change.state },
    properties: [],
    task: TASK,
    reasons: change.reasons ?? [
      { code: 'persona', params: { id: 'marketing', group: 0 } },
      ...PART_REASONS,
      { code: 'handedOver', params: { cycle: 1, byHand: 0 } },
    ],
    clocks: [],
    consequences: [],
    reviewAt: null,
  };
}
