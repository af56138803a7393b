// What a meeting of both sides has to talk about (R32, R50): promises of which the agreement says that they are a point for it,
// at risk now or judged since the last one, with clause, numbers and leads.
import type { Agreement } from '#domain/agreement.ts';
import { FEEDBACK_ON_ALL } from '#domain/handling/coverage.ts';
import { describeClause, labelClause } from '#domain/marketing/clause-sentences.ts';
import { qualityOf } from '#domain/marketing/source-pauses.ts';
import { noticeWords } from '#domain/notices/notice-words.ts';
import type { Language } from '#domain/wording.ts';
import { type AlertMonth, alertsOf } from './alerts.ts';

export interface AgendaPoint {
  /** Whose promise it is. */
  readonly side: 'marketing' | 'sales';
  readonly clause: string;
  readonly text: string;
  /** Accord's lead ids. */
  readonly leads: readonly string[];
}

/** Of one month; `toldSince`: since when a verdict is news. `asking`: in force now. */
export function agendaOf(
  at: AlertMonth,
  asking: Pick<Agreement, 'sales' | 'marketing'>,
  language: Language,
): readonly AgendaPoint[] {
  const told = alertsOf({ ...at, agreement: { ...at.agreement, language } })
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

function isAsked(
  { side, clause }: AgendaPoint,
  { sales, marketing }: Pick<Agreement, 'sales' | 'marketing'>,
): boolean {
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
