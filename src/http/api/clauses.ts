// Both sides' clauses as the API answers them.
import { judgeSales, type SalesState } from '#domain/handling/sales-clauses.ts';
import { describeClause, labelClause } from '#domain/marketing/clause-sentences.ts';
import { sayStanding } from '#domain/marketing/clause-words.ts';
import { type ClauseState, judgeMonth } from '#domain/marketing/clauses.ts';
import { PER_PERCENT, percentOf } from '#domain/percent.ts';
import { HttpProblem, inWords } from '#http/problem.ts';
import { problemWords } from '#http/problem-words.ts';
import type { WebContext } from '#http/web-context.ts';
import type { MonthRecord } from '#pipeline/clause-reports.ts';
import { readCompiled } from '#pipeline/versions/compiled-form.ts';
import type { CLAUSE_ROUTES } from './clause-contract.ts';
import type { Answer, Input } from './handler.ts';
import { salesItem, salesLeads } from './handling.ts';

type Contract = typeof CLAUSE_ROUTES;
type Asked<Name extends keyof Contract> = Pick<Input<Contract[Name]>, 'params' | 'query' | 'language'>;
type Told<Name extends keyof Contract> = Answer<Contract[Name]>;
type Item = Told<'listClauses'>['items'][number];

export async function listClauses(
  context: WebContext,
  asked: Asked<'listClauses'>,
): Promise<Told<'listClauses'>> {
  const record = await readMonth(context, asked);
  const agreement = readCompiled(record.version);
  const telling = { agreement, month: record.month, language: asked.language };
  return {
    ...headOf(record),
    since: record.since,
    items: [
      ...judgeMonth(agreement, record).map((state) => ({
        id: state.promise.id,
        label: labelClause(state, telling),
        side: 'marketing' as const,
        status: state.status,
        alarm: state.alarm,
        text: describeClause(state, telling),
        ...numbersOf(state),
      })),
      ...judgeSales(agreement, record).map((state) => salesItem(state, telling)),
    ],
  };
}

export async function listClauseLeads(
  context: WebContext,
  asked: Asked<'listClauseLeads'>,
): Promise<Told<'listClauseLeads'>> {
  const record = await readMonth(context, asked);
  const { after, limit } = asked.query;
  const { total, items } = await leadsBehind(context, record, asked);
  return { ...headOf(record), total, items, next: after + limit < total ? String(after + limit) : null };
}

/** The page of them that is asked for, of `total`. */
async function leadsBehind(
  { clauses }: WebContext,
  record: MonthRecord,
  { params, query: { after, limit }, language }: Asked<'listClauseLeads'>,
): Promise<Pick<Told<'listClauseLeads'>, 'total' | 'items'>> {
  const agreement = readCompiled(record.version);
  const page = <Lead>(leads: readonly Lead[]): Lead[] => leads.slice(after, after + limit);
  const isAsked = ({ promise }: { readonly promise: { readonly id: string } }): boolean =>
    promise.id === params.clauseId;
  const marketing = judgeMonth(agreement, record).find(isAsked);
  if (marketing !== undefined)
    return {
      total: marketing.leads.length,
      items: page(marketing.leads).map((lead) => marketingLead(lead, language)),
    };
  const sales = judgeSales(agreement, record).find(isAsked);
  if (sales === undefined) throw notThere('noSuchClause');
  const shown = pageOf(sales, page);
  const leadIds = shown.leads.map(({ leadId }) => leadId);
  const rejections = await clauses.readRejections(params.portalId, leadIds);
  return { total: sales.leads.length, items: salesLeads(shown, rejections, language) };
}

/** Of either kind, whose leads differ. */
function pageOf(state: SalesState, page: <Lead>(leads: readonly Lead[]) => Lead[]): SalesState {
  return state.kind === 'handling'
    ? { ...state, leads: page(state.leads) }
    : { ...state, leads: page(state.leads) };
}

function marketingLead(
  { contactId, at, channel, counts, fulfils, standing }: ClauseState['leads'][number],
  language: Asked<'listClauseLeads'>['language'],
): Told<'listClauseLeads'>['items'][number] {
  const text = sayStanding(standing, language);
  return { contactId, at, channel, counts, fulfils, because: standing, text };
}

export async function readMonth(
  { clauses }: WebContext,
  {
    params,
    query,
  }: {
    readonly params: { readonly portalId: string };
    readonly query: { readonly month?: string | undefined; readonly agreement?: string | undefined };
  },
): Promise<MonthRecord> {
  const { month = null, agreement: agreementId = null } = query;
  const record = await clauses.readMonth(params.portalId, { month, agreementId });
  if (record === null) throw notThere('noAgreementThen');
  return record;
}

function notThere(key: 'noSuchClause' | 'noAgreementThen'): HttpProblem {
  return new HttpProblem(inWords(problemWords(key), { status: 404, code: 'NOT_FOUND' }));
}

function headOf({
  month,
  now,
  version,
}: MonthRecord): Omit<Told<'listClauseLeads'>, 'total' | 'items' | 'next'> {
  return { month, at: now, agreement: { id: version.agreementId, version: version.version } };
}

type Numbers = Item extends infer Each
  ? Each extends Extract<Item, { side: 'marketing' }>
    ? Omit<Each, 'id' | 'label' | 'side' | 'status' | 'alarm' | 'text'>
    : never
  : never;

function numbersOf(state: ClauseState): Numbers {
  switch (state.kind) {
    case 'volume': {
      const { kind, promise, promised, owed, delivered, expected, projection, workingDays, daysBegun } =
        state;
      const { unit, segment, channel, campaign } = promise;
      const pace = state.pace.map((day) => ({ ...day }));
      const figures = { promised, owed, delivered, expected, projection, workingDays, daysBegun };
      return { kind, unit, segment, channel, campaign, ...figures, pace };
    }
    case 'quality': {
      const { kind, promise, judgedAt, cohort, matured, reached, interval, meets } = state;
      return {
        kind,
        from: promise.from,
        to: promise.to,
        promised: promise.rate / PER_PERCENT,
        judgedAt,
        cohort,
        matured,
        reached,
        percent: percentOf(reached, matured),
        low: Math.floor(interval.low * 1000) / 10,
        high: Math.ceil(interval.high * 1000) / 10,
        meets,
        belowFloor: state.belowFloor.map((channel) => ({ ...channel })),
      };
    }
    case 'completeness': {
      const { kind, promise, handedOver, complete } = state;
      const percent = percentOf(complete, handedOver);
      return { kind, promised: promise.rate / PER_PERCENT, handedOver, complete, percent };
    }
  }
}
