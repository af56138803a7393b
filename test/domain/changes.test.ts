// What can still change about a lead under an agreement, and the lead after it has changed.
import { describe, expect, it } from 'vitest';
import type { Condition, Filter } from '#domain/agreement.ts';
import {
  applyChanges,
  type Change,
  listFieldChanges,
  listPropertyChanges,
  listSignalChanges,
  waitOf,
} from '#domain/explain/changes.ts';
import {
  type AgreementChanges,
  agreementWith,
  cell,
  contactIs,
  daysAfter,
  engagementRule,
  factsWith,
  mandatory,
  scoreAtLeast,
  scoreBelow,
  signal,
  T0,
  when,
} from '#test/support/builders.ts';

type Rule = ReturnType<typeof engagementRule>;

function signalsOf(rules: readonly Rule[], changes: AgreementChanges = {}): readonly string[] {
  const score = { engagement: { cap: 100_000, groups: [], rules }, ...changes.score };
  return listSignalChanges(agreementWith({ ...changes, score })).map(
    ({ rule, signal: kind, detail }) => `${rule ?? 'asked'} ${kind} “${detail}”`,
  );
}

function counts(kind: 'form' | 'call', detailContains?: string): Condition {
  const about = detailContains === undefined ? {} : { detailContains };
  return { kind: 'signals', signal: kind, operator: 'GTE', count: 1, withinDays: 30, ...about };
}

const form = engagementRule('form', 10);
const demo = engagementRule('demo', 40, { detailContains: 'demo' });
const reply = engagementRule('reply', 5, { signal: 'emailReply' });
const open = engagementRule('open', 0, { signal: 'emailOpen' });
const absent = engagementRule('absent', -20, { signal: 'meeting' });

describe('the signals that can come', () => {
  it.each<[string, readonly Rule[], AgreementChanges, readonly string[]]>([
    [
      'are those of rules with points, in their order',
      [reply, open, absent, form],
      {},
      ['reply emailReply “”', 'form form “”'],
    ],
    ['are two where one counts for more', [form, demo], {}, ['form form “”', 'demo form “demo”']],
    [
      'are one where both count alike, whatever the case',
      [demo, engagementRule('again', 20, { detailContains: 'DEMO' })],
      {},
      ['demo form “demo”'],
    ],
    [
      'are two where one rule asks for more than the other',
      [demo, engagementRule('request', 20, { detailContains: 'demo request' })],
      {},
      ['demo form “demo”', 'request form “demo request”'],
    ],
    [
      'are alike only for one kind',
      [form, engagementRule('call', 10, { signal: 'call' })],
      {},
      ['form form “”', 'call call “”'],
    ],
    [
      'are those that a condition counts, once',
      [form],
      { stages: { leadEntry: when(counts('call'), counts('form')) } },
      ['form form “”', 'asked call “”'],
    ],
    [
      'are those that a condition counts by what they are about',
      [form],
      { stages: { leadEntry: when(counts('form', 'Demo')) } },
      ['form form “”', 'asked form “Demo”'],
    ],
  ])('%s', (...[, rules, changes, signals]) => {
    expect(signalsOf(rules, changes)).toEqual(signals);
  });

  it('name the first rule they count for, none where only a condition counts them', () => {
    const asking = agreementWith({ stages: { leadEntry: when(counts('call')) } });

    expect(listSignalChanges(asking)).toEqual([
      { kind: 'signal', rule: 'form', signal: 'form', detail: '' },
      { kind: 'signal', rule: null, signal: 'call', detail: '' },
    ]);
  });

  const competitor = agreementWith().score.gates[0]!;
  const gateWhen = (filter: Filter) => ({ ...competitor, when: filter });
  const ofRule = (operator: 'GT' | 'LT'): Condition => {
    return { kind: 'scorePart', of: 'rule', id: 'form', parts: ['form'], operator, milliPoints: 50_000 };
  };
  const older: Condition = {
    kind: 'property',
    object: 'contact',
    property: 'age',
    operator: 'LT',
    value: '3',
  };
  const newer: Condition = { ...older, operator: 'GT' };

  it.each<[string, AgreementChanges, boolean]>([
    ['no line is from above', {}, false],
    ['the scope ends at a line', { scope: { include: when(scoreBelow(90)), exclude: null } }, true],
    ['the entry ends at a line', { stages: { mqlEntry: when(scoreAtLeast(50), scoreBelow(90)) } }, true],
    ['the entry ends at a line of one rule', { stages: { mqlEntry: when(ofRule('LT')) } }, true],
    ['the entry asks for a lower property', { stages: { mqlEntry: when(scoreAtLeast(50), older) } }, false],
    ['a gate shuts above a line', { score: { gates: [gateWhen(when(ofRule('GT')))] } }, true],
    [
      'a gate shuts above a line, one way',
      { score: { gates: [gateWhen({ anyOf: [[newer], [ofRule('GT')]] })] } },
      true,
    ],
    ['a gate shuts above a property', { score: { gates: [gateWhen(when(newer))] } }, false],
    ['a gate shuts below a line', { score: { gates: [gateWhen(when(scoreBelow(90)))] } }, false],
    [
      'a rule disqualifies above a line',
      { disqualify: [{ id: 'd', label: 'D', when: when(scoreAtLeast(90)) }] },
      true,
    ],
    [
      'the scope leaves out above a line',
      { scope: { include: null, exclude: when(scoreAtLeast(90)) } },
      true,
    ],
    ['the scope leaves out below a line', { scope: { include: null, exclude: when(scoreBelow(10)) } }, false],
  ])('take points where less is wanted: %s', (_, changes, wanted) => {
    expect(signalsOf([form, absent, open], changes)).toEqual(
      wanted ? ['form form “”', 'absent meeting “”'] : ['form form “”'],
    );
  });
});

describe('the fields that can be filled in', () => {
  const facts = factsWith({ contact: { phone: '+33142685300', city: '' } });
  const fields = (how: 'block' | 'warn') =>
    listFieldChanges(agreementWith({ data: mandatory({ mql: ['phone', 'city', 'state'] }, how) }), facts);
  const empty = [
    { kind: 'field', property: 'city' },
    { kind: 'field', property: 'state' },
  ];

  it('are the empty ones, which must be filled in where they block and may be elsewhere', () => {
    expect(fields('block')).toEqual({ needed: empty, possible: [] });
    expect(fields('warn')).toEqual({ needed: [], possible: empty });
  });
});

describe('the properties that a person can change', () => {
  const optout = contactIs('hs_email_optout', 'true');
  const ofCompany = { ...optout, object: 'company' } as Condition;
  const listed = (condition: Condition, value: string): readonly unknown[] =>
    listPropertyChanges(
      agreementWith({ scope: { include: null, exclude: when(condition) } }),
      factsWith({ contact: { hs_email_optout: value } }),
    );

  it.each<[string, Condition, string, boolean]>([
    ['one that the agreement looks at', optout, 'true', true],
    ['none that has the value already', optout, 'FALSE', false],
    ['none that is empty', optout, '', false],
    ['none that the agreement does not look at', contactIs('city', 'Paris'), 'true', false],
    ['none of the company’s', ofCompany, 'true', false],
  ])('are %s', (...[, condition, value, isListed]) => {
    const change = { kind: 'property', property: 'hs_email_optout', value: 'false' };

    expect(listed(condition, value)).toEqual(isListed ? [change] : []);
  });
});

describe('a lead after changes', () => {
  const agreement = agreementWith();
  const call = signal('call', daysAfter(T0, 2));
  const early = signal('form', daysAfter(T0, -2));
  const facts = factsWith({ contact: { city: 'Paris' }, signals: [early, call] });
  const changes: readonly Change[] = [
    { kind: 'wait', until: T0 },
    { kind: 'signal', rule: null, signal: 'form', detail: 'Demo' },
    { kind: 'property', property: 'hs_email_optout', value: 'false' },
    { kind: 'signal', rule: 'meeting', signal: 'meeting', detail: '' },
    { kind: 'field', property: 'lastname' },
  ];

  it('has new values and signals of that instant, the signals in their order', () => {
    const { contact, signals } = applyChanges({ agreement, facts }, changes, T0);

    expect(contact).toMatchObject({
      city: { value: 'Paris' },
      hs_email_optout: cell('false', T0),
      lastname: { at: T0 },
    });
    expect(contact['lastname']?.value).not.toBe('');
    expect(signals).toEqual([
      early,
      { id: 'proposed:1', kind: 'form', at: T0, detail: 'Demo' },
      { id: 'proposed:3', kind: 'meeting', at: T0, detail: '' },
      call,
    ]);
  });

  it('has signals of one instant by their ids', () => {
    const at = [signal('form', T0, 'zz'), signal('call', T0), signal('touch', T0)];
    const { signals } = applyChanges(
      { agreement, facts: factsWith({ signals: at }) },
      changes.slice(1, 2),
      T0,
    );

    expect(signals.map(({ id }) => id)).toEqual([
      `call:${T0}:`,
      `form:${T0}:zz`,
      'proposed:0',
      `touch:${T0}:`,
    ]);
  });

  it('has waited as long as its longest wait', () => {
    const wait = (days: number): Change => ({ kind: 'wait', until: daysAfter(T0, days) });

    expect(waitOf([])).toBe('');
    expect(waitOf(changes)).toBe(T0);
    expect(waitOf([wait(1), wait(3), ...changes, wait(2)])).toBe(daysAfter(T0, 3));
  });
});
