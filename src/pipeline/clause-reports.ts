// Read model of both sides' clauses: one month's milestones and clocks, and the version that was in force in it.
import type { HandlingLedger } from '#domain/handling/handling.ts';
import type { MonthLedger } from '#domain/marketing/clauses.ts';
import type { Rejection } from '#domain/reject-note.ts';
import type { PodLedger } from '#domain/routing/pods.ts';
import type { CompiledForm } from './versions/compiled-form.ts';

export interface MonthRecord extends MonthLedger, HandlingLedger {
  readonly version: CompiledForm;
}

export interface ClauseReports {
  /**
   * Without `month`, the current one; without `agreementId`, the first agreement's. Null where none was in force in the month.
   * Of several versions the last of the month, one that was taken back only where there is no other. Of a month to come, the
   * one in force now.
   */
  readMonth(
    portalId: string,
    asked: { readonly month: string | null; readonly agreementId: string | null },
  ): Promise<MonthRecord | null>;
  /** Of every version that was in force: how many days after its month a cohort was judged. */
  readMatureAfterDays(portalId: string, agreementId: string): Promise<readonly number[]>;
  /** What sales said no with, by Accord's lead id. */
  readRejections(
    portalId: string,
    leadIds: readonly string[],
  ): Promise<Readonly<Record<string, readonly Rejection[]>>>;
  /** For pods (R18). `leadIds`: whose holder is asked for; `from`: since when hand-overs count as recent. */
  readHolders(portalId: string, asked: HoldersAsked): Promise<Holders>;
}

export interface HoldersAsked {
  readonly agreementId: string;
  readonly leadIds: readonly string[];
  readonly from: string;
}

export type Holders = Pick<PodLedger, 'holders' | 'emails' | 'recent'>;
