// Addresses of Slack and Teams webhooks, per portal, side and team: whoever has one can write into the room, so they are
// sealed as tokens are and never shown again.
import { sql } from 'kysely';
import type { Actor } from '#pipeline/admin-ports.ts';
import type { WebhookPlace, WebhookSetting } from '#pipeline/notices/ports.ts';
import type { SecretBox } from '#platform/secrets.ts';
import { writeAudit } from './audit.ts';
import type { Database } from './database.ts';
import { oneOf, rowsOf } from './sql.ts';

/** The same place is set anew; `url` null takes it away. */
export function storeWebhook(
  database: Database,
  box: SecretBox,
  change: {
    readonly portalId: string;
    readonly place: WebhookPlace;
    readonly url: URL | null;
    readonly by: Actor;
  },
): Promise<void> {
  const { portalId, place, url, by } = change;
  const { side, team, channel } = place;
  return database.transaction(async (tx) => {
    const before = await oneOf(
      tx,
      sql<{ host: string }>`
        select host from webhook where portal_id = ${portalId}::text and side = ${side}::text and team = ${team}::text
          and channel = ${channel}::text for update`,
    );
    await rowsOf(
      tx,
      url === null
        ? sql`
            delete from webhook where portal_id = ${portalId}::text and side = ${side}::text and team = ${team}::text
              and channel = ${channel}::text`
        : sql`
            insert into webhook (portal_id, side, team, channel, sealed_url, host, set_at)
            values (${portalId}::text, ${side}::text, ${team}::text, ${channel}::text, ${box.seal(url.href, portalId)}::text,
              ${url.host}::text, accord_now())
            on conflict (portal_id, side, team, channel) do update
              set sealed_url = excluded.sealed_url, host = excluded.host, set_at = excluded.set_at`,
    );
    await writeAudit(tx, portalId, {
      by,
      action: 'setWebhook',
      before: before === null ? null : { ...place, host: before.host },
      after: url === null ? null : { ...place, host: url.host },
    });
  });
}

export function listWebhooks(database: Database, portalId: string): Promise<readonly WebhookSetting[]> {
  return rowsOf(
    database.db,
    sql<WebhookSetting>`
      select side, team, channel, host, set_at as "setAt" from webhook
      where portal_id = ${portalId}::text order by side, team, channel`,
  );
}

/** `destination`: the side, with its team: `sales`, `sales:Berlin`. */
export async function readWebhook(
  database: Database,
  box: SecretBox,
  { portalId, channel, destination }: { portalId: string; channel: string; destination: string },
): Promise<string | null> {
  const [side = '', ...team] = destination.split(':');
  const row = await oneOf(
    database.db,
    sql<{ sealed: string }>`
      select sealed_url as sealed from webhook
      where portal_id = ${portalId}::text and channel = ${channel}::text and side = ${side}::text
        and team = ${team.join(':')}::text`,
  );
  return row === null ? null : box.open(row.sealed, portalId);
}
