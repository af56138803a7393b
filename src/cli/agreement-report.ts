// The texts of `agreement check`, English and French: problems with the line they stand on, or what the agreement says.

import type { AgreementChange } from '#agreement/diff.ts';
import type { ParsedAgreement, Problem } from '#agreement/parse.ts';
import type { Condition, Filter } from '#domain/agreement.ts';
import { isAttempts } from '#domain/agreement-sales.ts';
import { formatDuration, formatPoints } from '#domain/amounts.ts';
import { touchesOf } from '#domain/promise-words.ts';
import { join } from '#domain/typography.ts';

type Language = 'en' | 'fr';

const TEXTS = {
  en: {
    same: 'The two agreements say the same.',
    unreadable: 'cannot be read. Is the name right?',
    problems: (count: number) => (count === 1 ? '1 problem' : `${count} problems`),
    suggestion: 'write',
    ok: 'OK',
    scope: 'Scope',
    everybody: 'all contacts',
    narrowed: 'contacts that match scope.include',
    without: {
      customers: 'customers',
      own: 'our own domains',
      competitors: 'competitors',
      exclude: 'those of scope.exclude',
    },
    but: 'without',
    thresholds: 'MQL',
    from: 'from',
    leaves: 'leaves',
    below: 'below',
    byRules: 'by its own conditions',
    points: { total: 'points', fit: 'points of fit', engagement: 'points of engagement' },
    sql: { auto: 'SQL at once', propose: 'SQL when sales accepts', manual: 'SQL by hand' },
    rules: (fit: number, engagement: number, gates: number) =>
      `${fit} fit rules, ${engagement} engagement rules, ${gates} gates`,
    promises: 'Sales',
    accept: 'answers within',
    touch: 'first contact within',
    within: 'within',
    feedback: 'reason for a reject within',
    marketing: 'Marketing',
    perMonth: 'a month',
    of: 'of',
    become: 'become',
    calendar: 'Calendar',
    daysOff: 'days off',
    look: 'Worth a second look',
    notYet: 'Kept, but not run yet',
    line: 'line',
    colon: ':',
    semicolon: ';',
  },
  fr: {
    same: 'Les deux accords disent la même chose.',
    unreadable: 'ne peut pas être lu. Le nom est-il juste\u00a0?',
    problems: (count: number) => (count === 1 ? '1 problème' : `${count} problèmes`),
    suggestion: 'écrivez',
    ok: 'OK',
    scope: 'Champ',
    everybody: 'tous les contacts',
    narrowed: 'les contacts de scope.include',
    without: {
      customers: 'les clients',
      own: 'nos domaines',
      competitors: 'les concurrents',
      exclude: 'ceux de scope.exclude',
    },
    but: 'sans',
    thresholds: 'MQL',
    from: 'à partir de',
    leaves: 'sort',
    below: 'sous',
    byRules: 'selon ses propres conditions',
    points: { total: 'points', fit: 'points de profil', engagement: 'points d’engagement' },
    sql: { auto: 'SQL aussitôt', propose: 'SQL quand les ventes acceptent', manual: 'SQL à la main' },
    rules: (fit: number, engagement: number, gates: number) =>
      `${fit} règles de profil, ${engagement} règles d’engagement, ${gates} exclusions`,
    promises: 'Ventes',
    accept: 'répondent sous',
    touch: 'premier contact sous',
    within: 'sous',
    feedback: 'motif d’un refus sous',
    marketing: 'Marketing',
    perMonth: 'par mois',
    of: 'des',
    become: 'deviennent',
    calendar: 'Calendrier',
    daysOff: 'jours sans travail',
    look: 'À revoir',
    notYet: 'Conservé, mais pas encore exécuté',
    line: 'ligne',
    colon: '\u00a0:',
    semicolon: '\u00a0;',
  },
} as const;

export function unreadable(file: string, language: Language): string {
  return `${file} ${TEXTS[language].unreadable}`;
}

/** Each problem with its place, the line as written, and the fix. */
export function renderProblems(
  problems: readonly Problem[],
  source: { readonly file: string; readonly text: string; readonly language: Language },
): string {
  const words = TEXTS[source.language];
  const lines = source.text.split('\n');
  const blocks = problems.map((problem) => {
    const path = problem.path === '' ? '' : `${problem.path}${words.colon} `;
    const fix = problem.suggestion === undefined ? [] : [`  → ${words.suggestion} ${problem.suggestion}`];
    const quoted = quote(lines[problem.line - 1] ?? '', problem.column);
    return [
      `${source.file}:${problem.line}:${problem.column}  ${path}${problem.problem}`,
      ...quoted,
      ...fix,
    ].join('\n');
  });
  return [...blocks, words.problems(problems.length)].join('\n\n');
}

const MAX_LINE = 100;

/** The line around the column, with a mark under it. */
function quote(line: string, column: number): readonly string[] {
  const printable = line.replaceAll(/\p{Cc}/gu, ' ').trimEnd();
  if (printable.trim() === '') return [];
  const start = column > MAX_LINE - 20 ? column - 21 : 0;
  const shown = printable.slice(start, start + MAX_LINE);
  return [`  | ${shown}`, `  | ${' '.repeat(Math.max(0, column - 1 - start))}^`];
}

export function renderSummary(parsed: ParsedAgreement, file: string, language: Language): string {
  const { agreement, document, notes, notYetRun } = parsed;
  const words = TEXTS[language];
  const { score, calendar } = agreement;
  const row = (name: string, text: string): string => `${name}${words.colon} ${text}`;
  const rules = words.rules(score.fit.rules.length, score.engagement.rules.length, score.gates.length);
  return [
    `${words.ok}  ${file} – ${document.name}`,
    row(words.scope, describeScope(parsed, language)),
    row(
      words.thresholds,
      [describeThresholds(parsed, language), words.sql[agreement.stages.sql], rules].join(
        `${words.semicolon} `,
      ),
    ),
    row(words.promises, describeSales(parsed, language)),
    row(words.marketing, describeMarketing(parsed, language)),
    row(words.calendar, `${calendar.timeZone}, ${calendar.daysOff.length} ${words.daysOff}`),
    ...section(
      words.look,
      notes.map((note) => `${words.line} ${note.line}${words.colon} ${note.problem}`),
    ),
    ...section(
      words.notYet,
      notYetRun.map((part) => `${part.path}${words.colon} ${part[language]}`),
    ),
  ].join('\n');
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', title, ...lines.map((line) => `  - ${line}`)];
}

function describeScope({ document: { scope } }: ParsedAgreement, language: Language): string {
  const words = TEXTS[language];
  const who = scope.include === undefined ? words.everybody : words.narrowed;
  const out = [
    scope.customers === 'out' ? words.without.customers : '',
    (scope.ownDomains ?? []).length > 0 ? words.without.own : '',
    (scope.competitors ?? []).length > 0 ? words.without.competitors : '',
    scope.exclude === undefined ? '' : words.without.exclude,
  ].filter((part) => part !== '');
  return out.length === 0 ? who : `${who} ${words.but} ${join(out, language, 'and')}`;
}

function describeThresholds({ agreement }: ParsedAgreement, language: Language): string {
  const words = TEXTS[language];
  const { mqlEntry, mqlExit } = agreement.stages;
  const entry = `${words.from} ${describeLine(mqlEntry, language)}`;
  return mqlExit === null
    ? entry
    : `${entry}, ${words.leaves} ${words.below} ${describeLine(mqlExit, language)}`;
}

function describeLine(filter: Filter, language: Language): string {
  const isScore = (condition: Condition) => condition.kind === 'score';
  const scores = filter.anyOf.flat().filter(isScore);
  const [first, ...others] = scores;
  if (first === undefined || others.length > 0) return TEXTS[language].byRules;
  return `${formatPoints(first.milliPoints, language)} ${TEXTS[language].points[first.part]}`;
}

function describeSales({ agreement }: ParsedAgreement, language: Language): string {
  const words = TEXTS[language];
  return agreement.sales.clauses
    .filter(({ label }) => label === null)
    .map((clause) => {
      const what = isAttempts(clause) ? `${touchesOf(clause, language)} ${words.within}` : words[clause.kind];
      return `${what} ${formatDuration(clause.within, language)}`;
    })
    .join(', ');
}

function describeMarketing({ document }: ParsedAgreement, language: Language): string {
  const words = TEXTS[language];
  const { volume, quality } = document.promises.marketing;
  const volumes = volume.map(({ unit, perMonth, segment }) =>
    [perMonth, unit.toUpperCase(), words.perMonth, segment === undefined ? '' : `(${segment})`]
      .filter((part) => part !== '')
      .join(' '),
  );
  const share = formatPoints(quality.rate / 10, language);
  const rate = `${share}\u00a0% ${words.of} ${quality.from.toUpperCase()} ${words.become} ${quality.to.toUpperCase()}`;
  return [...volumes, rate].join(', ');
}

/** Under the title of each part what changes in it. */
export function renderChanges(changes: readonly AgreementChange[], language: Language): string {
  if (changes.length === 0) return TEXTS[language].same;
  const parts = Map.groupBy(changes, ({ part }) => part);
  return [...parts]
    .map(([part, list]) => [part, ...list.map(({ text }) => `  - ${text}`)].join('\n'))
    .join('\n\n');
}
