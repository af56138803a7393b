// R28 as a table: what follows when nobody touches a lead in time, by what the agreement says; what HubSpot then shows, who is
// told, and that all of it goes back.
import { describe, expect, it } from 'vitest';
import type { ConsequenceKind } from '#domain/agreement-sales.ts';
import { noticesOf } from '#domain/consequences/notices.ts';
import { sentence } from '#domain/explain/decision-sentences.ts';
import { hoursAfter, T0, wanted } from '#test/support/builders.ts';
import { agreementOn, DUE, overdueLead, SETTLED, step } from '#test/support/overdue-lead.ts';

const LATER = hoursAfter(SETTLED, 1);
const OWNERS = [
  { id: '7', email: 'nora@sales.example', teams: ['Paris'] },
  { id: '8', email: 'max@sales.example', teams: [] },
];
const BY_DUE = 'because this was not done by Tuesday 3 March 2026 at 10:00: Sales makes the first contact.';

interface Row {
  readonly do: ConsequenceKind;
  readonly to?: string;
  /** Afterwards in HubSpot: the owner, whose task it is, the hand-over status. */
  readonly shows: readonly [owner: string | undefined, task: string | undefined, status: string];
  readonly told: readonly string[];
  readonly says: string;
}

const ROWS: readonly Row[] = [
  {
    do: 'warn',
    shows: [undefined, '7', 'accepted'],
    told: ['consequenceDone owner nora@sales.example'],
    says: `The owner was warned, ${BY_DUE}`,
  },
  {
    do: 'escalate',
    to: 'head@sales.example',
    shows: [undefined, '7', 'accepted'],
    told: ['consequenceDone manager head@sales.example'],
    says: `The manager was told, ${BY_DUE}`,
  },
  {
    do: 'escalate',
    to: 'the sales lead',
    shows: [undefined, '7', 'accepted'],
    told: ['consequenceDone manager '],
    says: `The manager was told, ${BY_DUE}`,
  },
  {
    do: 'reassign',
    shows: ['8', '8', 'accepted'],
    told: ['consequenceDone owner nora@sales.example', 'consequenceDone manager '],
    says: `The lead was taken from its owner, ${BY_DUE}`,
  },
  {
    do: 'return',
    shows: [undefined, undefined, 'recycled'],
    told: ['consequenceDone owner nora@sales.example', 'consequenceDone marketing '],
    says: `The lead went back to marketing, ${BY_DUE}`,
  },
  {
    do: 'suspend',
    shows: [undefined, '7', 'accepted'],
    told: ['consequenceDone owner nora@sales.example', 'consequenceDone manager '],
    says: `The owner gets no further leads, ${BY_DUE}`,
  },
  {
    do: 'agenda',
    shows: [undefined, '7', 'accepted'],
    told: ['agendaPoint sales ', 'agendaPoint marketing '],
    says: `Both sides were told of it as a point for their meeting, ${BY_DUE}`,
  },
];

describe('R28 what follows when a promise of sales is not kept', () => {
  it.each(ROWS)('$do $to', ({ do: kind, to = null, shows, told, says }) => {
    const agreement = agreementOn(step(kind, { to }));
    const story = overdueLead(agreement);
    story.at(DUE);
    const before = story.state;
    const decision = story.at(SETTLED);
    const about = { agreement, leadId: '501', owners: OWNERS, now: SETTLED };
    const notices = noticesOf(about, decision.consequences);

    expect([
      wanted(decision, 'hubspot_owner_id'),
      decision.task?.ownerId,
      wanted(decision, 'accord_handover_status'),
    ]).toEqual(shows);
    expect(notices.map((one) => `${one.kind} ${one.audience} ${one.recipient}`)).toEqual(told);
    expect(notices[0]).toMatchObject({
      clause: { id: 'first-touch' },
      leads: ['501'],
      teams: ['Paris'],
      at: SETTLED,
    });
    expect(decision.reasons.map((reason) => sentence(reason, 'en', agreement))).toContain(says);

    story.touch(hoursAfter(T0, 3));
    const back = story.at(LATER);
    const undone = noticesOf({ ...about, now: LATER }, back.consequences);

    expect([back.state.owner.value, back.state.cycle]).toEqual([before.owner.value, before.cycle]);
    expect([back.task, wanted(back, 'accord_sla_status')]).toEqual([null, 'met']);
    expect(undone.map(({ kind: what, audience }) => [what, audience])).toEqual(
      notices.map(({ audience }) => ['consequenceUndone', audience]),
    );
    expect(new Set([...notices, ...undone].map(({ key }) => key)).size).toBe(notices.length * 2);
  });
});
