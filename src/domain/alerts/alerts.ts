// Mutual alerts (R32): each side is told of the other's promises of a month that are at risk or broken, with clause, numbers
// and leads, from the very ledger that the reports show.
import type { Agreement, Instant } from '#domain/agreement.ts';
import { labelSales, type SalesState } from '#domain/handling/sales-clauses.ts';
import { DAY_MS, fromEpochMs, laterOf, toEpochMs } from '#domain/instant.ts';
import { labelClause } from '#domain/marketing/clause-sentences.ts';
import { type ClauseFinding, type ClauseState, findingsOf } from '#domain/marketing/clauses.ts';
import { monthOf } from '#domain/marketing/month.ts';
import type { Notice, NoticeAudience, NoticeContent } from '#domain/notices/notice.ts';

/** What became known longer ago is told to nobody any more: an installation that stood still does not tell of last year. */
const NEWS_DAYS = 31;

export interface AlertMonth {
  /** The version that was in force in the month. */
  readonly agreement: Agreement;
  /** `2026-11` */
  readonly month: string;
  readonly now: Instant;
  readonly marketing: readonly ClauseState[];
  readonly sales: readonly SalesState[];
  /** Since when people are told. */
  readonly toldSince: Instant;
}

/** Of each clause one per reader; the key tells it once as at risk, and once more as broken. */
export function alertsOf(at: AlertMonth): readonly Notice[] {
  return [
    ...at.marketing.flatMap((state) => alertsOfMarketing(state, at)),
    ...at.sales.flatMap((state) => alertsOfSales(state, at)),
  ];
}

/** Sales is told what it does not get, marketing what it does not keep. */
function alertsOfMarketing(state: ClauseState, at: AlertMonth): readonly Notice[] {
  if (!isNews(verdictOn(state, at), at)) return [];
  return (['sales', 'marketing'] as const).flatMap((audience) =>
    tellMarketing(state, at, { audience, recipient: '' }),
  );
}

/** At most one; none where the clause is neither at risk nor broken. */
export function tellMarketing(
  state: ClauseState,
  at: AlertMonth,
  reader: Pick<Notice, 'audience' | 'recipient'>,
): readonly Notice[] {
  const { agreement, month } = at;
  return findingsOf(month, [state]).map((finding) => {
    const label = labelClause(state, { agreement, month, language: agreement.language });
    const clause = { id: finding.clauseId, label };
    return notice(at, finding.alarm, {
      ...reader,
      clause,
      leads: finding.leadIds,
      ...contentOf(finding, state),
    });
  });
}

/** When the clause's month is judged. */
export function verdictOn(
  state: ClauseState,
  { agreement: { calendar }, month }: Pick<AlertMonth, 'agreement' | 'month'>,
): Instant {
  return state.kind === 'quality' ? state.judgedAt : monthOf(calendar, month).end;
}

function contentOf(finding: ClauseFinding, { promise }: Pick<ClauseState, 'promise'>): NoticeContent {
  switch (finding.kind) {
    case 'volume': {
      const { delivered, expected, owed } = finding.numbers;
      return { kind: 'volumeBehind', params: { reached: delivered, expected, promised: owed } };
    }
    case 'quality': {
      const { reached, matured, promised } = finding.numbers;
      const isOfMeetings = 'to' in promise && promise.to === 'meeting';
      const params = { reached, total: matured, target: promised };
      return { kind: isOfMeetings ? 'fewMeetings' : 'qualityLow', params };
    }
    case 'completeness': {
      const { complete, handedOver, promised } = finding.numbers;
      return { kind: 'completenessLow', params: { reached: complete, total: handedOver, target: promised } };
    }
  }
}

/** Marketing, and who answers for the clause; sales hears of its clocks one by one. */
function alertsOfSales(state: SalesState, at: AlertMonth): readonly Notice[] {
  const { alarm, promise, kept, due, judgedAt, leads } = state;
  if (alarm === 'none' || !isNews(judgedAt, at)) return [];
  const { month, agreement } = at;
  const said = {
    clause: { id: promise.id, label: labelSales(state, { month, language: agreement.language }) },
    leads: leads.filter(({ counts, fulfils }) => counts && !fulfils).map(({ leadId }) => leadId),
    kind: 'slowHandling' as const,
    params: { reached: kept, total: due, target: promise.rate },
  };
  return [
    notice(at, alarm, { audience: 'marketing', recipient: '', ...said }),
    ...(promise.owner === null
      ? []
      : [notice(at, alarm, { audience: 'manager', recipient: promise.owner, ...said })]),
  ];
}

/** Also one that is still to come: until then a clause is at risk. */
export function isNews(verdictAt: Instant, at: AlertMonth): boolean {
  return verdictAt > newsSince(at);
}

export function newsSince({ now, toldSince }: Pick<AlertMonth, 'now' | 'toldSince'>): Instant {
  return laterOf(toldSince, fromEpochMs(toEpochMs(now) - NEWS_DAYS * DAY_MS));
}

type Said = NoticeContent &
  Pick<Notice, 'clause' | 'leads' | 'recipient'> & { readonly audience: NoticeAudience };

function notice({ agreement, month, now }: AlertMonth, alarm: 'atRisk' | 'broken', said: Said): Notice {
  const { clause, audience, leads } = said;
  return {
    ...said,
    key: ['alert', agreement.id, month, clause.id, alarm, audience].join(' '),
    agreementId: agreement.id,
    leads: [...new Set(leads)],
    teams: [],
    language: agreement.language,
    at: now,
  };
}
