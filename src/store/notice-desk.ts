// The desk of notices over Postgres.
import { ok } from '#domain/result.ts';
import type { NoticeDesk } from '#pipeline/notices/notice-desk.ts';
import { checkWebhookAddress } from '#pipeline/notices/webhook-address.ts';
import type { SecretBox } from '#platform/secrets.ts';
import type { Database } from './database.ts';
import { listNotices } from './notice-report.ts';
import { listWebhooks, storeWebhook } from './webhooks.ts';

export function createNoticeDesk(database: Database, box: SecretBox, origins: readonly string[]): NoticeDesk {
  return {
    list: (portalId, page) => listNotices(database, portalId, page),
    listWebhooks: (portalId) => listWebhooks(database, portalId),
    setWebhook: async (portalId, { place, address, by }) => {
      const checked = address === null ? null : checkWebhookAddress(place.channel, address, origins);
      if (checked !== null && !checked.ok) return checked;
      await storeWebhook(database, box, { portalId, place, url: checked?.value.url ?? null, by });
      return ok(undefined);
    },
  };
}
