// What sending notices needs from outside: the tables, and the ways out.

import type { NoticeChannelKind, NoticeRoute, NotifySide, Signatories } from '#domain/notices/channels.ts';
import type { Message, ShownLead } from '#domain/notices/message.ts';
import type { Notice } from '#domain/notices/notice.ts';

/** Why a notice or a message is not sent; others are what the other end said (`HTTP_404`, `SMTP_550`). */
export type NotSentReason =
  /** The portal is paused, not active, or `consequences` is off, or was when it was told (5a.1). */
  | 'SWITCHED_OFF'
  /** The agreement names no channel for it. */
  | 'NO_CHANNEL'
  /** SMTP_URL is not set. */
  | 'NO_SMTP'
  /** No webhook address is set for the side. */
  | 'NO_WEBHOOK'
  /** The address is not one that may be called; see webhook-address.ts. */
  | 'WEBHOOK_FORBIDDEN'
  /** No owner of the account has the address. */
  | 'NO_OWNER'
  /** It may have arrived, and sending it again could make two. */
  | 'OUTCOME_UNKNOWN';

/** What became of one sending. `unknown`: it may or may not have arrived. */
export type Delivery =
  | { readonly kind: 'confirmed' }
  | { readonly kind: 'again'; readonly afterMs: number; readonly reason: string }
  | { readonly kind: 'parked'; readonly reason: string }
  | { readonly kind: 'unknown'; readonly reason: string };

export interface Mail {
  readonly to: string;
  /** Stable over repeats: a mailbox shows two with the same id once. */
  readonly id: string;
  readonly message: Message;
}

/** None of these throws: whatever goes wrong is a Delivery. */
export interface NoticeSenders {
  /** Null without SMTP_URL. */
  readonly mail: ((mail: Mail) => Promise<Delivery>) | null;
  readonly webhook: (
    channel: 'slack' | 'teams',
    call: { readonly url: string; readonly message: Message },
  ) => Promise<Delivery>;
}

export interface UnroutedNotice {
  readonly portalId: string;
  readonly notice: Notice;
}

/** One message to one place, claimed: marked as sent before anything is called. */
export interface ClaimedMessage {
  readonly portalId: string;
  readonly messageId: string;
  readonly channel: NoticeChannelKind;
  readonly destination: string;
  readonly personalData: boolean;
  /** 1 at the first. */
  readonly attempt: number;
  readonly notices: readonly Notice[];
}

export interface MessageKey {
  readonly portalId: string;
  readonly messageId: string;
  readonly attempt: number;
}

/** How long a place gathers notices before a message, and how long it then rests. */
export interface Pace {
  readonly gatherMs: number;
  readonly restMs: number;
}

/** The tables of notices. Instants inside are technical, but for `intendedAt`, which is compared with switches. */
export interface NoticeStore {
  /** Tells; a key that was told before is left alone. Within a transaction of the store: `insertNotices`. */
  add(portalId: string, notices: readonly Notice[]): Promise<void>;
  /** Parks what may not be sent (any more): never sent later (5a.1). */
  dropSwitchedOff(): Promise<void>;
  /** Of every portal some, so that none waits for another (I9). */
  listUnrouted(limit: number): Promise<readonly UnroutedNotice[]>;
  readSignatories(portalId: string): Promise<ReadonlyMap<string, Signatories>>;
  storeRoutes(
    portalId: string,
    routed: readonly {
      readonly key: string;
      readonly routes: readonly (NoticeRoute & { readonly pace: Pace })[];
      /** Why there is none; '' otherwise. */
      readonly reason: string;
    }[],
  ): Promise<void>;
  /** One message per place whose notices are due and that has none on its way. Answers how many. */
  composeDue(limit: number): Promise<number>;
  /** A message that was sent and never settled: e-mails and tasks with a key go again, others are parked. */
  recoverUnknown(): Promise<void>;
  claimDue(limit: number): Promise<readonly ClaimedMessage[]>;
  settle(key: MessageKey, delivery: Delivery): Promise<void>;
  /** By Accord's lead id; leads that are no more are left out. */
  readLeads(portalId: string, leadIds: readonly string[]): Promise<ReadonlyMap<string, ShownLead>>;
  /** Null where none is set. */
  readWebhook(
    portalId: string,
    place: { readonly channel: string; readonly destination: string },
  ): Promise<string | null>;
}

export interface WebhookPlace {
  readonly side: NotifySide;
  /** Name of a HubSpot team; '' for the whole side. */
  readonly team: string;
  readonly channel: 'slack' | 'teams';
}

/** As shown to people: the address is a secret, its host is not. */
export interface WebhookSetting extends WebhookPlace {
  readonly host: string;
  readonly setAt: string;
}

export interface NoticePage {
  /** The last notice seen. */
  readonly after: { readonly at: string; readonly key: string } | null;
  readonly limit: number;
  /** Only what this message told. */
  readonly messageId: string | null;
}

/** A notice with what became of it. */
export interface NoticeRecord extends Pick<Notice, 'key' | 'kind' | 'audience' | 'recipient' | 'at'> {
  readonly clauseId: string;
  readonly clauseLabel: string;
  readonly params: Readonly<Record<string, string | number>>;
  readonly leads: number;
  /** Without leads that are no more. */
  readonly contactIds: readonly string[];
  readonly state: 'intended' | 'routed' | 'parked';
  readonly reason: string;
  readonly messages: readonly {
    readonly messageId: string;
    readonly channel: NoticeChannelKind;
    readonly state: 'intended' | 'sent' | 'confirmed' | 'parked';
    readonly reason: string;
    readonly attempts: number;
  }[];
}
