// Looks at the months of a portal and tells each side of the other's promises that are at risk or broken (R32), and pauses
// hand-overs from sources whose quality is too low. Hourly, while people work: nobody is to read of it at night. A look that was killed is made again an hour later; the notices' keys tell
// everything once.
import type { Agreement, Instant } from '#domain/agreement.ts';
import { alertsOf } from '#domain/alerts/alerts.ts';
import { breachesTold, monthsToTell } from '#domain/alerts/breach-told.ts';
import { timeBetween } from '#domain/business-time.ts';
import { judgeSales } from '#domain/handling/sales-clauses.ts';
import { fromEpochMs, MINUTE_MS, toEpochMs } from '#domain/instant.ts';
import { judgeMonth } from '#domain/marketing/clauses.ts';
import type { Notice } from '#domain/notices/notice.ts';
import type { ClauseReports, MonthRecord } from '#pipeline/clause-reports.ts';
import type { NoticeStore } from '#pipeline/notices/ports.ts';
import { readCompiled } from '#pipeline/versions/compiled-form.ts';
import type { Logger } from '#platform/logger.ts';
import { changeSourcePauses, type SourcePauseStore } from './source-pauses.ts';

/** What a look may tell, and of what. */
export interface AlertScope {
  /** Since when people are told: of what was decided before, nobody ever is (5a.1). */
  readonly toldSince: Instant;
  readonly agreements: readonly {
    readonly id: string;
    /** Of every version that was in force: how many days after its month a cohort was judged. */
    readonly matureAfterDays: readonly number[];
  }[];
}

export interface AlertStore extends SourcePauseStore {
  /** Portals where people are told and that were not looked at for an hour; nobody else gets them meanwhile. */
  claimDueAlerts(limit: number): Promise<readonly string[]>;
  /** Null: nobody is to be told (any more). */
  readAlertScope(portalId: string): Promise<AlertScope | null>;
}

export interface AlertDeps {
  readonly store: AlertStore;
  readonly clauses: Pick<ClauseReports, 'readMonth'>;
  readonly notices: Pick<NoticeStore, 'add'>;
  readonly logger: Logger;
}

type LookDeps = Omit<AlertDeps, 'logger'>;

/** Portals claimed at a time: another process takes the next ones. */
const AT_ONCE = 3;

/** Every portal whose hour has come, one after the other and each once; one that fails holds up no other. */
export async function alertDue(deps: AlertDeps, signal: AbortSignal): Promise<void> {
  const seen = new Set<string>();
  for (;;) {
    const due = await deps.store.claimDueAlerts(AT_ONCE);
    const fresh = due.filter((portalId) => !seen.has(portalId));
    // Where business time runs fast, the first one's hour has come again.
    if (fresh.length === 0) return;
    for (const portalId of fresh) {
      if (signal.aborted) return;
      seen.add(portalId);
      try {
        await lookForAlerts(deps, portalId);
      } catch (err) {
        deps.logger.warn({ err, portalId }, 'the promises of a portal could not be looked at');
      }
    }
  }
}

/** Answers how many alerts stand, told now or before. */
export async function lookForAlerts(deps: LookDeps, portalId: string): Promise<number> {
  const scope = await deps.store.readAlertScope(portalId);
  if (scope === null) return 0;
  const alerts: Notice[] = [];
  const asking: string[] = [];
  for (const { id, matureAfterDays } of scope.agreements) {
    const look = { portalId, agreementId: id, matureAfterDays, toldSince: scope.toldSince };
    const current = await deps.clauses.readMonth(portalId, { month: null, agreementId: id });
    if (current === null) continue;
    const agreement = readCompiled(current.version);
    if (agreement.marketing.sourcePause !== undefined) asking.push(id);
    if (isWorkingTime(agreement.calendar, current.now))
      alerts.push(...(await lookAtMonths(deps, { ...look, agreement, current })));
  }
  await deps.store.endUnasked(portalId, asking);
  await deps.notices.add(portalId, alerts);
  return alerts.length;
}

interface Place extends Pick<AlertScope, 'toldSince'> {
  readonly portalId: string;
  /** In force now. */
  readonly agreement: Agreement;
  readonly current: MonthRecord;
  readonly matureAfterDays: readonly number[];
}

/** Oldest month first: what a later one says of a source counts. */
async function lookAtMonths({ clauses, store }: LookDeps, place: Place): Promise<readonly Notice[]> {
  const { portalId, agreement: inForce, current, matureAfterDays, toldSince } = place;
  const { now } = current;
  const alerts: Notice[] = [];
  for (const month of monthsToTell(inForce, { now, matureAfterDays, toldSince }).toSorted()) {
    const asked = { month, agreementId: inForce.id };
    const record = month === current.month ? current : await clauses.readMonth(portalId, asked);
    if (record === null) continue;
    const agreement = readCompiled(record.version);
    const marketing = judgeMonth(agreement, record);
    const sales = judgeSales(agreement, record);
    const at = { agreement, month, now, marketing, sales, toldSince };
    alerts.push(...alertsOf(at), ...breachesTold(at, inForce));
    await changeSourcePauses(store, {
      portalId,
      agreement: inForce,
      clauses: marketing,
      month,
      now,
      toldSince,
    });
  }
  return alerts;
}

function isWorkingTime(calendar: Agreement['calendar'], now: Instant): boolean {
  const end = fromEpochMs(toEpochMs(now) + MINUTE_MS);
  return timeBetween(calendar, 'workingHours', { start: now, end }) > 0;
}
