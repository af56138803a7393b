// What an administrator's use cases need from the database, and the words they share with the API and the command line.
import type { Agreement } from '#domain/agreement.ts';
import type { Effect } from '#domain/decision.ts';
import type { DisconnectWish } from './disconnect.ts';
import type { OauthTokens } from './ports.ts';
import type { Lease } from './turn-store.ts';
import type { Signatory } from './versions/version.ts';

/** Who did it and from where, for the audit trail (5a.13). */
export interface Actor {
  readonly actor: string;
  readonly origin: 'api' | 'cli' | 'oauth' | 'demo' | 'hubspot' | 'console' | 'worker';
  /** As what: admin, user, signatory or delegate of a side. */
  readonly role?: string;
  readonly reason?: string;
}

export interface Page<T> {
  readonly items: readonly T[];
  /** Give it as `after` for the next page; null at the end. */
  readonly next: string | null;
}

export interface AuditEntry {
  readonly id: string;
  readonly at: string;
  readonly actor: string;
  readonly role: string;
  readonly origin: string;
  readonly action: string;
  readonly before: unknown;
  readonly after: unknown;
  readonly reason: string;
}

/** What is switched on at a portal, as found under its lease. */
export interface Switches {
  readonly provisioned: boolean;
  /** Every agreement in force has been signed by both sides (R02). */
  readonly signed: boolean;
  readonly paused: boolean;
  readonly effects: Readonly<Record<Effect, boolean>>;
}

export interface SwitchPlan {
  readonly effects: readonly { readonly effect: Effect; readonly enabled: boolean }[];
  readonly paused: boolean;
  /** The portal goes between observing and acting: a new regime with a new baseline (5a.2). */
  readonly newRegime: boolean;
  /** Every lead is judged again. */
  readonly rejudge: boolean;
  /** Effects whose unsent changes are taken back; `keep`: they stay blocked, since their switch stays on (pause). */
  readonly takeBack: { readonly effects: readonly Effect[]; readonly keep: boolean };
}

/** Why a change is parked that nobody refused; such rows are shown as withheld, not as parked. */
export const SWITCHED_OFF = 'SWITCHED_OFF';

export interface InstallGrant {
  readonly portalId: string;
  readonly userId: string | null;
  readonly tokens: OauthTokens;
}

export interface InstalledPortal {
  readonly isNew: boolean;
  readonly language: 'en' | 'fr';
  readonly timeZone: string;
  readonly hasAgreement: boolean;
}

export interface FirstVersion {
  readonly agreementId: string;
  readonly language: 'en' | 'fr';
  readonly document: string;
  readonly compiled: string;
  readonly shape: number;
  readonly contentHash: string;
  readonly signatories: readonly Signatory[];
}

/** A task of Accord's that HubSpot has open. */
export interface OpenTask {
  readonly taskKey: string;
  readonly taskId: string;
}

/** What Accord sent last to properties of one contact. */
export interface WrittenValues {
  readonly leadId: string;
  readonly contactId: string;
  readonly values: Readonly<Record<string, string>>;
}

export interface AdminStore {
  /** Business time. */
  readNow(): Promise<string>;
  findPortal(portalId: string): Promise<{
    readonly status: string;
    readonly language: 'en' | 'fr';
    /** Lifecycle values by display order; empty until they were read. */
    readonly lifecycleOrder: readonly string[];
  } | null>;
  /** Those in force, in their order. */
  readAgreementsInForce(portalId: string): Promise<readonly Agreement[]>;
  /** Those, and the versions that are proposed. */
  readAgreementsAhead(portalId: string): Promise<readonly Agreement[]>;
  storeInstall(
    grant: InstallGrant,
    wish: { readonly language: 'en' | 'fr'; readonly by: Actor },
  ): Promise<InstalledPortal>;
  storeTimeZone(portalId: string, timeZone: string): Promise<void>;
  /** False where it speaks it already. */
  storeLanguage(
    portalId: string,
    wish: { readonly language: 'en' | 'fr'; readonly by: Actor },
  ): Promise<boolean>;
  /** Version 1 of a portal that has none, in force at once; does nothing where there is one already. */
  storeFirstVersion(portalId: string, version: FirstVersion, by: Actor): Promise<void>;
  storeProvision(
    portalId: string,
    done: { readonly uniqueTaskKey: boolean; readonly by: Actor },
  ): Promise<void>;
  /** Our properties are gone from HubSpot. */
  forgetProvision(portalId: string): Promise<void>;
  listOpenTasks(portalId: string, limit: number): Promise<readonly OpenTask[]>;
  /** In properties of the account's own, whichever version wanted them there. */
  listWrittenValues(portalId: string, limit: number): Promise<readonly WrittenValues[]>;
  forgetWrittenValues(portalId: string, leadIds: readonly string[]): Promise<void>;
  noteTasksClosed(portalId: string, taskKeys: readonly string[]): Promise<void>;
  /** No token, no turn from here on; what is stored stays. */
  endInstall(portalId: string, end: { readonly wish: DisconnectWish; readonly by: Actor }): Promise<void>;
  /** Every row of a portal that is not active; answers how many, by table. */
  erasePortal(portalId: string, by: Actor): Promise<Readonly<Record<string, number>>>;
  acquireLease(portalId: string, holder: string): Promise<Lease | null>;
  /** Takes the portal from whoever has it: the fence makes the other's writes fail (10.2). */
  seizeLease(portalId: string, holder: string): Promise<Lease>;
  releaseLease(lease: Lease): Promise<void>;
  /** One transaction under the lease: reads the switches, asks `plan`, carries it out. Answers the plan; null refuses. */
  changeSwitches<Refusal>(
    lease: Lease,
    plan: (before: Switches) => SwitchPlan | { readonly refusal: Refusal },
    by: Actor & { readonly action: string },
  ): Promise<SwitchPlan | { readonly refusal: Refusal }>;
  /** False: the contacts are not being read for the first time. */
  switchBackfill(portalId: string, wish: { readonly paused: boolean; readonly by: Actor }): Promise<boolean>;
  /** Unless one is under way. `reading`: the contacts are still being read for the first time; null: not installed. */
  startReconciliation(portalId: string): Promise<'started' | 'running' | 'reading' | null>;
  /** Parked changes of switched-on effects get another try; answers how many. */
  retryParked(portalId: string, by: Actor): Promise<{ readonly properties: number; readonly tasks: number }>;
}
