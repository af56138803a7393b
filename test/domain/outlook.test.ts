// When a promise of sales has a lead looked at again: at what turns it, and not at what does not.
import { describe, expect, it } from 'vitest';
import type { SalesClause } from '#domain/agreement-sales.ts';
import { agreementWith, clausesWith, hoursAfter, signal, T0 } from '#test/support/builders.ts';
import { DUE, overdueLead, type Story } from '#test/support/overdue-lead.ts';

const hour = (hours: number): string => hoursAfter(T0, hours);
type Further = Partial<SalesClause> & Pick<SalesClause, 'id' | 'start' | 'within'>;

/** Every MQL is SQL; beside the first touch within a working day, what is given. */
function storyOf(changes: Partial<SalesClause>, further: readonly Further[] = []): Story {
  const agreement = agreementWith({
    stages: { sql: 'auto', mqlExit: null },
    sales: { clauses: clausesWith({ 'first-touch': changes }, further) },
  });
  return overdueLead(agreement);
}

function call(story: Story, hours: number): void {
  const touch = { ...signal('touch', hour(hours)), ownerId: '7' };
  story.facts = { ...story.facts, signals: [...story.facts.signals, touch] };
}

describe('a call that is dated ahead', () => {
  it.each([
    ['is waited for where it keeps the promise of two', 2, { at: hour(5), exact: true }],
    ['turns nothing where the promise of one is kept', 1, null],
  ])('%s', (_, count, reviewAt) => {
    const story = storyOf({ count });
    call(story, 1);
    call(story, 5);

    expect(story.at(hour(2)).reviewAt).toEqual(reviewAt);
    expect(story.at(hour(5)).clocks).toMatchObject([{ clause: 'first-touch', status: 'met' }]);
  });
});

describe('a promise that is broken', () => {
  const second: Further = { id: 'second', start: 'handOver', within: { unit: 'elapsedHours', amount: 30 } };

  it('does not hide that the next one will be', () => {
    const story = storyOf({}, [second]);

    expect(story.at(hour(1)).reviewAt).toEqual({ at: DUE, exact: true });
    expect(story.at(DUE).reviewAt).toEqual({ at: hour(30), exact: true });
    expect(story.at(hour(30)).clocks.map(({ status }) => status)).toEqual(['breached', 'breached']);
  });

  it('is not looked at again where nothing is left to come', () => {
    expect(storyOf({}).at(DUE).reviewAt).toBeNull();
  });
});

describe('a pause to come', () => {
  const pauses = [{ reason: 'holiday', from: hour(2), to: hour(3) }];
  const paused = (changes: Partial<SalesClause>, touchedAfter: number | null): Story => {
    const { agreement } = storyOf({ pauses: ['holiday'], ...changes });
    const atMost = { unit: 'elapsedHours', amount: 6 } as const;
    const rules = [{ id: 'holiday', label: 'Holiday', atMost, perLead: null }];
    const story = overdueLead({ ...agreement, sales: { ...agreement.sales, pauses: rules } });
    story.facts = { ...story.facts, pauses };
    if (touchedAfter !== null) call(story, touchedAfter);
    return story;
  };

  it('is waited for while the promise runs, and not once it is kept', () => {
    expect(paused({}, null).at(hour(1)).reviewAt).toEqual({ at: hour(2), exact: true });
    expect(paused({}, 0.5).at(hour(1)).reviewAt).toBeNull();
  });
});
