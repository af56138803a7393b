// An administrator of one account at the door of another: every route and method, with HubSpot's signature and with a session.
// He is told alike whether that account exists, and nothing of it is shown or changed.
import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AUDIT_CSV_PATH } from '#http/api/audit-csv.ts';
import { ROUTES, type RouteName } from '#http/api/contract.ts';
import { ENGLISH_TEMPLATE, templateAgreement } from '#test/support/agreement-text.ts';
import { insertPortal, insertSignedVersion } from '#test/support/portal.ts';
import { fillPortal } from '#test/support/portal-rows.ts';
import {
  type Answer,
  PORTAL as OWN,
  readAnswer,
  SECRET,
  signature,
  startWeb,
  type TestWeb,
} from '#test/support/web.ts';

const OTHER = '44000009';
const NOWHERE = '44999999';
/** Of the other account alone. */
const CONTACT = '990701';
const MARK = `mark-of-${OTHER}`;
const USER = { userId: '1', email: 'admin@our-company.example' };
const TOKEN = 'cookie-of-the-administrator';

let web: TestWeb;
let before: string;

beforeAll(async () => {
  web = await startWeb();
  const { database } = web.test;
  for (const portal of [OWN, OTHER]) {
    await insertPortal(database, portal);
    const agreement = { ...templateAgreement('en'), id: 'main' };
    await insertSignedVersion(database, portal, { agreement, document: ENGLISH_TEMPLATE });
  }
  await fillPortal(database.db, OWN, '801');
  await fillPortal(database.db, OTHER, CONTACT);
  await sql`insert into role_grant (portal_id, subject_kind, subject, role, granted_at)
    values (${OWN}, 'user', ${USER.userId}, 'admin', now())`.execute(database.db);
  const hash = createHash('sha256').update(TOKEN).digest('hex');
  await web.context.sessions.store(hash, { portalId: OWN, ...USER });
  before = await rowsOfOther();
});
afterAll(() => web.close());

/** Every row of the other account. */
async function rowsOfOther(): Promise<string> {
  const { db } = web.test.database;
  const { rows: tables } = await sql<{ name: string }>`
    select c.relname as name from pg_class c
    join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
    join pg_attribute a on a.attrelid = c.oid and a.attname = 'portal_id' and not a.attisdropped
    where c.relkind in ('r', 'p') and not c.relispartition order by 1`.execute(db);
  const dumps: string[] = [];
  for (const { name } of tables) {
    const { rows } = await sql<{ dump: string }>`
      select coalesce(string_agg(t::text, ' ' order by t::text), '') as dump from ${sql.table(name)} t
      where portal_id = ${OTHER}`.execute(db);
    dumps.push(`${name}: ${rows[0]?.dump ?? ''}`);
  }
  return dumps.join('\n');
}

const PARAMS: Readonly<Record<string, string>> = {
  contactId: CONTACT,
  version: '1',
  effect: 'scores',
  clauseId: 'volume',
  id: '1',
  hash: '0'.repeat(64),
};

interface Door {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly refusal: 'OTHER_PORTAL' | 'ADMIN_ONLY';
}

/** Every route of the contract, and the one beside it. */
const DOORS: readonly Door[] = [
  ...(Object.keys(ROUTES) as RouteName[]).map((name) => ({
    name,
    method: ROUTES[name].method.toUpperCase(),
    path: ROUTES[name].path,
    // Over all portals, so that it is nobody's but the token's.
    refusal: name === 'listPortals' ? ('ADMIN_ONLY' as const) : ('OTHER_PORTAL' as const),
  })),
  { name: 'audit as CSV', method: 'GET', path: AUDIT_CSV_PATH, refusal: 'ADMIN_ONLY' },
];

function addressOf({ path }: Pick<Door, 'path'>, portal: string): string {
  return path.replaceAll(/\{(\w+)\}/g, (_all, key: string) =>
    key === 'portalId' ? portal : (PARAMS[key] ?? 'x'),
  );
}

const SIGNED = `portalId=${OWN}&userId=${USER.userId}&userEmail=${encodeURIComponent(USER.email)}&appId=1`;

async function callSigned(method: string, path: string): Promise<Answer> {
  const address = `${web.url}${path}?${SIGNED}`;
  const headers = signature(address, '', { secret: SECRET, method });
  return readAnswer(await fetch(address, { method, headers }));
}

async function callInSession(method: string, path: string): Promise<Answer> {
  const headers = { cookie: `accord-session=${TOKEN}`, origin: web.url };
  return readAnswer(await fetch(`${web.url}${path}`, { method, headers }));
}

/** Its values and its number, as far as an answer tells them. */
function toldOfOther({ text }: Answer): readonly string[] {
  return [MARK, OTHER].filter((told) => text.includes(told));
}

describe('the administrator of one account', () => {
  it('is one: his own is open to him', async () => {
    const path = `/api/v1/portals/${OWN}/audit`;

    expect((await callSigned('GET', path)).status).toBe(200);
    expect((await callInSession('GET', path)).status).toBe(200);
  });

  it.each(DOORS)('does not come through $name of another: $method $path', async (door) => {
    const path = `/api/v1${addressOf(door, OTHER)}`;
    const nowhere = `/api/v1${addressOf(door, NOWHERE)}`;

    for (const call of [callSigned, callInSession]) {
      const answer = await call(door.method, path);

      expect([answer.status, answer.json?.error]).toEqual([403, door.refusal]);
      expect(toldOfOther(answer)).toEqual([]);
      expect((await call(door.method, nowhere)).text).toBe(answer.text);
    }
  });

  it.each(DOORS.filter(({ path }) => path.startsWith('/portals/{portalId}/')))(
    'finds nothing of another by what $name is asked for: $method $path',
    async (door) => {
      const own = addressOf(door, OWN);
      const card = `/hubspot/card${own.slice(`/portals/${OWN}`.length)}`;

      for (const answer of [
        await callSigned(door.method, card),
        await callInSession(door.method, `/api/v1${own}`),
      ])
        expect(toldOfOther(answer)).toEqual([]);
    },
  );

  it('has changed nothing of it', async () => {
    expect(before).toContain(MARK);
    expect(await rowsOfOther()).toBe(before);
  });
});
