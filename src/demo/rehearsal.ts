// The extra part of a rehearsal on one's own export: who would be handed over, from where, why not the others, and how
// the backlog would be released without flooding anybody (5a.2).

import { renderTable } from '#cli/table.ts';
import { planRelease } from '#domain/backlog/release-plan.ts';
import { explainLead } from '#domain/explain/decision-sentences.ts';
import { tellPlan } from '#domain/explain/release-sentences.ts';
import { byWorth } from '#domain/priority.ts';
import { PER_REP_AND_DAY } from '#pipeline/backlog/backlog.ts';
import type { LedgerLead } from '#store/ledger.ts';
import { headings, type ReportInput, section } from './report.ts';
import { textIn } from './texts.ts';

const SHOWN_SOURCES = 12;
const SHOWN_REASONS = 10;
const SHOWN_LEADS = 5;

export function renderRehearsal(input: ReportInput): string {
  return [
    renderPlan(input),
    renderGrades(input),
    renderSources(input),
    renderReasons(input),
    renderBest(input),
  ].join('\n');
}

/** Over the line: baseline now, handed over once switched on and released. */
function overTheLine(input: ReportInput): readonly LedgerLead[] {
  return input.leads.filter((lead) => lead.decision?.verdict.qualifies === true);
}

function renderPlan(input: ReportInput): string {
  const { language, dump, agreement } = input;
  const over = overTheLine(input).length;
  const owners = dump.owners
    .filter(({ archived }) => !archived)
    .map(({ id, email }) => ({ id, email: email?.toLowerCase() ?? '' }));
  const plan = planRelease(agreement.routing, { leads: over, perRepAndDay: PER_REP_AND_DAY, owners });
  const rows = [
    [textIn(language, 'wouldRow'), String(over)],
    [textIn(language, 'shareRow'), percent(over, dump.contacts.length)],
    [textIn(language, 'planRow', { perDay: PER_REP_AND_DAY }), tellPlan(plan, language)],
  ] as const;
  const width = Math.max(...rows.map(([label]) => label.length));
  const table = rows.map(([label, value]) => `  ${label.padEnd(width)}  ${value}`);
  const notes = [textIn(language, 'totalsOnly'), ...(over === 0 ? [textIn(language, 'nobodyOver')] : [])];
  return section(textIn(language, 'planTitle'), [...table, ...notes.map((note) => `\n  ${note}`)].join('\n'));
}

function renderGrades({ language, leads }: ReportInput): string {
  const judged = leads.filter((lead) => lead.decision?.verdict.inScope === true);
  const grades = Map.groupBy(judged, (lead) => lead.decision?.verdict.grade ?? '');
  const letters = [...new Set([...grades.keys()].map((grade) => grade.slice(0, 1)))].sort();
  const digits = [...new Set([...grades.keys()].map((grade) => grade.slice(1)))].sort();
  const rows = letters.map((letter) => [
    letter,
    ...digits.map((digit) => grades.get(letter + digit)?.length ?? 0),
  ]);
  return section(textIn(language, 'gradeTitle'), renderTable(['', ...digits], rows));
}

function renderSources(input: ReportInput): string {
  const { language, dump } = input;
  const over = new Set(overTheLine(input).map((lead) => lead.contactId));
  const sources = Map.groupBy(
    dump.contacts,
    (record) => record.values['hs_analytics_source'] ?? textIn(language, 'noStage'),
  );
  const rows = [...sources].map(([source, records]) => {
    const count = records.filter((record) => over.has(record.id)).length;
    return [source, records.length, count, percent(count, records.length).padStart(6)] as const;
  });
  rows.sort((a, b) => b[1] - a[1]);
  const head = headings(language, ['source', 'contacts', 'over', 'share']);
  return section(textIn(language, 'sourceTitle'), renderTable(head, rows.slice(0, SHOWN_SOURCES)));
}

function renderReasons({ language, leads, agreement }: ReportInput): string {
  const counts = new Map<string, number>();
  const count = (label: string): Map<string, number> => counts.set(label, (counts.get(label) ?? 0) + 1);
  const gateLabels = new Map(agreement.score.gates.map((gate) => [gate.id, gate.label]));
  for (const { decision } of leads) {
    if (decision === null || decision.verdict.qualifies) continue;
    const { verdict } = decision;
    if (!verdict.inScope) count(textIn(language, 'outOfScope'));
    if (verdict.inScope && !verdict.meetsMql) count(textIn(language, 'belowLine'));
    for (const id of verdict.gates) count(textIn(language, 'gate', { name: gateLabels.get(id) ?? id }));
    for (const name of verdict.missingFields) count(textIn(language, 'missing', { name }));
  }
  const rows = [...counts].sort((a, b) => b[1] - a[1]).slice(0, SHOWN_REASONS);
  return section(textIn(language, 'whyNotTitle'), renderTable(headings(language, ['reason', 'leads']), rows));
}

function renderBest(input: ReportInput): string {
  const { language, agreement, dump } = input;
  const compareWorth = byWorth(agreement.score);
  const first = overTheLine(input)
    .toSorted((a, b) => compareWorth(worthOf(a), worthOf(b)))
    .slice(0, SHOWN_LEADS);
  const lines = first.flatMap((lead) => {
    if (lead.decision === null) return [];
    const { why } = explainLead(agreement, lead.decision, language);
    const email = dump.contacts.find((record) => record.id === lead.contactId)?.values['email'] ?? '';
    return [`  ${lead.contactId} ${email}`, ...why.map((sentence) => `    · ${sentence}`)];
  });
  return first.length === 0 ? '' : section(textIn(language, 'bestTitle'), lines.join('\n'));
}

function worthOf({ leadId, state: { scored } }: LedgerLead): Parameters<ReturnType<typeof byWorth>>[0] {
  return { leadId, grade: scored?.grade ?? '', score: scored?.total ?? 0 };
}

function percent(part: number, whole: number): string {
  return whole === 0 ? '–' : `${((100 * part) / whole).toFixed(1)} %`;
}
