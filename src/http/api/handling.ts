// Sales' clauses of a month as the API answers them.
import type { z } from 'zod';
import type { Language } from '#agreement/messages.ts';
import type { CoverageState } from '#domain/handling/coverage.ts';
import { describeCoverage, sayCoverage } from '#domain/handling/coverage-sentences.ts';
import type { HandlingLead, HandlingState } from '#domain/handling/handling.ts';
import { describeHandling, sayHandling } from '#domain/handling/handling-sentences.ts';
import { labelSales, type SalesState } from '#domain/handling/sales-clauses.ts';
import { PER_PERCENT, percentOf } from '#domain/percent.ts';
import type { Rejection } from '#domain/reject-note.ts';
import type { CLAUSE_ROUTES } from './clause-contract.ts';

type Answer<Name extends keyof typeof CLAUSE_ROUTES> = z.output<(typeof CLAUSE_ROUTES)[Name]['answer']>;
type Item = Extract<Answer<'listClauses'>['items'][number], { side: 'sales' }>;
type Lead = Answer<'listClauseLeads'>['items'][number];

interface Telling {
  readonly month: string;
  readonly language: Language;
}

export function salesItem(state: SalesState, telling: Telling): Item {
  return state.kind === 'coverage' ? coverageItem(state, telling) : handlingItem(state, telling);
}

/** `rejections`: by lead. */
export function salesLeads(
  state: SalesState,
  rejections: Readonly<Record<string, readonly Rejection[]>>,
  language: Language,
): Lead[] {
  const rejectedOf = ({ leadId, cycle }: Pick<HandlingLead, 'leadId' | 'cycle'>): Rejected => {
    const found = rejections[leadId]?.find((rejection) => rejection.cycle === cycle);
    return found === undefined ? null : { reason: found.reason, note: found.note };
  };
  if (state.kind === 'handling')
    return state.leads.map((lead) => ({ ...handlingLead(lead, language), rejected: rejectedOf(lead) }));
  return state.leads.map(({ contactId, handedOverAt, counts, fulfils, standing, ...lead }) => ({
    contactId,
    handedOverAt,
    counts,
    fulfils,
    because: standing,
    text: sayCoverage(standing, language),
    rejected: rejectedOf(lead),
  }));
}

type SalesLead = Extract<Lead, { rejected: unknown }>;
type Rejected = SalesLead['rejected'];

function coverageItem(state: CoverageState, telling: Telling): Item {
  const { kind, promise, status, alarm, judgedAt, due, kept, young } = state;
  return {
    id: promise.id,
    label: labelSales(state, telling),
    kind,
    side: 'sales',
    status,
    alarm,
    text: describeCoverage(state, telling.language),
    promised: promise.rate / PER_PERCENT,
    judgedAt,
    handedOver: due,
    answered: kept,
    silent: due - kept,
    young,
    percent: percentOf(kept, due),
  };
}

function handlingItem(state: HandlingState, telling: Telling): Item {
  const { kind, promise, status, alarm, judgedAt, due, kept, late, broken, excused, young } = state;
  return {
    id: promise.id,
    label: labelSales(state, telling),
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

function handlingLead(
  lead: HandlingLead,
  language: Language,
): Omit<Extract<Lead, { dueAt: string }>, 'rejected'> {
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
