// Who owes a missing field, and by when (R36). Until the hand-over marketing answers for the lead, then sales, unless the
// agreement says otherwise.

import type { Agreement, Instant } from './agreement.ts';
import type { Side } from './agreement-data.ts';
import { addDuration } from './business-time.ts';
import type { Course } from './course.ts';
import { countedSince } from './decision.ts';
import { earliest, laterOf } from './instant.ts';
import { isProtected } from './lifecycle-order.ts';
import { missingAt } from './mandatory.ts';
import { makeWords } from './wording.ts';

/** A field that is missing, and who has to bring it. */
export interface Debt {
  readonly name: string;
  readonly owedBy: Side;
  /** Null: the agreement sets no time, or it has not begun. */
  readonly dueAt: Instant | null;
}

/** Of the lead's stage and the next, then those that keep it from MQL; none in a protected stage. */
export function debtsOf(course: Course): readonly Debt[] {
  const { agreement, view, state, verdict } = course;
  if (isProtected(agreement.stages, state.stage.value)) return [];
  const names = [...missingAt(agreement, view, state.stage.value), ...verdict.missingFields];
  return [...new Set(names)].map((name) => debtOf(course, name));
}

function debtOf(course: Course, name: string): Debt {
  const { agreement } = course;
  const clause = agreement.data.owes.find(({ fields }) => fields.includes(name));
  if (clause === undefined) return { name, owedBy: usualDebtor(agreement, name), dueAt: null };
  const start = startOf(course, clause.by);
  const dueAt = start === null ? null : addDuration(agreement.calendar, start, clause.within);
  return { name, owedBy: clause.by, dueAt };
}

function usualDebtor({ data }: Agreement, name: string): Side {
  const { lead, mql } = data.mandatory;
  return lead.fields.includes(name) || mql.fields.includes(name) ? 'marketing' : 'sales';
}

/** Marketing's time runs from the contact's creation (from the first switch-on for older ones), sales' from the assignment. */
function startOf({ view, context, state }: Course, side: Side): Instant | null {
  return side === 'marketing' ? laterOf(view.facts.createdAt, countedSince(context)) : state.assignedAt;
}

export const SIDE_NAMES = {
  en: { marketing: 'Marketing', sales: 'Sales' },
  fr: { marketing: 'Marketing', sales: 'Ventes' },
} as const;

/** `Marketing: company, country · Sales: phone number`, so that each team can list what it owes; '' when nothing is. */
export function describeDebts({ language }: Agreement, debts: readonly Debt[]): string {
  if (debts.length === 0) return '';
  const words = makeWords(language);
  const colon = language === 'fr' ? '\u00a0: ' : ': ';
  return (['marketing', 'sales'] as const)
    .flatMap((side) => {
      const fields = debts.filter(({ owedBy }) => owedBy === side).map(({ name }) => words.field(name));
      return fields.length === 0 ? [] : [`${SIDE_NAMES[language][side]}${colon}${fields.join(', ')}`];
    })
    .join(' · ');
}

/** The earliest of the times that run; null when none does. */
export function earliestDue(debts: readonly Debt[]): Instant | null {
  return earliest(debts.map(({ dueAt }) => dueAt));
}
