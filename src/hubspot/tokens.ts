// The access token for a portal's next call: read from the store each time (an uninstall must end calls at once),
// renewed before it expires, renewed by force after a 401. Single flight over processes is the store's part.
import type { PortalId } from '#domain/ids.ts';
import type { OauthTokens, TokenStore } from '#pipeline/ports.ts';
import type { Clock } from '#platform/clock.ts';
import type { Logger } from '#platform/logger.ts';
import { asNotSent, HubspotError } from './errors.ts';
import type { Oauth } from './oauth.ts';

export interface AccessTokens {
  /** A token good for some minutes. Throws HubspotError NOT_INSTALLED or GRANT_DEAD. */
  current(portalId: PortalId): Promise<string>;
  /** After a 401 with `refused`: another token, renewed unless somebody already did. */
  replace(portalId: PortalId, refused: string): Promise<string>;
}

interface AccessTokensOptions {
  readonly tokens: TokenStore;
  readonly oauth: Pick<Oauth, 'refreshTokens'>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** HubSpot's usage guidelines: refresh by the stored expiry, do not wait for a 401. Tokens live 30 minutes. */
const RENEW_BEFORE_EXPIRY_MS = 5 * 60_000;

const ENDPOINT = 'access token';

export function createAccessTokens(options: AccessTokensOptions): AccessTokens {
  const { tokens, clock, logger } = options;
  /** Calls of this process that need a renewal share one, instead of queueing on the store's lock. */
  const renewing = new Map<PortalId, Promise<OauthTokens>>();

  function renew(portalId: PortalId, isGood: (found: OauthTokens) => boolean): Promise<OauthTokens> {
    const running = renewing.get(portalId);
    if (running !== undefined) return running;
    const renewal = renewInStore(options, portalId, isGood).finally(() => renewing.delete(portalId));
    renewing.set(portalId, renewal);
    return renewal;
  }

  return {
    async current(portalId) {
      const stored = await readInstalled(tokens, portalId);
      const leftMs = leftOf(stored, clock);
      if (leftMs > RENEW_BEFORE_EXPIRY_MS) return stored.accessToken;
      try {
        const renewed = await renew(portalId, (found) => leftOf(found, clock) > RENEW_BEFORE_EXPIRY_MS);
        return renewed.accessToken;
      } catch (error) {
        // HubSpot's token endpoint may be down for a while; the old token still works until its own expiry.
        if (!(error instanceof HubspotError) || !error.retryable || leftMs <= 0) throw error;
        logger.warn({ portalId, code: error.code }, 'token renewal failed, old token still valid');
        return stored.accessToken;
      }
    },
    async replace(portalId, refused) {
      const renewed = await renew(portalId, (found) => found.accessToken !== refused);
      return renewed.accessToken;
    },
  };
}

async function readInstalled(tokens: TokenStore, portalId: PortalId): Promise<OauthTokens> {
  const stored = await tokens.readTokens(portalId);
  if (stored !== null) return stored;
  throw new HubspotError({ code: 'NOT_INSTALLED', endpoint: ENDPOINT, applied: 'no', retryable: false });
}

async function renewInStore(
  options: AccessTokensOptions,
  portalId: PortalId,
  isGood: (found: OauthTokens) => boolean,
): Promise<OauthTokens> {
  const { tokens, oauth, logger } = options;
  let expiresAt = '';
  try {
    const renewed = await tokens.renewTokens(portalId, async (found) => {
      expiresAt = found.expiresAt;
      return isGood(found) ? found : await oauth.refreshTokens(found);
    });
    logger.debug({ portalId }, 'access token renewed');
    return renewed;
  } catch (error) {
    if (!(error instanceof HubspotError)) throw error;
    // Outside `renewTokens`, which still holds the lock on the portal's token row while `renew` runs.
    if (error.code === 'GRANT_DEAD') {
      logger.warn({ portalId, code: error.code }, 'grant withdrawn, portal parked');
      await tokens.parkGrant(portalId, { code: error.code, expiresAt });
    }
    if (error.code === 'CLIENT_MISCONFIGURED') {
      logger.error({ portalId, code: error.code }, 'HubSpot refuses our client id or secret');
    }
    throw asNotSent(error);
  }
}

function leftOf(tokens: OauthTokens, clock: Clock): number {
  return Date.parse(tokens.expiresAt) - clock.nowMs();
}
