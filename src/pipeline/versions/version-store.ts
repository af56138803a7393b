// What the life of versions needs from the database.
import type { PropertyTypes } from '#agreement/property-types.ts';
import type { OtherAgreement } from '#domain/outputs.ts';
import type { Result } from '#domain/result.ts';
import type { Actor } from '#pipeline/admin-ports.ts';
import type { Lease } from '#pipeline/turn-store.ts';
import type {
  Book,
  Period,
  PreviewMark,
  Step,
  VersionRecord,
  VersionRefusal,
  VersionSummary,
} from './version.ts';

export interface VersionKey {
  readonly portalId: string;
  readonly agreementId: string;
  /** Null: the draft. */
  readonly version: number | null;
}

export interface VersionStore {
  /** Business time. */
  readNow(): Promise<string>;
  /** The portal's; null: it has not installed the app. */
  readLanguage(portalId: string): Promise<'en' | 'fr' | null>;
  /** What a document is checked against: the portal's lifecycle stages, empty before they were read. */
  readPortalStages(portalId: string): Promise<readonly string[]>;
  /** In force, proposed or signed, of the portal's other agreements. */
  readOthersAhead(key: Pick<VersionKey, 'portalId' | 'agreementId'>): Promise<readonly OtherAgreement[]>;
  listVersions(portalId: string): Promise<readonly VersionSummary[]>;
  readVersion(key: VersionKey): Promise<VersionRecord | null>;
  /** All of the portal, oldest first by agreement. */
  listPeriods(portalId: string): Promise<readonly Period[]>;
  /**
   * One transaction under the portal's lock, and under its lease where one is given: reads the book, asks `plan`, carries
   * the step out and writes it into the audit trail.
   */
  change(
    key: VersionKey,
    plan: (book: Book) => Result<Step, VersionRefusal>,
    by: Actor,
    lease?: Lease,
  ): Promise<Result<Step, VersionRefusal>>;
  acquireLease(portalId: string, holder: string): Promise<Lease | null>;
  seizeLease(portalId: string, holder: string): Promise<Lease>;
  releaseLease(lease: Lease): Promise<void>;
  /** Nothing is judged for a portal whose agreement is not what was signed. Null takes it out again. */
  parkForAgreement(portalId: string, reason: string | null): Promise<void>;
  /** Whole: activation asks for the mark, and whoever could not wait for everything. */
  storePreview(
    key: Pick<VersionKey, 'portalId' | 'agreementId'>,
    preview: Omit<PreviewMark, 'at'>,
  ): Promise<void>;
}

export interface VersionDeps {
  readonly store: VersionStore;
  /** Asks HubSpot. Throws `AppError` where it does not answer. */
  readonly readPropertyTypes: (portalId: string) => Promise<PropertyTypes>;
  readonly wake: (portalId: string) => Promise<void>;
}
