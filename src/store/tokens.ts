// A portal's OAuth tokens, encrypted with the portal's id as additional data, so that no row can be moved to another.
import { sql } from 'kysely';
import type { OauthTokens, TokenStore } from '#pipeline/ports.ts';
import { AppError } from '#platform/errors.ts';
import type { SecretBox } from '#platform/secrets.ts';
import type { Database, Db, Tx } from './database.ts';
import { oneOf, rowsOf } from './sql.ts';

interface TokenRow {
  readonly access_token: string;
  readonly refresh_token: string;
  readonly expires_at: string;
  readonly scopes: string[];
}

export function createTokenStore(database: Database, box: SecretBox): TokenStore {
  return {
    readTokens: async (portalId) => {
      const row = await selectTokens(database.db, portalId, false);
      return row === null ? null : unseal(box, portalId, row);
    },
    renewTokens: (portalId, renew) =>
      // The row lock is held over the call to HubSpot: that is what makes the refresh single over all processes.
      database.transaction(async (tx) => {
        const row = await selectTokens(tx, portalId, true);
        if (row === null) throw notInstalled(portalId);
        const current = unseal(box, portalId, row);
        const renewed = await renew(current);
        if (renewed !== current) await saveTokens(tx, box, { portalId, tokens: renewed });
        return renewed;
      }),
    parkGrant: async (portalId, { code, expiresAt }) => {
      await rowsOf(
        database.db,
        sql`
          update portal set status = 'parked', status_reason = ${code}::text
          where portal_id = ${portalId}::text and status = 'active' and exists (
            select 1 from portal_token where portal_id = ${portalId}::text and expires_at = ${expiresAt}::timestamptz)`,
      );
    },
  };
}

function selectTokens(db: Db | Tx, portalId: string, lock: boolean): Promise<TokenRow | null> {
  return oneOf(
    db,
    sql<TokenRow>`
      select t.access_token, t.refresh_token, t.expires_at, t.scopes
      from portal_token t join portal p on p.portal_id = t.portal_id and p.status = 'active'
      where t.portal_id = ${portalId}::text ${lock ? sql`for update of t` : sql``}`,
  );
}

export async function saveTokens(
  tx: Tx,
  box: SecretBox,
  grant: { readonly portalId: string; readonly tokens: OauthTokens },
): Promise<void> {
  const { portalId, tokens } = grant;
  await rowsOf(
    tx,
    sql`
      insert into portal_token (portal_id, access_token, refresh_token, expires_at, scopes, updated_at)
      values (${portalId}::text, ${box.seal(tokens.accessToken, portalId)}::text, ${box.seal(tokens.refreshToken, portalId)}::text,
        ${tokens.expiresAt}::timestamptz, ${[...tokens.scopes]}::text[], clock_timestamp())
      on conflict (portal_id) do update set access_token = excluded.access_token, refresh_token = excluded.refresh_token,
        expires_at = excluded.expires_at, scopes = excluded.scopes, updated_at = excluded.updated_at`,
  );
}

function unseal(box: SecretBox, portalId: string, row: TokenRow): OauthTokens {
  return {
    accessToken: box.open(row.access_token, portalId),
    refreshToken: box.open(row.refresh_token, portalId),
    expiresAt: row.expires_at,
    scopes: row.scopes,
  };
}

function notInstalled(portalId: string): AppError {
  return new AppError('This portal has not installed the app.', {
    code: 'NOT_INSTALLED',
    retryable: false,
    data: { portalId },
  });
}
