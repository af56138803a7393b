// Each legal move of the table in the domain's README is made by somebody: else the law of stage moves would allow moves that
// it need not allow. From every stage of a row, the least that makes Accord write that row's stage.
import { describe, expect, it } from 'vitest';
import type { CustomStage } from '#domain/agreement.ts';
import { decide } from '#domain/decide.ts';
import type { Decision } from '#domain/decision.ts';
import { initialState, type LeadState } from '#domain/lead.ts';
import { LEGAL } from '#test/oracle/legal-moves.ts';
import {
  type AgreementChanges,
  agreementWith,
  always,
  cell,
  contactIs,
  contextAt,
  HALF_LATER,
  hotWith,
  LATER,
  LONG_AGO,
  signal,
  T0,
  when,
} from '#test/support/builders.ts';
import { NO } from '#test/support/lifecycle-stories.ts';

const KNOWN: CustomStage = { id: 'known', label: 'Known', lifecycle: '8005', after: 'lead', moment: null };
const YES: CustomStage = { id: 'yes', label: 'Yes', lifecycle: '8003', after: 'mql', moment: 'accepted' };
const WORK: CustomStage = { id: 'work', label: 'Work', lifecycle: '8004', after: 'mql', moment: 'working' };
const BACK: CustomStage = { id: 'back', label: 'Back', lifecycle: '8001', after: null, moment: 'recycled' };
const OUT: CustomStage = { id: 'out', label: 'Out', lifecycle: '8002', after: null, moment: 'disqualified' };
/** A stage that nobody sets by itself, where one that does would be moved on to. */
const still = (stage: CustomStage): CustomStage => ({ ...stage, moment: null });

const VALUES = {
  before: 'subscriber',
  lead: 'lead',
  'known only': '8005',
  mql: 'marketingqualifiedlead',
  yes: '8003',
  work: '8004',
  sql: 'salesqualifiedlead',
  opportunity: 'opportunity',
  recycled: '8001',
  disqualified: '8002',
} as const;
type Stage = keyof typeof VALUES;

interface Scene {
  readonly custom: readonly CustomStage[];
  readonly changes?: AgreementChanges;
  readonly state: Partial<LeadState>;
  readonly contact?: Parameters<typeof hotWith>[0]['contact'];
  readonly signals?: Parameters<typeof hotWith>[0]['signals'];
}

const OFFERED = {
  cycle: 1,
  status: 'handedOver',
  handedOverAt: T0,
  handOvers: [T0],
  assignedAt: T0,
} as const;
const YES_GIVEN = { accord_answer: cell('accept', HALF_LATER) };
const ALL = [KNOWN, YES, WORK, BACK, OUT];
const ANY_BACK: AgreementChanges = { stages: { moveBack: 'any' } };

const ROWS: readonly { readonly to: Stage; readonly from: readonly Stage[]; readonly scene: Scene }[] = [
  {
    to: 'lead',
    from: ['before'],
    scene: {
      custom: ALL,
      changes: { stages: { leadEntry: always } },
      state: {},
      contact: { size: 'none' },
      signals: [],
    },
  },
  {
    to: 'lead',
    from: ['known only', 'mql', 'yes', 'work', 'sql', 'opportunity'],
    scene: {
      custom: [KNOWN, YES, WORK, OUT],
      changes: { ...ANY_BACK, nurture: { recycledStage: 'lead' } },
      state: OFFERED,
      contact: NO,
    },
  },
  {
    to: 'mql',
    from: ['before', 'lead', 'known only', 'recycled', 'disqualified'],
    scene: { custom: ALL, state: {} },
  },
  {
    to: 'yes',
    from: ['before', 'lead', 'known only', 'mql', 'recycled', 'disqualified'],
    scene: { custom: ALL, state: OFFERED, contact: YES_GIVEN },
  },
  {
    to: 'work',
    from: ['before', 'lead', 'known only', 'mql', 'yes', 'recycled', 'disqualified'],
    scene: {
      custom: ALL,
      state: { ...OFFERED, status: 'accepted', acceptedAt: T0 },
      signals: [signal('touch', HALF_LATER)],
    },
  },
  {
    to: 'sql',
    from: ['before', 'lead', 'known only', 'mql', 'yes', 'work', 'recycled', 'disqualified'],
    scene: { custom: [KNOWN, still(YES), still(WORK), BACK, OUT], state: OFFERED, contact: YES_GIVEN },
  },
  {
    to: 'recycled',
    from: ['before', 'lead', 'known only', 'mql', 'yes', 'work', 'sql', 'opportunity', 'disqualified'],
    scene: { custom: ALL, changes: ANY_BACK, state: OFFERED, contact: NO },
  },
  {
    to: 'disqualified',
    from: ['before', 'lead', 'known only', 'mql', 'yes', 'work', 'sql', 'opportunity', 'recycled'],
    scene: {
      custom: ALL,
      changes: {
        ...ANY_BACK,
        disqualify: [{ id: 'bounced', label: 'Bounced', when: when(contactIs('bounced', 'yes')) }],
      },
      state: OFFERED,
      contact: { bounced: 'yes' },
    },
  },
];

function play({ custom, changes = {}, state, contact = {}, signals }: Scene, from: Stage): Decision {
  const agreement = agreementWith({ ...changes, stages: { ...changes.stages, custom } });
  const value = VALUES[from];
  const facts = hotWith({ contact: { lifecyclestage: value, ...contact }, ...(signals && { signals }) });
  const placed = { value, before: value, by: 'other', at: LONG_AGO } as const;
  const before = { ...initialState(), regime: 1, ...state, stage: placed };
  return decide(agreement, { facts, state: before }, contextAt(LATER));
}

describe('a stage that Accord may write', () => {
  const cases = ROWS.flatMap(({ to, from, scene }) => from.map((stage) => [stage, to, scene] as const));

  it.each(cases)('%s → %s', (from, to, scene) => {
    const { reasons } = play(scene, from);

    expect(reasons.filter(({ code }) => code === 'stageSet')).toEqual([
      { code: 'stageSet', params: { from: VALUES[from], to: VALUES[to] } },
    ]);
  });

  it('is every one of the table', () => {
    const made = cases.map(([from, to]) => `${from} → ${to}`).sort();

    expect(made).toEqual(
      Object.entries(LEGAL)
        .flatMap(([to, froms]) => froms.map((from) => `${from} → ${to}`))
        .sort(),
    );
  });
});
