// The shipped agreement judged on a seeded portal after a month of life: numbers that a practitioner would believe.
import { describe, expect, it } from 'vitest';
import { decide } from '#domain/decide.ts';
import { initialState } from '#domain/lead.ts';
import { templateAgreement } from '#test/support/agreement-text.ts';
import { contextAt } from '#test/support/builders.ts';
import { liveSeededPortal } from '#test/support/seeded-portal.ts';

const START_MS = Date.UTC(2026, 8, 1);
const DAYS = 30;

describe.each([
  ['fr', 'Europe/Paris'],
  ['en', 'Europe/London'],
] as const)('the %s template on a seeded portal in %s', (language, timeZone) => {
  const agreement = templateAgreement(language);
  const now = new Date(START_MS + DAYS * 86_400_000).toISOString();
  const verdicts = liveSeededPortal({ timeZone, startMs: START_MS, days: DAYS })
    .map((facts) => decide(agreement, { facts, state: initialState() }, contextAt(now)).verdict)
    .filter(({ inScope }) => inScope);
  const share = (count: number): number => count / verdicts.length;

  it('finds 5 to 12 % of the leads in scope to be MQLs', () => {
    const mqls = share(verdicts.filter(({ qualifies }) => qualifies).length);

    expect(verdicts.length).toBeGreaterThan(2_000);
    expect(mqls).toBeGreaterThan(0.05);
    expect(mqls).toBeLessThan(0.12);
  });

  it('fills every field of the grade table, and none with more than half of the leads', () => {
    const counts = Map.groupBy(verdicts, ({ grade }) => grade);
    const shares = [...counts].map(([grade, leads]) => ({ grade, share: share(leads.length) }));

    expect(shares.map(({ grade }) => grade).toSorted()).toEqual('A1 A2 A3 B1 B2 B3 C1 C2 C3'.split(' '));
    expect(shares.filter((cell) => cell.share < 0.005 || cell.share > 0.5)).toEqual([]);
  });

  it('gives every persona, and none to at least a third', () => {
    const counts = Map.groupBy(verdicts, ({ persona }) => persona ?? 'none');

    expect([...counts.keys()].toSorted()).toEqual(['company-head', 'finance', 'marketing', 'none', 'sales']);
    expect(share(counts.get('none')?.length ?? 0)).toBeGreaterThan(1 / 3);
  });

  it('holds back students and whoever unsubscribed', () => {
    const gates = new Set(verdicts.flatMap(({ gates: met }) => met));

    expect(gates).toEqual(new Set(['student', 'unsubscribed']));
  });
});
