// `accord reconcile PORTAL`: the nightly comparison at once. It runs in turns, of the workers or of this process, so that
// it yields to fresh leads here as well.
import { differenceText } from '#pipeline/reconcile/difference-texts.ts';
import type { ReconciliationReport } from '#pipeline/reports.ts';
import { runTurn } from '#pipeline/run-turn.ts';
import { sleep } from '#platform/clock.ts';
import type { Context } from '#src/context.ts';
import { notInstalled } from './portal-commands.ts';
import { renderTable } from './table.ts';
import { readPortalAndLanguage } from './usage.ts';
import { withContext } from './with-context.ts';

const MAX_SHOWN = 200;
/** 100,000 contacts take some minutes beside live leads; beyond this the workers go on alone. */
const WAIT_MS = 60 * 60_000;
/** While a worker holds the portal, or HubSpot's budget is spent. */
const LOOK_EVERY_MS = 500;

export async function reconcileCommand(args: readonly string[]): Promise<number> {
  const { portalId, language } = readPortalAndLanguage(args);
  return withContext(async (context) => {
    const outcome = await context.admin.startReconciliation(portalId);
    if (outcome === null) return fail(notInstalled(portalId));
    if (outcome === 'reading')
      return fail(
        `The contacts are still being read for the first time: npm run accord -- backfill ${portalId}`,
      );
    const report = await waitForEnd(context, portalId);
    print(report, { language, portalId });
    return report.run?.endedAt == null ? 1 : 0;
  });
}

async function waitForEnd(
  { turn, reports, clock }: Context,
  portalId: string,
): Promise<ReconciliationReport> {
  const endsAt = clock.nowMs() + WAIT_MS;
  const signal = AbortSignal.timeout(WAIT_MS);
  for (;;) {
    const report = await reports.readReconciliation(portalId, { after: null, limit: MAX_SHOWN });
    if (report.run?.endedAt != null || clock.nowMs() > endsAt) return report;
    const result = await runTurn(turn, portalId, signal);
    if (result === 'absent') return report;
    if (result !== 'more') await sleep(LOOK_EVERY_MS, signal);
  }
}

function print(
  { run, items, next }: ReconciliationReport,
  voice: { readonly language: 'en' | 'fr'; readonly portalId: string },
): void {
  if (run === null) return;
  const { contacts, differences, mended, endedAt } = run;
  process.stdout.write(
    `${contacts} contacts compared, ${differences} differences, ${mended} mended${endedAt === null ? '; not at its end yet' : ''}.\n`,
  );
  if (differences === 0 && endedAt !== null) process.stdout.write('HubSpot and the ledger agree.\n');
  if (items.length === 0) return;
  const rows = items.map((difference) => {
    const { what, done } = differenceText(difference, voice);
    return [difference.contactId, difference.isMended ? 'mended' : 'to do', what, done];
  });
  process.stdout.write(`${renderTable(['contact', '', 'what', 'done, or to do'], rows)}\n`);
  if (next !== null)
    process.stdout.write(
      `The first ${MAX_SHOWN}; all of them: GET /api/v1/portals/${voice.portalId}/reconciliation\n`,
    );
}

function fail(message: string): number {
  process.stderr.write(`${message}\n`);
  return 1;
}
