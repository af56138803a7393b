// The agenda of a meeting over HTTP, after an agreement that let cohorts mature for longer.
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { COMPILED_SHAPE } from '#agreement/compile.ts';
import type { Agreement } from '#domain/agreement.ts';
import { canonicalJson } from '#domain/canonical.ts';
import { templateAgreement } from '#test/support/agreement-text.ts';
import { installInBrowser, PORTAL, startWeb, type TestWeb } from '#test/support/web.ts';

const TEMPLATE = templateAgreement('en');
/** September's cohort is judged on the 30th of December under the first, on the 31st of October under the second. */
const FIRST = withQuality(1, 90);
const SECOND = withQuality(2, 30);
/** The point of September's verdict is due on the 1st or 2nd of January. */
const NOW = '2031-01-05T09:00:00Z';

let web: TestWeb;

beforeAll(async () => {
  web = await startWeb();
  await installInBrowser(web);
  await put(FIRST, 'superseded', ['2030-01-01', '2030-12-15']);
  await put(SECOND, 'active', ['2030-12-15', null]);
  await run(
    sql`update portal set first_live_at = '2030-01-01', milestones_since = '2030-01-01', last_now = ${NOW}`,
  );
  await run(sql`
    insert into milestone (portal_id, lead_id, cycle, kind, agreement_id, version, at, by_hand, counts, segments, channel,
      campaigns, complete, ending, known_at)
    select ${PORTAL}, 'l' || n, 1, 'mql', 'tested', 1, '2030-09-10T09:00:00Z', false, true, '{}', 'ORGANIC_SEARCH', '{}', true, '', accord_now()
    from generate_series(1, 100) n`);
});
afterAll(() => web.close());

function withQuality(version: number, matureAfterDays: number): Agreement {
  const { marketing } = TEMPLATE;
  const quality = { ...marketing.quality, rate: 300_000, matureAfterDays };
  const agendaAfter = { amount: 2, unit: 'workingDays' as const };
  return {
    ...TEMPLATE,
    id: 'tested',
    version,
    marketing: { ...marketing, quality, agenda: true, agendaAfter },
  };
}

async function put(
  agreement: Agreement,
  status: 'active' | 'superseded',
  [from, until]: readonly [string, string | null],
): Promise<void> {
  const { version } = agreement;
  await run(sql`
    insert into agreement_version (portal_id, agreement_id, version, status, language, document, compiled, content_hash, shape, created_at)
    values (${PORTAL}, 'tested', ${version}, ${status}, 'en', '', ${canonicalJson(agreement)}, '', ${COMPILED_SHAPE}, now())`);
  await run(sql`
    insert into agreement_period (portal_id, agreement_id, seq, version, from_at, until_at, cause, seal, regime, regime_before, baseline_before)
    values (${PORTAL}, 'tested', ${version}, ${version}, ${from}, ${until}, 'activate', '', 0, 0, '2000-01-01')`);
}

async function run(statement: ReturnType<typeof sql>): Promise<void> {
  await statement.execute(web.test.database.db);
}

it('has the point of a month that an earlier version judged later than the one in force would', async () => {
  const { status, json } = await web.api('GET', `/portals/${PORTAL}/agenda?agreement=tested&language=en`);

  expect(status).toBe(200);
  expect(json.points.filter(({ clause }: { clause: string }) => clause === 'quality')).toMatchObject([
    {
      kind: 'promise',
      side: 'marketing',
      clause: 'quality',
      text: expect.stringContaining('September 2030'),
      total: 100,
    },
  ]);
});
