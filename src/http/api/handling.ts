// Sales' clauses of a month as the API answers them.
import type { z } from 'zod';
import type { Language } from '#agreement/messages.ts';
import type { CoverageState } from '#domain/handling/coverage.ts';
import { describeCoverage, sayCoverage } from '#domain/handling/coverage-sentences.ts';
import type { HandlingLead, HandlingState } from '#domain/handling/handling.ts';
import { describeHandling, sayHandling } from '#domain/handling/handling-sentences.ts';
import { labelSales, type SalesState } from '#domain/handling/sales-clauses.ts';
import { PER_PERCENT, percentOf } from '#domain/percent.ts';
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

export function salesLeads(state: SalesState, language: Language): Lead[] {
  if (state.kind === 'handling') return state.leads.map((lead) => handlingLead(lead, language));
  return state.leads.map(({ leadId: _id, standing, ...lead }) => ({
    ...lead,
    because: standing,
    text: sayCoverage(standing, language),
  }));
}

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

function handlingLead(lead: HandlingLead, language: Language): Lead {
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
