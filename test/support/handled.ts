// Leads of November 2026 as sales' clauses count them (ledger.ts has the calendar: Paris, nine to five).
import type { Agreement } from '#domain/agreement.ts';
import { type HandlingState, judgeHandling } from '#domain/handling/handling.ts';
import type { HandledLead } from '#domain/handling/standing.ts';
import { agreementWith, clausesWith } from './builders.ts';
import { CALENDAR, NOVEMBER, paris } from './ledger.ts';

/** First touches owed for nine leads in ten, the head of sales answers for them; answers for all. */
export const SALES_AGREEMENT: Agreement = {
  ...agreementWith({
    sales: {
      clauses: clausesWith({ 'first-touch': { rate: 900_000, owner: 'head.of.sales@our-company.example' } }),
    },
  }),
  calendar: CALENDAR,
};

let ids = 0;

/** First touch due on Tuesday 10 November at eleven, met half an hour before, but for what is given. */
export function handled(given: Partial<HandledLead> = {}): HandledLead {
  ids += 1;
  const leadId = given.leadId ?? `handled-${ids}`;
  return {
    contactId: leadId,
    cycle: 1,
    clause: 'first-touch',
    ownerId: '7',
    dueAt: paris('2026-11-10 11:00'),
    metAt: paris('2026-11-10 10:30'),
    isExcused: false,
    isOver: false,
    isBreached: false,
    hasFired: false,
    ...given,
    leadId,
  };
}

/** Due, breached while the portal was live, and not met. */
export const UNMET: Partial<HandledLead> = { metAt: null, isBreached: true, hasFired: true };

export function many(count: number, given: Partial<HandledLead> = {}): readonly HandledLead[] {
  return Array.from({ length: count }, () => handled(given));
}

interface Given {
  readonly now: string;
  readonly handled: readonly HandledLead[];
  readonly since?: string | null;
  readonly agreement?: Agreement;
}

export function judgeSales(given: Given): readonly HandlingState[] {
  const since = given.since === undefined ? '2026-01-01T00:00:00.000Z' : given.since;
  const ledger = { month: NOVEMBER, now: given.now, since, handled: given.handled };
  return judgeHandling(given.agreement ?? SALES_AGREEMENT, ledger);
}

export function handlingOf(given: Given, clause = 'first-touch'): HandlingState {
  const state = judgeSales(given).find(({ promise }) => promise.id === clause);
  if (state === undefined) throw new Error(`no clause ${clause}`);
  return state;
}
