// Which lead a rep takes first (R11): a band that is written to HubSpot, and the order of the work queue.
// The band looks at grade and status only, so that time alone rewrites it no more often than the grade.

import type { Agreement, Instant } from './agreement.ts';
import { isOpen } from './course.ts';
import type { TaskClause } from './decision.ts';
import { placeIn } from './grade.ts';
import type { LeadState, Verdict } from './lead.ts';
import { compare } from './order.ts';
import { NEXT_STEPS } from './promise-words.ts';
import { setFrench } from './typography.ts';
import { type Language, makeWords, type Words } from './wording.ts';

export const PRIORITIES = ['high', 'medium', 'low'] as const;
export type Priority = (typeof PRIORITIES)[number];

/** From the third band on all count alike. */
const LAST_PLACE = 2;

/** '' for a lead that sales has not in hand. */
export function priorityOf(agreement: Agreement, state: LeadState, verdict: Verdict): Priority | '' {
  if (!isOpen(state)) return '';
  const { grade } = agreement.score;
  const places =
    Math.min(LAST_PLACE, placeIn(grade.fit, verdict.fit)) +
    Math.min(LAST_PLACE, placeIn(grade.engagement, verdict.engagement));
  // A1, A2, B1 are high; A3, B2, C1 medium. Who was contacted or refused waits behind who was not.
  const isBehind = state.status === 'working' || state.status === 'rejected';
  const step = Math.max(0, places - 1) + (isBehind ? 1 : 0);
  return PRIORITIES[Math.min(step, PRIORITIES.length - 1)] ?? 'low';
}

/** What tells which of two leads is the better one. */
interface LeadWorth {
  readonly leadId: string;
  readonly grade: string;
  /** Whole points, as written. */
  readonly score: number;
}

/** A lead that sales has in hand. */
export interface QueueLead extends LeadWorth {
  /** '' while it waits for an owner. */
  readonly ownerId: string;
  readonly priority: Priority | '';
  /** What is due; null when nothing is. */
  readonly due: { readonly clause: TaskClause; readonly at: Instant } | null;
}

/** Due soonest first, what is not due last; then the best first. */
export function orderQueue<Lead extends QueueLead>(
  { score }: Pick<Agreement, 'score'>,
  leads: readonly Lead[],
): readonly Lead[] {
  const compareWorth = byWorth(score);
  return leads.toSorted((a, b) => compare(a.due?.at ?? NEVER, b.due?.at ?? NEVER) || compareWorth(a, b));
}

/** By grade, score and, so that the order is always the same, lead id. */
export function byWorth({ grade }: Agreement['score']): (a: LeadWorth, b: LeadWorth) => number {
  const places = placesOf(grade);
  const placeOf = (lead: LeadWorth): number => places.get(lead.grade) ?? places.size;
  return (a, b) =>
    placeOf(a) - placeOf(b) || compare(a.grade, b.grade) || b.score - a.score || compare(a.leadId, b.leadId);
}

/** Of each grade, from 0, the best: bands may be called S, A, B. One of an earlier version, no longer given, comes last. */
function placesOf({ fit, engagement }: Agreement['score']['grade']): ReadonlyMap<string, number> {
  const grades = fit.flatMap(({ letter }) => engagement.map(({ digit }) => `${letter}${digit}`));
  return new Map(grades.map((grade, place) => [grade, place]));
}

/** Behind every instant. */
const NEVER = '~';

/** `Accept or reject by Monday 2 March 2026 at 18:00; grade A1, 72 points.` The words' agreement gives the time zone. */
export function explainPlace(
  lead: QueueLead,
  {
    agreement,
    language,
    now,
  }: { readonly agreement?: Agreement; readonly language: Language; readonly now: Instant },
): string {
  const words = makeWords(language, agreement);
  const points = words.points(lead.score * 1000);
  if (language === 'fr')
    return setFrench(`${dueInFrench(lead, words, now)} ; note ${lead.grade}, ${points} points.`);
  return `${dueInEnglish(lead, words, now)}; grade ${lead.grade}, ${points} points.`;
}

function dueInEnglish({ due, ownerId }: QueueLead, words: Words, now: Instant): string {
  if (due === null) return ownerId === '' ? 'Waits for an owner' : 'Nothing is due';
  return `${NEXT_STEPS.en[due.clause]} by ${words.instant(due.at)}${due.at < now ? ' (overdue)' : ''}`;
}

function dueInFrench({ due, ownerId }: QueueLead, words: Words, now: Instant): string {
  if (due === null) return ownerId === '' ? 'Attend un propriétaire' : 'Rien n’est dû';
  return `${NEXT_STEPS.fr[due.clause]} avant le ${words.instant(due.at)}${due.at < now ? ' (en retard)' : ''}`;
}
