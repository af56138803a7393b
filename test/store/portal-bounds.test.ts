// One portal never sees another's rows: every statement of src/store that names a table of portals compares its portal_id, and
// with a portal that it was given. The source is read as text; what runs over all portals is listed with its reason.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '#test/support/database.ts';
import { readStatements, type Statement, statementsIn } from '#test/support/sql-source.ts';

const FOLDER = join(import.meta.dirname, '../../src/store');

/** A round of the workers over all portals; what it finds is worked on portal by portal. */
const ROUND = 'finds what is due in any portal, and says of which it is';
const FRAGMENT = 'both its halves show portal_id, which is compared outside of them';
const KEYS = 'seals what is sealed with an old key again, row by row, in all portals';
/** Statements by file and place that name no portal, each with why nobody sees another's rows by it. */
const NO_PORTAL: Readonly<Record<string, string>> = {
  'action-callbacks.ts markSent': ROUND,
  'action-callbacks.ts recover': 'by what became of each alone, in all portals',
  'alerts.ts claimDueAlerts': ROUND,
  'fire-clocks.ts fireClocks': ROUND,
  'inbox.ts listUntold': 'the portals are those of the events, row by row',
  'journal.ts listJournalPortals': ROUND,
  'notice-messages.ts claimIn': ROUND,
  'notice-messages.ts composeDue': ROUND,
  'notice-messages.ts recoverUnknown': ROUND,
  'notices.ts dropSwitchedOff': 'each notice by the switches of its own portal',
  'notices.ts forgetNotices': 'by age alone, in all portals',
  'notices.ts listUnrouted': ROUND,
  'parked.ts PARKED': FRAGMENT,
  'retention.ts claimDue': ROUND,
  'rotate-keys.ts readKeyUse': KEYS,
  'rotate-keys.ts resealRow': KEYS,
  'sessions.ts endSession': 'by the hash of a token that only its browser has',
  'sessions.ts readSession':
    'by the hash of a token that only its browser has; it says of which portal it is',
  'stored-decisions.ts findDecision': 'by its number, for the command line of whoever runs Accord (replay)',
  'sweeps.ts claimDueSweeps': ROUND,
  'work.ts findDuePortals': ROUND,
  'workflow-actions.ts forgetCallbacks': 'by age alone, in all portals',
  'erasure/requests.ts findDueErasures': ROUND,
};
/** Tables by file and place whose portal is not compared where they are named. */
const NOT_TIED: Readonly<Record<string, string>> = {
  'action-callbacks.ts recover': 'by what became of each alone, in all portals',
  'api-budget.ts slotOf': 'by the number of a slot that was just taken for the portal',
  'notice-messages.ts claimIn': ROUND,
  'notices.ts dropSwitchedOff': 'each notice by the switches of its own portal',
  'notices.ts forgetNotices': 'by age alone, in all portals',
  'notices.ts listUnrouted': ROUND,
  'parked.ts PARKED': FRAGMENT,
  'parked.ts countParked': FRAGMENT,
  'parked.ts listParked': FRAGMENT,
  'rotate-keys.ts findOutdated': KEYS,
  'rotate-keys.ts readKeyUse': KEYS,
  'rotate-keys.ts resealRow': KEYS,
  'sessions.ts endSession': 'by the hash of a token that only its browser has',
  'sessions.ts storeSession': 'those that are over go, whosever they were',
  'workflow-actions.ts forgetCallbacks': 'by age alone, in all portals',
  'erasure/requests.ts findDueErasures': ROUND,
};
let test: TestDatabase;
let tables: readonly string[];
beforeAll(async () => {
  test = await testDatabase();
  const { rows } = await sql<{ name: string }>`
    select c.relname as name from pg_class c
    join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
    join pg_attribute a on a.attrelid = c.oid and a.attname = 'portal_id' and not a.attisdropped
    where c.relkind in ('r', 'p') and not c.relispartition order by 1`.execute(test.database.db);
  tables = rows.map(({ name }) => name);
});
afterAll(() => test.close());

interface Naming {
  readonly verb: string;
  readonly table: string;
  readonly alias: string | undefined;
  readonly index: number;
}

/** Words that follow a table and are no alias. */
const NO_ALIAS =
  'where|set|on|values|select|order|group|join|left|inner|cross|limit|for|returning|using|union|having|from|do|window';

/** One of a list that its file keeps. */
const ANY_TABLE = '\\$\\{sql\\.table\\([^}]*\\)\\}';

function namingsIn({ text }: Statement): readonly Naming[] {
  const naming = new RegExp(
    `\\b(from|join|into|update|using)\\s+(${tables.join('\\b|')}\\b|${ANY_TABLE})(?:\\s+as)?(?:\\s+(?!(?:${NO_ALIAS})\\b)([a-z_]+)\\b)?`,
    'g',
  );
  return [...text.matchAll(naming)].map((match) => ({
    verb: match[1] ?? '',
    table: match[2] ?? '',
    alias: match[3],
    index: match.index,
  }));
}

/** The query or subquery that something stands in. */
function queryAround(text: string, index: number): string {
  let depth = 0;
  let start = index;
  for (; start > 0; start -= 1) {
    if (text[start] === ')') depth += 1;
    if (text[start] === '(' && depth-- === 0) break;
  }
  depth = 0;
  let end = index;
  for (; end < text.length; end += 1) {
    if (text[end] === '(') depth += 1;
    if (text[end] === ')' && depth-- === 0) break;
  }
  return text.slice(start, end);
}

function isTied({ text }: Statement, { verb, table, alias, index }: Naming): boolean {
  const query = queryAround(text, index);
  if (verb === 'into') return new RegExp(`into\\s+${table}\\b[^(]*\\(\\s*portal_id\\b`).test(query);
  return [`\\b${alias ?? table}\\.`, '(?<![\\w.])'].some((owner) => {
    const column = `${owner}portal_id`;
    return new RegExp(
      `${column}\\s*(?:=|in\\b)|=\\s*${column}\\b|\\(${column}\\b[^()]*\\)\\s*(?:=|in\\b)`,
    ).test(query);
  });
}

/** Compared with, or inserted from, a value that was given; another column is none. */
const GIVEN =
  /portal_id\s*=\s*(?:any\()?\$\{(?!sql)|[(,]\s*\$\{(?!sql)[^}]*portal[^}]*\}|select\s+(?:distinct\s+)?(?:on\s*\([^)]*\)\s*)?\$\{(?!sql)[^}]*portal/i;

function isWhole({ text }: Statement): boolean {
  return /^\s*(?:select|with|insert|update|delete)\b/.test(text);
}

function placesOf(statements: readonly Statement[]): readonly string[] {
  return [...new Set(statements.map(({ file, place }) => `${file} ${place}`))].toSorted();
}

function untied(statements: readonly Statement[]): readonly string[] {
  return placesOf(
    statements.filter((statement) => namingsIn(statement).some((naming) => !isTied(statement, naming))),
  );
}

function unbound(statements: readonly Statement[]): readonly string[] {
  const ofPortals = statements.filter((statement) => namingsIn(statement).length > 0 && isWhole(statement));
  return placesOf(ofPortals.filter(({ text }) => !GIVEN.test(text)));
}

describe('the statements of the store', () => {
  const statements = readStatements(FOLDER);

  it('are all read, and most of them are about portals', () => {
    expect(tables.length).toBeGreaterThan(50);
    expect(statements.length).toBeGreaterThan(500);
    expect(statements.flatMap(namingsIn).length).toBeGreaterThan(600);
  });

  it('compare the portal of every table that has one, or say here why not', () => {
    expect(untied(statements)).toEqual(Object.keys(NOT_TIED).toSorted());
  });

  it('are given their portal, or say here why not', () => {
    expect(unbound(statements)).toEqual(Object.keys(NO_PORTAL).toSorted());
  });

  it('are written as SQL that can be read here', () => {
    const hidden = [...new Set(statements.map(({ file }) => file))].filter((file) =>
      /\bsql\.raw\(|\b(?:selectFrom|insertInto|updateTable|deleteFrom)\(/.test(
        readFileSync(join(FOLDER, file), 'utf8'),
      ),
    );

    expect(hidden).toEqual([]);
  });
});

describe('this reading of them', () => {
  const look = (source: string) => {
    const statements = statementsIn('x.ts', source);
    return { untied: untied(statements).length, unbound: unbound(statements).length };
  };

  it.each([
    ['names no portal', 'sql`select 1 from lead where lead_id = ${id}`', { untied: 1, unbound: 1 }],
    [
      'forgets the portal of a join',
      'sql`select 1 from lead l join mirror m on m.object_id = l.contact_id where l.portal_id = ${portalId}`',
      { untied: 1, unbound: 0 },
    ],
    [
      'forgets it in a subquery',
      'sql`update lead l set x = 1 where l.portal_id = ${portalId} and exists (select 1 from task t where t.lead_id = l.lead_id)`',
      { untied: 1, unbound: 0 },
    ],
    [
      'compares tables with one another only',
      'sql`select 1 from lead l join task t on t.portal_id = l.portal_id where l.lead_id = ${id}`',
      { untied: 0, unbound: 1 },
    ],
    ['inserts without it', 'sql`insert into task (task_key) values (${key})`', { untied: 1, unbound: 1 }],
    [
      'hides it in a fragment',
      'const at = sql`lead_id = ${id}`;\nfunction f() { return sql`delete from lead where ${at}`; }',
      { untied: 1, unbound: 1 },
    ],
  ])('notices one that %s', (_case, source, found) => {
    expect(look(source)).toEqual(found);
  });

  it.each([
    ['sql`delete from lead where portal_id = ${portalId}::text`'],
    ['const at = sql`portal_id = ${portalId}`;\nfunction f() { return sql`delete from lead where ${at}`; }'],
    ['sql`insert into task (portal_id, task_key) values (${portalId}::text, ${key})`'],
    [
      'sql`select 1 from lead l join task t on t.portal_id = l.portal_id where (l.portal_id, l.lead_id) = (${portalId}, ${id})`',
    ],
  ])('lets pass %s', (source) => {
    expect(look(source)).toEqual({ untied: 0, unbound: 0 });
  });
});
