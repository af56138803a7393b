// Who is told of a consequence where HubSpot or the agreement knows less than usual (R32); the usual is test/requirements'.
import { describe, expect, it } from 'vitest';
import { type NoticeOwner, noticesOf } from '#domain/consequences/notices.ts';
import type { ConsequenceEvent } from '#domain/decision.ts';
import { T0 } from '#test/support/builders.ts';
import { agreementOn, DUE, step } from '#test/support/overdue-lead.ts';

const agreement = agreementOn(step('reassign', { to: 'head@sales.example' }));
const OWNERS: readonly NoticeOwner[] = [
  { id: '8', email: 'max@sales.example', teams: ['Lyon'] },
  { id: '7', email: 'nora@sales.example', teams: ['Paris'] },
];
const event: ConsequenceEvent = {
  event: 'done',
  clause: 'first-touch',
  cycle: 1,
  run: 2,
  step: 0,
  do: 'reassign',
  dueAt: DUE,
  ownerId: '7',
  ownerAfter: '8',
  touchedAt: null,
  isRestored: false,
};
const tell = (changes: Partial<ConsequenceEvent> = {}, owners = OWNERS) =>
  noticesOf({ agreement, leadId: '501', owners, now: T0 }, [{ ...event, ...changes }]);

describe('what is told of a consequence', () => {
  it('is about its owner, to him and to whoever the agreement names', () => {
    expect(tell()).toMatchObject([
      {
        key: 'consequence done agreement-1 501 1 first-touch 2 0 owner',
        audience: 'owner',
        recipient: 'nora@sales.example',
        teams: ['Paris'],
        kind: 'consequenceDone',
        params: { consequence: 'reassign' },
      },
      { audience: 'manager', recipient: 'head@sales.example', teams: ['Paris'] },
    ]);
  });

  it('is told again when it is taken back', () => {
    expect(tell({ event: 'undone' })[0]).toMatchObject({
      key: 'consequence undone agreement-1 501 1 first-touch 2 0 owner',
      kind: 'consequenceUndone',
      params: { consequence: 'reassign' },
    });
  });

  it.each<[string, readonly NoticeOwner[]]>([
    ['whom HubSpot does not know any more', []],
    ['who has neither address nor team', [{ id: '7', email: null, teams: [] }]],
  ])('names nobody for an owner %s', (_, owners) => {
    expect(tell({}, owners)[0]).toMatchObject({ recipient: '', teams: [] });
  });

  it.each<[string, Partial<ConsequenceEvent>]>([
    ['step', { step: 3 }],
    ['promise', { clause: 'gone' }],
  ])('goes to the signatory where the agreement has no such %s any more', (_, changes) => {
    expect(tell(changes)[1]).toMatchObject({ audience: 'manager', recipient: '' });
  });

  it.each([
    ['warn', ['owner', 'salesPerson']],
    ['return', ['owner', 'marketing', 'salesPerson']],
    ['agenda', ['sales', 'marketing', 'salesPerson']],
    ['escalate', ['manager']],
  ] as const)('goes to whoever %s names, too, and to nobody twice', (what, audiences) => {
    const named = tell({ do: what }, OWNERS);

    expect(named.map(({ audience }) => audience)).toEqual(audiences);
    expect(named.at(-1)?.recipient).toBe('head@sales.example');
    const words = agreementOn(step(what, { to: 'sales lead' }));
    const unnamed = noticesOf({ agreement: words, leadId: '501', owners: OWNERS, now: T0 }, [
      { ...event, do: what },
    ]);
    expect(unnamed.map(({ audience }) => audience)).toEqual(
      audiences.filter((audience) => audience !== 'salesPerson'),
    );
  });

  it('goes to marketing as such, whoever a manager would be', () => {
    expect(tell({ do: 'return' })[1]).toMatchObject({ audience: 'marketing', recipient: '' });
  });
});
