// What the web process needs from the composition root; built in src/context.ts.

import type { Result } from '#domain/result.ts';
import type { Oauth } from '#hubspot/oauth.ts';
import type { ActionDeps } from '#pipeline/actions/run-action.ts';
import type { Actor, InstalledPortal, InstallGrant, SwitchPlan } from '#pipeline/admin-ports.ts';
import type { BacklogDeps } from '#pipeline/backlog/backlog.ts';
import type { ClauseReports } from '#pipeline/clause-reports.ts';
import type { ClockDeps } from '#pipeline/clocks/change-clocks.ts';
import type { ConsequenceDeps } from '#pipeline/consequences/undo-consequence.ts';
import type { Disconnected, DisconnectRefusal, DisconnectWish } from '#pipeline/disconnect.ts';
import type { EraseDeps } from '#pipeline/erasure/erase-due.ts';
import type { PortalOptions } from '#pipeline/mapping/portal-options.ts';
import type { NoticeDesk } from '#pipeline/notices/notice-desk.ts';
import type { PortalUser, RoleStore } from '#pipeline/portal-roles.ts';
import type { Provisioned } from '#pipeline/provision.ts';
import type { ReceiveDeps } from '#pipeline/receive-events.ts';
import type { Reports } from '#pipeline/reports.ts';
import type { RetentionDeps } from '#pipeline/retention/retention.ts';
import type { SwitchCommand, SwitchRefusal } from '#pipeline/switch-effects.ts';
import type { PreviewDeps } from '#pipeline/versions/preview.ts';
import type { VersionDeps } from '#pipeline/versions/version-store.ts';
import type { Clock } from '#platform/clock.ts';
import type { Config } from '#platform/config.ts';
import type { Logger } from '#platform/logger.ts';
import type { Metrics } from '#platform/metrics.ts';

/** The administrator's use cases, with their ports filled in. */
export interface Admin {
  install(grant: InstallGrant, wish: { readonly language: 'en' | 'fr' }): Promise<InstalledPortal>;
  switch(
    portalId: string,
    change: { readonly command: SwitchCommand; readonly by: Actor },
  ): Promise<Result<SwitchPlan, SwitchRefusal>>;
  /** False where the portal speaks it already. */
  setLanguage(
    portalId: string,
    wish: { readonly language: 'en' | 'fr'; readonly by: Actor },
  ): Promise<boolean>;
  provision(portalId: string, by: Actor): Promise<Result<Provisioned, 'not-installed'>>;
  disconnect(
    portalId: string,
    ask: { readonly wish: DisconnectWish; readonly by: Actor },
  ): Promise<Result<Disconnected, DisconnectRefusal>>;
  /** Contact ids of whoever has the e-mail address. */
  findPerson(portalId: string, email: string): Promise<readonly string[]>;
  /** Asks HubSpot. Throws `AppError` where it does not answer. */
  readPortalOptions(portalId: string): Promise<PortalOptions>;
  retryParked(portalId: string, by: Actor): Promise<{ readonly properties: number; readonly tasks: number }>;
  /** False: the contacts are not being read for the first time. */
  switchBackfill(
    portalId: string,
    change: { readonly paused: boolean; readonly by: Actor },
  ): Promise<boolean>;
  /** `reading`: the contacts are still being read for the first time; null: not installed. */
  startReconciliation(portalId: string): Promise<'started' | 'running' | 'reading' | null>;
}

interface OauthStates {
  store(stateHash: string): Promise<void>;
  take(stateHash: string): Promise<boolean>;
}

/** Who is signed in, by the hash of the browser's token. */
interface Sessions {
  readonly hours: number;
  store(tokenHash: string, user: PortalUser): Promise<void>;
  read(tokenHash: string): Promise<PortalUser | null>;
  end(tokenHash: string): Promise<void>;
}

export interface Check {
  readonly ok: boolean;
  /** What is wrong, without secrets; '' when nothing is. */
  readonly detail: string;
}

export interface Readiness {
  readonly ready: boolean;
  readonly checks: Readonly<Record<'database' | 'queue' | 'migrations' | 'clock', Check>>;
}

export interface WebContext {
  readonly config: Config;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly metrics: Metrics;
  readonly receive: ReceiveDeps;
  readonly actions: ActionDeps;
  readonly clocks: ClockDeps;
  readonly consequences: ConsequenceDeps;
  readonly backlog: BacklogDeps;
  readonly erasures: EraseDeps;
  readonly retention: RetentionDeps;
  readonly oauth: Oauth;
  readonly oauthStates: OauthStates;
  readonly sessions: Sessions;
  readonly roles: RoleStore;
  readonly admin: Admin;
  readonly reports: Reports;
  readonly notices: NoticeDesk;
  readonly clauses: ClauseReports;
  readonly versions: VersionDeps & PreviewDeps;
  readonly readiness: () => Promise<Readiness>;
  /** True when the database is away and waiting may help. */
  readonly isUnavailable: (error: unknown) => boolean;
}
