// Sales' clauses of a month as the API answers them.
import type { z } from 'zod';
import type { Language } from '#agreement/messages.ts';
import type { HandlingLead, HandlingState } from '#domain/handling/handling.ts';
import { describeHandling, labelHandling, sayHandling } from '#domain/handling/handling-sentences.ts';
import { PER_PERCENT, percentOf } from '#domain/percent.ts';
import type { CLAUSE_ROUTES } from './clause-contract.ts';

type Answer<Name extends keyof typeof CLAUSE_ROUTES> = z.output<(typeof CLAUSE_ROUTES)[Name]['answer']>;
type Item = Extract<Answer<'listClauses'>['items'][number], { side: 'sales' }>;
type Lead = Extract<Answer<'listClauseLeads'>['items'][number], { dueAt: string }>;

export function handlingItem(
  state: HandlingState,
  telling: { readonly month: string; readonly language: Language },
): Item {
  const { kind, promise, status, alarm, judgedAt, due, kept, late, broken, excused, young } = state;
  return {
    id: promise.id,
    label: labelHandling(state, telling),
    kind,
    side: 'sales',
    status,
    alarm,
    text: describeHandling(state, telling.language),
    promised: promise.rate / PER_PERCENT,
    judgedAt,
    due,
    kept,
    late,
    broken,
    excused,
    young,
    percent: percentOf(kept, due),
    low: Math.floor(state.interval.low * 1000) / 10,
    high: Math.ceil(state.interval.high * 1000) / 10,
  };
}

export function handlingLead(lead: HandlingLead, language: Language): Lead {
  const { contactId, ownerId, dueAt, metAt, counts, fulfils, standing } = lead;
  return {
    contactId,
    ownerId: ownerId === '' ? null : ownerId,
    dueAt,
    metAt,
    counts,
    fulfils,
    because: standing,
    text: sayHandling(standing, language),
  };
}
