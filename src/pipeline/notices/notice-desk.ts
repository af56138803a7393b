// Where notices of a portal go, and what became of them, as administrators see and set it.
import type { Result } from '#domain/result.ts';
import type { Actor, Page } from '#pipeline/admin-ports.ts';
import type { NoticePage, NoticeRecord, WebhookPlace, WebhookSetting } from './ports.ts';
import type { AddressFault } from './webhook-address.ts';

/** Where Slack and Teams listen, per portal, and what was told. */
export interface NoticeDesk {
  list(portalId: string, page: NoticePage): Promise<Page<NoticeRecord>>;
  listWebhooks(portalId: string): Promise<readonly WebhookSetting[]>;
  /** `address` null takes it away. */
  setWebhook(
    portalId: string,
    change: { readonly place: WebhookPlace; readonly address: string | null; readonly by: Actor },
  ): Promise<Result<undefined, AddressFault>>;
}
