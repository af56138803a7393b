// What the agreement says about data, about leads that are not ready, and about answers of sales.
import type { Duration, Filter, StageKey } from './agreement.ts';
import type { OwnFields } from './own-fields.ts';

export const SIDES = ['marketing', 'sales'] as const;
export type Side = (typeof SIDES)[number];

export const NORMAL_KINDS = ['email', 'domain', 'phone', 'country', 'jobtitle', 'company'] as const;
/** What kind of value a field holds, as normalisation knows it. */
export type NormalKind = (typeof NORMAL_KINDS)[number];

/** Fields (contact properties) that must hold a value to enter a stage (R35). */
export interface StageFields {
  readonly fields: readonly string[];
  /** `block`: the stage is not entered without them; `warn`: they are only named as missing. */
  readonly how: 'block' | 'warn';
}

/** A field that a side owes, and how soon (R36). */
export interface FieldDebt {
  readonly fields: readonly string[];
  readonly by: Side;
  readonly within: Duration;
}

export interface DataModel {
  readonly mandatory: Readonly<Record<StageKey, StageFields>>;
  /** Mandatory fields of these kinds count as missing when their value is not one of the kind (an invalid number). */
  readonly normalize: readonly NormalKind[];
  /** Values that mean missing besides the usual ones (normalize/placeholder.ts), folded (normalize/text.ts). */
  readonly placeholders: readonly string[];
  readonly owes: readonly FieldDebt[];
  /** The share of asked fields that the teams aim at, in millionths (R35). */
  readonly completeness: number;
  readonly duplicates: {
    /** Dots before `@gmail.com` make no difference when two contacts are compared. */
    readonly ignoreGmailDots: boolean;
    /** Contacts of one person with several owners are reported as a conflict. */
    readonly oneOwner: boolean;
  };
  /** Absent: every field is read where HubSpot keeps it. */
  readonly readFrom?: OwnFields;
}

/** Where a lead that is not ready is sent (R37); the first that matches. */
export interface NurtureTrack {
  readonly id: string;
  readonly label: string;
  /** Null: every lead. */
  readonly when: Filter | null;
  /** Only leads whose last cycle ended so: a reject reason's id, `rejected`, `cooled`, `gate`, `scope`, …; null: any. */
  readonly after: readonly string[] | null;
}

/** What a lead is interested in, told by the pages and forms whose name contains one of the texts (R38). */
export interface NurtureTheme {
  readonly id: string;
  readonly label: string;
  /** Lower case. */
  readonly contains: readonly string[];
}

export interface NurtureModel {
  readonly coolDownDays: number;
  /** Days by `recycleReason`, or by what stands before its colon; null: never again. Else `coolDownDays`. */
  readonly coolDowns: Readonly<Record<string, number | null>>;
  readonly cyclesPerYear: number;
  readonly recycledStage: 'keep' | 'lead';
  /** Null: nobody is ever inactive. */
  readonly inactiveAfterDays: number | null;
  /** Null: inactive leads are not relaunched. */
  readonly relaunch: { readonly attempts: number; readonly sunsetAfterDays: number } | null;
  /** What makes an immature lead a maturing one; null: nothing. */
  readonly maturing: Filter | null;
  readonly tracks: readonly NurtureTrack[];
  readonly themes: readonly NurtureTheme[];
  /** Which theme counts where there are several: that of the latest signal, or of most signals. */
  readonly themeBy: 'recent' | 'frequent';
}

export interface RejectReason {
  readonly id: string;
  readonly label: string;
  /** The part, rule, gate or clause of the agreement that the lead does not meet (R42). */
  readonly clause: string | null;
}
