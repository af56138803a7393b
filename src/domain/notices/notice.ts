// What Accord tells people, as facts: which clause, which leads, which numbers (R32). Sentences are made from them when a
// message is written, in notice-words-*.ts.
import type { Instant } from '#domain/agreement.ts';
import type { Language } from '#domain/wording.ts';

/**
 * `sales` and `marketing` are a whole side, `owner` and `manager` (who answers for him, or for a clause) are of sales; the others are whoever the
 * agreement names on a side.
 */
export type NoticeAudience = 'owner' | 'manager' | 'sales' | 'salesPerson' | 'marketing' | 'marketingPerson';

/** What a consequence has done (R28). */
export type DoneConsequence = 'warn' | 'escalate' | 'reassign' | 'return' | 'suspend' | 'agenda';

/** How a promise stands: `reached` of `total` against a share promised in millionths. */
export interface RateNumbers {
  readonly reached: number;
  readonly total: number;
  readonly target: number;
}

interface VolumeNumbers {
  readonly reached: number;
  /** What should be there by now. */
  readonly expected: number;
  /** For the whole period. */
  readonly promised: number;
}

type NoNumbers = Readonly<Record<string, never>>;

/** What a notice of each kind says beside its clause and leads; whole numbers, none is a floating share. */
export interface NumbersByKind {
  readonly handedOver: NoNumbers;
  readonly clockWarned: NoNumbers;
  readonly clockBreached: NoNumbers;
  /** Sales is told of breached clocks one by one, marketing of the share of leads handled in time. */
  readonly slowHandling: RateNumbers;
  readonly qualityLow: RateNumbers;
  readonly completenessLow: RateNumbers;
  readonly fewMeetings: RateNumbers;
  readonly volumeBehind: VolumeNumbers;
  /** `target`: the floor. */
  readonly sourcePaused: RateNumbers;
  readonly sourceResumed: RateNumbers;
  readonly agendaPoint: NoNumbers;
  readonly consequenceDone: { readonly consequence: DoneConsequence };
  readonly consequenceUndone: { readonly consequence: DoneConsequence };
}

export type NoticeKind = keyof NumbersByKind;

/** A kind with its own numbers. */
export type NoticeContent = {
  readonly [Kind in NoticeKind]: { readonly kind: Kind; readonly params: NumbersByKind[Kind] };
}[NoticeKind];

interface NoticeParts {
  /** The same key is told once per portal: clause, lead or month, occurrence, audience and recipient. */
  readonly key: string;
  readonly agreementId: string;
  readonly audience: NoticeAudience;
  /** A person's e-mail address; '' for a side, or where nobody is known: then the side's signatory. */
  readonly recipient: string;
  /** HubSpot teams it is about; empty: all of the side. */
  readonly teams: readonly string[];
  /** The label in the notice's language. */
  readonly clause: { readonly id: string; readonly label: string };
  /** Accord's lead ids, the ones that matter most first. */
  readonly leads: readonly string[];
  readonly language: Language;
  readonly at: Instant;
}

export type Notice = NoticeParts & NoticeContent;
