// Where Slack and Teams listen, per account, and what was told there.
import { ok, type Result } from '#domain/result.ts';
import type { Actor, Page } from '#pipeline/admin-ports.ts';
import type { NoticePage, NoticeRecord, WebhookPlace, WebhookSetting } from '#pipeline/notices/ports.ts';
import { type AddressFault, checkWebhookAddress } from '#pipeline/notices/webhook-address.ts';
import type { SecretBox } from '#platform/secrets.ts';
import type { Database } from './database.ts';
import { listNotices } from './notice-report.ts';
import { listWebhooks, storeWebhook } from './webhooks.ts';

interface AddressChange {
  readonly place: WebhookPlace;
  readonly address: string | null;
  readonly by: Actor;
}

export function createNoticeDesk(database: Database, box: SecretBox, origins: readonly string[]) {
  return {
    list: (portalId: string, page: NoticePage): Promise<Page<NoticeRecord>> =>
      listNotices(database, portalId, page),
    listWebhooks: (portalId: string): Promise<readonly WebhookSetting[]> => listWebhooks(database, portalId),
    setWebhook: async (
      portalId: string,
      { place, address, by }: AddressChange,
    ): Promise<Result<undefined, AddressFault>> => {
      const checked = address === null ? null : checkWebhookAddress(place.channel, address, origins);
      if (checked !== null && !checked.ok) return checked;
      await storeWebhook(database, box, { portalId, place, url: checked?.value.url ?? null, by });
      return ok(undefined);
    },
  };
}
