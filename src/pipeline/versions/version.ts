// The words of a version's life: what is kept of it, who may sign it, what is changed about it, why that is refused.
import type { Actor } from '#pipeline/admin-ports.ts';
import type { RefusalCode, RefusalParams } from './refusals.ts';

export const SIDES = ['marketing', 'sales'] as const;
export type Side = (typeof SIDES)[number];

/**
 * draft: replaced by each upload · proposed: frozen and hashed, to be signed · signed: by both sides · active: in force ·
 * superseded: followed by another · withdrawn: never signed by both · reverted: taken back (5a.9).
 */
export type VersionStatus =
  | 'draft'
  | 'proposed'
  | 'signed'
  | 'active'
  | 'superseded'
  | 'withdrawn'
  | 'reverted';

export interface Signatory {
  /** 0 marketing, 1 sales, then the delegates in the order of the document. */
  readonly position: number;
  readonly side: Side;
  readonly delegate: boolean;
  /** Local days `YYYY-MM-DD` of a delegate, both included; null for the signatories themselves. */
  readonly fromDay: string | null;
  readonly untilDay: string | null;
  readonly salt: string;
  /** Of salt, name and e-mail: what the content hash covers (10.8). */
  readonly hash: string;
  /** Null once erased. */
  readonly name: string | null;
  readonly email: string | null;
}

export interface Signature {
  readonly side: Side;
  readonly position: number;
  /** HubSpot's user id. */
  readonly userId: string;
  readonly contentHash: string;
  readonly signedAt: string;
}

export interface VersionSummary {
  readonly agreementId: string;
  readonly version: number;
  readonly status: VersionStatus;
  readonly language: 'en' | 'fr';
  /** '' for a draft. */
  readonly contentHash: string;
  readonly createdAt: string;
  readonly proposedAt: string | null;
  /** Not in force before; part of what is signed. */
  readonly startsAt: string | null;
  /** When it is to come into force by itself. */
  readonly activatesAt: string | null;
  readonly activeFrom: string | null;
}

export interface VersionRecord extends VersionSummary {
  readonly hashScheme: number;
  readonly document: string;
  /** Canonical JSON that decisions run on; '' for a draft. */
  readonly compiled: string;
  /** Of the compiled form: COMPILED_SHAPE of the release that froze it. */
  readonly shape: number;
  /** Content hash of the version frozen before this one; '' for the first. */
  readonly previousHash: string;
  readonly signatories: readonly Signatory[];
  readonly signatures: readonly Signature[];
  /** The wish to take this version back, and how it was taken back. */
  readonly revertWish: RevertWish | null;
}

/** Who prepared it; once it is done, who did it, and which side is to be told. */
export interface RevertWish {
  readonly actor: string;
  readonly at: string;
  readonly reason: string;
  readonly tell?: Side;
}

/** Half-open: [from, until). */
export interface Period {
  readonly agreementId: string;
  readonly seq: number;
  readonly version: number;
  readonly from: string;
  /** Null: still in force. */
  readonly until: string | null;
  readonly cause: 'install' | 'activate' | 'revert';
  readonly seal: string;
  readonly regime: number;
  readonly regimeBefore: number;
  readonly baselineBefore: string;
}

/** What a preview found, as activation asks for it. */
export interface PreviewMark {
  readonly previewHash: string;
  readonly against: number | null;
  readonly at: string;
  readonly token: string;
  /** Leads that would change, and leads in scope under either version. */
  readonly changed: number;
  readonly inScope: number;
  /** What the document allows without a second confirmation, in millionths of the leads in scope. */
  readonly blastLimit: number;
}

/** Everything a step is decided on, read under the portal's lock. */
export interface Book {
  readonly agreementId: string;
  /** Business time. */
  readonly now: string;
  readonly portal: {
    readonly language: 'en' | 'fr';
    readonly timeZone: string;
    /** Of the newest decision: a period starts after it. */
    readonly lastNow: string;
    readonly regime: number;
    readonly baselineAt: string;
    /** Something is switched on and nothing is paused. */
    readonly acts: boolean;
  };
  /** All of the agreement, oldest first. */
  readonly versions: readonly VersionSummary[];
  /** The version asked for. */
  readonly target: VersionRecord | null;
  readonly inForce: VersionRecord | null;
  /** The version of the period before the open one. */
  readonly previous: VersionRecord | null;
  /** Newest first: the open one, and the one before. */
  readonly periods: readonly Period[];
  readonly previews: readonly PreviewMark[];
  /** HubSpot users as far as the portal's owners tell. */
  readonly users: readonly { readonly userId: string; readonly email: string }[];
}

export type VersionChange =
  | {
      readonly kind: 'draft';
      readonly version: number;
      readonly language: 'en' | 'fr';
      readonly document: string;
    }
  | {
      readonly kind: 'propose';
      readonly version: number;
      readonly language: 'en' | 'fr';
      readonly compiled: string;
      readonly shape: number;
      readonly contentHash: string;
      readonly startsAt: string | null;
      readonly signatories: readonly Signatory[];
    }
  | {
      readonly kind: 'sign';
      readonly version: number;
      readonly signature: Signature;
      readonly complete: boolean;
    }
  | { readonly kind: 'withdraw'; readonly version: number }
  | { readonly kind: 'schedule'; readonly version: number; readonly at: string }
  | { readonly kind: 'unschedule'; readonly version: number }
  | { readonly kind: 'activate'; readonly version: number; readonly period: NewPeriod }
  | {
      readonly kind: 'wishRevert';
      readonly version: number;
      readonly to: number;
      readonly wish: RevertWish;
    }
  | {
      readonly kind: 'revert';
      readonly version: number;
      readonly to: number;
      readonly period: NewPeriod;
      readonly baselineAt: string;
      readonly record: RevertWish;
    };

export type NewPeriod = Pick<Period, 'seq' | 'version' | 'from' | 'cause' | 'seal'> & {
  readonly continuesRegime: number | null;
};

/** A step with its entry in the audit trail. */
export interface Step {
  readonly change: VersionChange;
  readonly action: string;
  readonly role: string;
  readonly before?: unknown;
  readonly after?: unknown;
}

/** Who asks: the holder of the admin token (or the command line), or a user whom HubSpot vouches for (5a.10). */
export type Caller =
  | { readonly kind: 'admin'; readonly by: Actor }
  | { readonly kind: 'user'; readonly by: Actor; readonly userId: string; readonly email: string };

export interface VersionRefusal {
  readonly kind: 'not-found' | 'forbidden' | 'conflict' | 'problems' | 'unavailable';
  /** Part of the interface. Its words: refusals.ts. */
  readonly code: RefusalCode;
  readonly params: RefusalParams;
  readonly details?: Readonly<Record<string, unknown>>;
}

export function refusal(
  kind: VersionRefusal['kind'],
  code: RefusalCode,
  params: RefusalParams = {},
): VersionRefusal {
  return { kind, code, params };
}

/** Null: no draft. */
export function noSuchVersion(version: number | null): VersionRefusal {
  return refusal('not-found', 'NO_SUCH_VERSION', { version: version ?? 0 });
}
