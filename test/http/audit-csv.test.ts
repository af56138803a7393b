// The audit trail as a file: whole, in order, readable by a spreadsheet and no danger to it.
import { parse } from 'csv-parse/sync';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { insertPortal } from '#test/support/portal.ts';
import { PORTAL, readAnswer, SECRET, signature, startWeb, type TestWeb } from '#test/support/web.ts';

const ENTRIES = 1_234;
const PATH = `/portals/${PORTAL}/audit.csv`;
let web: TestWeb;

beforeAll(async () => {
  web = await startWeb();
  await insertPortal(web.test.database, PORTAL);
  await insertPortal(web.test.database, '44000002');
  await sql`
    insert into audit_entry (portal_id, at, actor, origin, action, before, after, reason, role)
    select portal, '2026-11-01T08:00:00Z', 'user ' || n, 'api', 'pause', 'null'::jsonb, jsonb_build_object('n', n),
      case n when 7 then '=HYPERLINK("http://evil.example")' when 8 then E'two\nlines; "quoted", é' else '' end, 'admin'
    from generate_series(1, ${ENTRIES}::int) n, (values (${PORTAL}), ('44000002')) portals (portal)
    order by n`.execute(web.test.database.db);
});
afterAll(() => web.close());

it('holds every entry of the portal once, newest first, with formulas as text', async () => {
  const answer = await web.api('GET', PATH);
  const rows: Record<string, string>[] = parse(answer.text, { bom: true, columns: true });

  expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8');
  expect(answer.headers.get('content-disposition')).toBe(`attachment; filename=audit-${PORTAL}.csv`);
  expect(rows.map(({ after }) => JSON.parse(after ?? ''))).toEqual(
    Array.from({ length: ENTRIES }, (_, at) => ({ n: ENTRIES - at })),
  );
  expect(rows.at(-7)?.['reason']).toBe('\'=HYPERLINK("http://evil.example")');
  expect(rows.at(-8)?.['reason']).toBe('two\nlines; "quoted", é');
  expect(rows[0]).toMatchObject({
    at: '2026-11-01T08:00:00.000Z',
    actor: `user ${ENTRIES}`,
    role: 'admin',
    before: '',
  });
});

it('is for the administrator of a known portal', async () => {
  const address = `${web.url}/api/v1${PATH}?portalId=${PORTAL}&userId=1&userEmail=a%40b.example&appId=1`;
  const headers = { ...signature(address, '', { secret: SECRET, method: 'GET' }) };

  expect((await readAnswer(await fetch(address, { headers }))).status).toBe(403);
  expect((await web.api('GET', PATH, { token: null })).status).toBe(401);
  expect((await web.api('GET', '/portals/9/audit.csv')).status).toBe(404);
});
