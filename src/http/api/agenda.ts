// The agenda of a meeting as the API answers it: from the very ledgers that alerts are made of.
import type { z } from 'zod';
import { readDocument } from '#agreement/parse.ts';
import type { Agreement } from '#domain/agreement.ts';
import { type AgendaPoint, agendaOf, monthsToDiscuss } from '#domain/alerts/agenda.ts';
import { tellPause } from '#domain/explain/source-pause-sentences.ts';
import { judgeSales } from '#domain/handling/sales-clauses.ts';
import { DAY_MS, fromEpochMs, toEpochMs } from '#domain/instant.ts';
import { judgeMonth } from '#domain/marketing/clauses.ts';
import { noticeWords } from '#domain/notices/notice-words.ts';
import { makeWords } from '#domain/wording.ts';
import { HttpProblem, inWords } from '#http/problem.ts';
import { problemWords } from '#http/problem-words.ts';
import type { WebContext } from '#http/web-context.ts';
import type { MonthRecord } from '#pipeline/clause-reports.ts';
import { ALL_STANDING } from '#pipeline/consequences/source-pauses.ts';
import { readCompiled } from '#pipeline/versions/compiled-form.ts';
import type { AGENDA_ROUTES } from './contract-agenda.ts';
import type { Input } from './handler.ts';

type Asked = Input<(typeof AGENDA_ROUTES)['readAgenda']>;
type Agenda = z.output<(typeof AGENDA_ROUTES)['readAgenda']['answer']>;
type Point = Agenda['points'][number];

const DAYS = { weekly: 7, monthly: 31 } as const;
/** Where the agreement says nothing. */
const LEADS = 5;

export async function readAgenda(context: WebContext, asked: Asked): Promise<Agenda> {
  const { params, query } = asked;
  const agreementId = query.agreement ?? null;
  const current = await context.clauses.readMonth(params.portalId, { month: null, agreementId });
  if (current === null)
    throw new HttpProblem(inWords(problemWords('noAgreementThen'), { status: 404, code: 'NOT_FOUND' }));
  const agreement = readCompiled(current.version);
  const { most, ...meeting } = meetingOf(current, query.meeting);
  const since = fromEpochMs(toEpochMs(current.now) - DAYS[query.meeting] * DAY_MS);
  const place = { ...asked, agreement, current, since, most };
  return {
    at: current.now,
    since,
    agreement: { id: agreement.id, version: agreement.version },
    meeting,
    points: [
      ...(await listPromises(context, place)),
      ...(await listBreaches(context, place)),
      ...(await listPauses(context, place)),
    ],
  };
}

/** As the agreement has it; a document that this release cannot read says nothing of it. */
function meetingOf(
  { version }: MonthRecord,
  rhythm: Asked['query']['meeting'],
): Agenda['meeting'] & { readonly most: number } {
  const document = readDocument(version.document);
  if (!document.ok) return { day: null, at: null, minutes: 0, agenda: [], most: LEADS };
  const { day = null, at = null, minutes, agenda, leads = LEADS } = document.value.review[rhythm];
  return { day, at, minutes, agenda: [...agenda], most: leads };
}

interface Place extends Pick<Asked, 'params' | 'language'> {
  /** In force now. */
  readonly agreement: Agreement;
  readonly current: MonthRecord;
  readonly since: string;
  /** Leads named per point. */
  readonly most: number;
}

async function listPromises({ clauses }: WebContext, place: Place): Promise<readonly Point[]> {
  const { params, agreement: asking, current, since, language } = place;
  const { now } = current;
  const points: Point[] = [];
  const matureAfterDays = await clauses.readMatureAfterDays(params.portalId, asking.id);
  for (const month of monthsToDiscuss(asking, { now, since, matureAfterDays }).toSorted()) {
    const asked = { month, agreementId: asking.id };
    const record = month === current.month ? current : await clauses.readMonth(params.portalId, asked);
    if (record === null) continue;
    const agreement = readCompiled(record.version);
    const marketing = judgeMonth(agreement, record);
    const sales = judgeSales(agreement, record);
    const contacts = new Map(
      [...marketing, ...sales].flatMap(({ leads }) =>
        leads.map(({ leadId, contactId }) => [leadId, contactId] as const),
      ),
    );
    const at = { agreement, month, now, marketing, sales, toldSince: since };
    points.push(...agendaOf(at, asking, language).map((point) => pointOf(point, contacts, place.most)));
  }
  return points;
}

function pointOf(
  { side, clause, text, leads }: AgendaPoint,
  contacts: ReadonlyMap<string, string | null>,
  most: number,
): Point {
  const named = leads.flatMap((id) => contacts.get(id) ?? []).slice(0, most);
  return { kind: 'promise', side, clause, text, leads: named, total: leads.length };
}

/** Of sales' clauses whose breaches are a point of the meeting. */
async function listBreaches({ consequences }: WebContext, place: Place): Promise<readonly Point[]> {
  const { params, agreement, since, language, most } = place;
  const asked = { agreementId: agreement.id, since };
  const found = await consequences.store.listAgenda(params.portalId, asked);
  const words = makeWords(language, agreement);
  return found.map(({ clause, contactIds, total }) => {
    const content = { kind: 'agendaPoint', params: {} } as const;
    const text = noticeWords(language).sentence(content, { label: words.clause(clause), leads: total });
    return { kind: 'breach', side: 'sales', clause, text, leads: contactIds.slice(0, most), total };
  });
}

async function listPauses({ consequences }: WebContext, place: Place): Promise<readonly Point[]> {
  const { params, agreement, language, most } = place;
  const { items } = await consequences.pauses.list(params.portalId, ALL_STANDING);
  const points: Point[] = [];
  for (const pause of items.filter(({ agreementId }) => agreementId === agreement.id)) {
    const held = (await consequences.pauses.listHeld(params.portalId, pause.id, most)) ?? [];
    points.push({
      kind: 'sourcePause',
      side: 'marketing',
      clause: pause.clause,
      text: tellPause(pause, language),
      leads: held.map(({ contactId }) => contactId),
      total: pause.held,
    });
  }
  return points;
}
