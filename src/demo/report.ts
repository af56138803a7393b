// The demo's closing table: what HubSpot holds, read back over HTTP, beside what Accord knows, in a RevOps person's words.

import { renderBars, renderTable } from '#cli/table.ts';
import type { Agreement } from '#domain/agreement.ts';
import type { Decision } from '#domain/decision.ts';
import { explainLead } from '#domain/explain/decision-sentences.ts';
import { statusIn } from '#domain/lead-status.ts';
import { isNoticeTaskKey } from '#pipeline/notices/send-task.ts';
import type { LedgerCounts, LedgerLead, LedgerTask } from '#store/ledger.ts';
import type { PortalDump } from './portal-dump.ts';
import { type Language, type TextKey, textIn } from './texts.ts';

export interface ReportInput {
  readonly language: Language;
  readonly agreement: Agreement;
  readonly dump: PortalDump;
  readonly leads: readonly LedgerLead[];
  readonly tasks: readonly LedgerTask[];
  readonly counts: LedgerCounts;
  /** Business time, ISO. */
  readonly now: string;
  readonly baseline: number;
}

const SCORE_BAND = 10;
const SHOWN_DIFFERENCES = 20;

export function renderStages({ language, dump, leads }: ReportInput): string {
  const own = new Map(
    leads.map((lead) => [lead.contactId, lead.state.stage.by === 'accord' ? lead.state.stage.value : null]),
  );
  const stages = Map.groupBy(dump.contacts, (record) => record.values['lifecyclestage'] ?? '');
  const rows = [...stages].map(([stage, records]): [string, number, number] => [
    stage === '' ? textIn(language, 'noStage') : stage,
    records.length,
    records.filter((record) => own.get(record.id) === stage).length,
  ]);
  rows.sort((a, b) => b[1] - a[1]);
  return section(
    textIn(language, 'stageTitle'),
    renderTable(headings(language, ['stage', 'contacts', 'byAccord']), rows),
  );
}

export function renderStatuses({ language, leads }: ReportInput): string {
  const groups = Map.groupBy(leads, (lead) => lead.state.status);
  const rows = [...groups].map(([status, group]): [string, number] => [
    statusIn(language, status),
    group.length,
  ]);
  rows.sort((a, b) => b[1] - a[1]);
  return section(textIn(language, 'statusTitle'), renderTable(headings(language, ['status', 'leads']), rows));
}

/** As marketers' workflows see them: the written property where scores are switched on, else what would be written. */
export function renderScores({ language, dump, leads }: ReportInput): string {
  const written = dump.contacts.flatMap((record) => record.values['accord_score'] ?? []);
  const scores =
    written.length > 0
      ? written.map(Number)
      : leads.flatMap((lead) => lead.decision?.state.scored?.total ?? []);
  const bands = Map.groupBy(scores, (score) => Math.floor(score / SCORE_BAND));
  const known = [...bands.keys()];
  const rows = [];
  for (let band = Math.min(...known); band <= Math.max(...known); band++) {
    rows.push({
      label: `${band * SCORE_BAND} – ${(band + 1) * SCORE_BAND - 1}`,
      count: bands.get(band)?.length ?? 0,
    });
  }
  return section(textIn(language, 'scoreTitle'), renderBars(rows));
}

export function renderTasks({ language, dump, tasks, agreement, now }: ReportInput): string {
  const names = new Map(
    dump.owners.map((owner) => [
      owner.id,
      [owner.firstName, owner.lastName].filter(Boolean).join(' ') || owner.id,
    ]),
  );
  const open = dump.tasks.filter((task) => isOpenTask(task.values));
  const clauses = new Map(tasks.map((task) => [task.taskKey, task.clause]));
  const format = dueFormat(language, agreement.calendar.timeZone);
  const rows = [...Map.groupBy(open, (task) => task.values['hubspot_owner_id'] ?? '')].map(
    ([owner, group]) => {
      const dues = group.map((task) => dueMs(task.values)).sort((a, b) => a - b);
      const countOf = (clause: string): number =>
        group.filter((task) => clauses.get(task.values['accord_task_key'] ?? '') === clause).length;
      return [
        names.get(owner) ?? owner,
        group.length,
        countOf('accept'),
        countOf('firstTouch'),
        countOf('feedback'),
        dues.filter((due) => due < Date.parse(now)).length,
        format.format(dues[0] ?? 0),
      ] as const;
    },
  );
  rows.sort((a, b) => b[1] - a[1]);
  const head = headings(language, ['rep', 'open', 'accept', 'firstTouch', 'feedback', 'overdue', 'nextDue']);
  return section(textIn(language, 'taskTitle'), renderTable(head, rows));
}

export function renderExplained(input: ReportInput): string {
  const { language, leads } = input;
  const chosen = [
    [
      'handedOverLead',
      best(leads, (lead) => lead.state.status === 'handedOver' || lead.state.status === 'accepted'),
    ],
    ['almostLead', best(leads, isAlmost)],
    [
      'heldLead',
      best(
        leads,
        (lead) => lead.state.status === 'baseline' || (lead.decision?.verdict.gates.length ?? 0) > 0,
      ),
    ],
  ] as const;
  const parts = chosen.flatMap(([key, lead]) => {
    if (lead === null || lead.decision === null) return [];
    return [explainOne(input, { title: textIn(language, key), lead, decision: lead.decision })];
  });
  return section(textIn(language, 'leadsTitle'), parts.join('\n\n'));
}

function explainOne(
  { language, agreement, dump }: ReportInput,
  what: { readonly title: string; readonly lead: LedgerLead; readonly decision: Decision },
): string {
  const values = dump.contacts.find((record) => record.id === what.lead.contactId)?.values ?? {};
  const who = [
    values['firstname'],
    values['lastname'],
    values['company'] ? `(${values['company']})` : '',
    values['jobtitle'],
  ];
  const { why, whyNotYet } = explainLead(agreement, what.decision, language);
  const list = (key: 'why' | 'whyNotYet', sentences: readonly string[]): string[] =>
    sentences.length === 0
      ? []
      : [
          `    ${textIn(language, key)}${colon(language)}`,
          ...sentences.map((sentence) => `      · ${sentence}`),
        ];
  return [
    `  ${what.title}${colon(language)} ${who.filter(Boolean).join(' ') || what.lead.contactId}`,
    ...list('why', why),
    ...list('whyNotYet', whyNotYet),
  ].join('\n');
}

/** French puts a space before it. */
function colon(language: Language): string {
  return language === 'fr' ? ' :' : ':';
}

function isAlmost(lead: LedgerLead): boolean {
  const verdict = lead.decision?.verdict;
  return (
    lead.state.status === 'none' &&
    verdict !== undefined &&
    verdict.inScope &&
    !verdict.qualifies &&
    verdict.gates.length === 0
  );
}

function best(leads: readonly LedgerLead[], fits: (lead: LedgerLead) => boolean): LedgerLead | null {
  const sorted = leads.filter(fits).toSorted((a, b) => totalOf(b) - totalOf(a));
  return sorted[0] ?? null;
}

export function totalOf(lead: LedgerLead): number {
  return lead.decision?.verdict.total ?? 0;
}

export function renderLedger({ language, dump, counts, baseline }: ReportInput): string {
  const { accepted, duplicated, setAside, echoed } = counts;
  const rows: [string, string][] = [
    [textIn(language, 'baselineRow'), String(baseline)],
    [textIn(language, 'eventsRow'), `${accepted} / ${duplicated} / ${setAside} / ${echoed}`],
    [textIn(language, 'callsRow'), String(dump.stats.calls.total)],
    [textIn(language, 'perEventRow'), String(2 * (accepted - echoed))],
    [textIn(language, 'writesRow'), String(dump.stats.calls.recordWrites)],
    [
      textIn(language, 'throttledRow'),
      String(dump.stats.rateLimited.general + dump.stats.rateLimited.search),
    ],
    [textIn(language, 'decisionsRow'), String(counts.decisions)],
    [textIn(language, 'parkedRow'), String(counts.parked)],
  ];
  const width = Math.max(...rows.map(([label]) => label.length));
  return section(
    textIn(language, 'ledgerTitle'),
    rows.map(([label, value]) => `  ${label.padEnd(width)}  ${value}`).join('\n'),
  );
}

/** Whether HubSpot and Accord agree, as the last words and the exit code. */
export function renderDifferences(
  language: Language,
  differences: readonly string[],
): { readonly text: string; readonly exitCode: 0 | 1 } {
  if (differences.length === 0) return { text: `\n${textIn(language, 'agrees')}`, exitCode: 0 };
  const shown = differences.slice(0, SHOWN_DIFFERENCES).map((difference) => `  · ${difference}`);
  const more = differences.length - shown.length;
  const lines = [
    '',
    textIn(language, 'disagrees'),
    ...shown,
    ...(more > 0 ? [`  ${textIn(language, 'moreProblems', { count: more })}`] : []),
  ];
  return { text: lines.join('\n'), exitCode: 1 };
}

export function section(title: string, body: string): string {
  return `\n${title}\n${body}`;
}

export function headings(language: Language, keys: readonly TextKey[]): string[] {
  return keys.map((key) => textIn(language, key));
}

function isOpenTask(values: Readonly<Record<string, string | null>>): boolean {
  const key = values['accord_task_key'] ?? '';
  return key !== '' && !isNoticeTaskKey(key) && values['hs_task_status'] !== 'COMPLETED';
}

function dueMs(values: Readonly<Record<string, string | null>>): number {
  const text = values['hs_timestamp'] ?? '';
  return /^\d+$/.test(text) ? Number(text) : Date.parse(text);
}

export function dueFormat(language: Language, timeZone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(language === 'fr' ? 'fr-FR' : 'en-GB', {
    timeZone,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
  });
}
