// The consequence of a source's low quality (R27, R30): by a month that has been judged, hand-overs from it are paused, and go on
// once the floor is met again. Both sides are told, once each. Deciding is the domain's part, source-pauses.ts there.
import type { Agreement, Instant } from '#domain/agreement.ts';
import { newsSince } from '#domain/alerts/alerts.ts';
import { pausedNotices, resumedNotices } from '#domain/alerts/source-pause-notices.ts';
import type { ClauseState } from '#domain/marketing/clauses.ts';
import {
  judgeSources,
  type KnownPause,
  qualityOf,
  type SourceVerdict,
} from '#domain/marketing/source-pauses.ts';
import type { Notice } from '#domain/notices/notice.ts';

export interface PauseChange extends SourceVerdict {
  readonly agreementId: string;
  /** The one in force. */
  readonly version: number;
  readonly notices: readonly Notice[];
}

export interface SourcePauseStore {
  /** Standing and ended, oldest first. */
  listKnownPauses(portalId: string, agreementId: string): Promise<readonly KnownPause[]>;
  /** One transaction; leads that were held by what ends are judged again at once. */
  changePauses(portalId: string, change: PauseChange): Promise<void>;
  /** Ends what agreements other than these have paused: they do not ask for it (any more). */
  endUnasked(portalId: string, asking: readonly string[]): Promise<void>;
}

export interface JudgedMonth {
  readonly portalId: string;
  /** In force now. */
  readonly agreement: Agreement;
  /** Of the month, under the version that it is judged by. */
  readonly clauses: readonly ClauseState[];
  readonly month: string;
  readonly now: Instant;
  /** Since when consequences are carried out. */
  readonly toldSince: Instant;
}

export async function changeSourcePauses(store: SourcePauseStore, judged: JudgedMonth): Promise<void> {
  const { portalId, agreement } = judged;
  if (agreement.marketing.sourcePause === undefined) return;
  const known = await store.listKnownPauses(portalId, agreement.id);
  // As for alerts: an installation that stood still pauses nothing for what was so last year.
  const verdict = judgeSources({ ...judged, newsSince: newsSince(judged), known });
  if (verdict.begin.length === 0 && verdict.end.length === 0) return;
  const { id: agreementId, version } = agreement;
  const notices = noticesOf(judged, verdict, known);
  await store.changePauses(portalId, { ...verdict, agreementId, version, notices });
}

function noticesOf(
  { agreement, clauses, now }: JudgedMonth,
  { begin, end }: SourceVerdict,
  known: readonly KnownPause[],
): readonly Notice[] {
  const telling = { agreementId: agreement.id, language: agreement.language, at: now };
  const leads = qualityOf(clauses)?.leads ?? [];
  return [
    ...begin.flatMap((pause) => pausedNotices(pause, leads, telling)),
    ...end.flatMap(({ id, ...numbers }) =>
      known.filter((pause) => pause.id === id).flatMap((pause) => resumedNotices(pause, telling, numbers)),
    ),
  ];
}
