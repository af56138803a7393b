// What the contact's deals say about its lead.
import { expect, it } from 'vitest';
import { hasOpenDeal, isDealLost, isDealWon } from '#domain/deals.ts';
import { type Deal, initialState } from '#domain/lead.ts';
import { factsWith, hoursAfter, T0 } from '#test/support/builders.ts';
import { deal } from '#test/support/lifecycle-stories.ts';

const ended = (status: Deal['status'], hours: number): Deal =>
  deal({ status, statusAt: hoursAfter(T0, hours) });

it.each<[string, Deal[], open: boolean, won: boolean, lost: boolean]>([
  ['no deal', [], false, false, false],
  ['an open one', [ended('open', 1)], true, false, false],
  ['one won since', [ended('won', 1)], false, true, false],
  ['one won when answers were spent', [ended('won', 0)], false, false, false],
  ['one lost since', [ended('lost', 1)], false, false, true],
  ['one lost before', [ended('lost', -1)], false, false, false],
  ['one lost since, one still open', [ended('lost', 1), ended('open', -9)], true, false, false],
  ['one won since, one still open', [ended('won', 1), ended('open', -9)], true, true, false],
  ['one lost since, one won before', [ended('lost', 1), ended('won', -1)], false, false, true],
])('%s: open %s, won %s, lost %s', (...[, deals, open, won, lost]) => {
  const facts = factsWith({ deals });
  const state = { ...initialState(), answersAfter: T0 };

  expect([hasOpenDeal(facts), isDealWon(state, facts), isDealLost(state, facts)]).toEqual([open, won, lost]);
});

it('every end is news where no answer was ever spent', () => {
  expect(isDealWon(initialState(), factsWith({ deals: [ended('won', -9_999)] }))).toBe(true);
});
