// What a meeting of both sides has to talk about (R32, R50): promises of which the agreement says that they are a point for it,
// at risk now or judged since the last one, with clause, numbers and leads.
import type { Agreement } from '#domain/agreement.ts';
import { addDuration } from '#domain/business-time.ts';
import { FEEDBACK_ON_ALL } from '#domain/handling/coverage.ts';
import { describeClause, labelClause } from '#domain/marketing/clause-sentences.ts';
import { qualityOf } from '#domain/marketing/source-pauses.ts';
import type { Notice } from '#domain/notices/notice.ts';
import { noticeWords } from '#domain/notices/notice-words.ts';
import type { Language } from '#domain/wording.ts';
import { type AlertMonth, alertsOf, verdictOn } from './alerts.ts';
import { monthsToFollow } from './months.ts';

export interface AgendaPoint {
  /** Whose promise it is. */
  readonly side: 'marketing' | 'sales';
  readonly clause: string;
  readonly text: string;
  /** Accord's lead ids. */
  readonly leads: readonly string[];
}

/** Of one month; `toldSince`: since when a verdict is news. `asking`: in force now. */
export function agendaOf(at: AlertMonth, asking: Asking, language: Language): readonly AgendaPoint[] {
  const told = dueAlerts({ ...at, agreement: { ...at.agreement, language } }, asking)
    // Of every alert one is marketing's.
    .filter(({ audience }) => audience === 'marketing')
    .map((notice): AgendaPoint => {
      const { clause, leads } = notice;
      const text = noticeWords(language).sentence(notice, { label: clause.label, leads: leads.length });
      return { side: notice.kind === 'slowHandling' ? 'sales' : 'marketing', clause: clause.id, text, leads };
    });
  const below = sourcesBelow(at, language);
  // It says what became of the clause, too.
  const others = told.filter(
    (point) => isAsked(point, asking) && !below.some(({ clause }) => clause === point.clause),
  );
  return [...others, ...below];
}

type Asking = Pick<Agreement, 'sales' | 'marketing'>;

/**
 * Where the agreement waits before it makes a point of a clause of marketing's, it waits from the verdict on: one that is only at
 * risk has none. Of those of sales each breach waits for itself.
 */
function dueAlerts(at: AlertMonth, { marketing: { agendaAfter } }: Asking): readonly Notice[] {
  if (agendaAfter === undefined) return alertsOf(at);
  const due = at.marketing.flatMap((state) => {
    const verdictAt = verdictOn(state, at);
    const pointAt = addDuration(at.agreement.calendar, verdictAt, agendaAfter);
    const isDue = state.alarm === 'broken' && pointAt > at.toldSince && pointAt <= at.now;
    // As it was news then.
    return isDue ? alertsOf({ ...at, marketing: [state], sales: [], now: verdictAt, toldSince: '' }) : [];
  });
  return [...due, ...alertsOf({ ...at, marketing: [] })];
}

/** Those whose clauses may be points of a meeting, when the one before was at `since`. */
export function monthsToDiscuss(
  { calendar, marketing: { agendaAfter } }: Agreement,
  window: Parameters<typeof monthsToFollow>[2],
): readonly string[] {
  return monthsToFollow(calendar, agendaAfter === undefined ? [] : [agendaAfter], window);
}

function isAsked({ side, clause }: AgendaPoint, { sales, marketing }: Asking): boolean {
  if (side === 'marketing') return marketing.agenda === true;
  return sales.clauses.some(
    ({ id, kind, consequences }) =>
      (id === clause || (clause === FEEDBACK_ON_ALL && kind === 'feedback')) &&
      consequences.some((step) => step.do === 'agenda'),
  );
}

/** Where the quality has a floor, a source below it is a matter for the meeting whatever the month as a whole came to. */
function sourcesBelow(
  { agreement, marketing, month, toldSince }: AlertMonth,
  language: Language,
): readonly AgendaPoint[] {
  const state = qualityOf(marketing);
  if (state === undefined || state.belowFloor.length === 0 || state.judgedAt <= toldSince) return [];
  const telling = { agreement, month, language };
  const sources = state.belowFloor.map(({ channel }) => channel);
  const leads = state.leads.filter(
    ({ channel, counts, fulfils }) => sources.includes(channel) && counts && !fulfils,
  );
  return [
    {
      side: 'marketing',
      clause: state.promise.id,
      text: `${labelClause(state, telling)}. ${describeClause(state, telling)}`,
      leads: leads.map(({ leadId }) => leadId),
    },
  ];
}
