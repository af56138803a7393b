// Installing and uninstalling the app on a portal, by whichever way it comes about.
import type { Portal } from './model.ts';
import { type AccessToken, createGrant, endGrants, issueAccessToken } from './oauth.ts';
import type { World } from './world.ts';

export const LEADS_SCOPE = 'crm.objects.leads.read';

/** For callers that skip the browser: the same grant that the consent page would have led to. */
export function installApp(world: World, portal: Portal, scopes: readonly string[]): AccessToken {
  portal.installed = true;
  world.journal.recordLifecycle(portal.portalId, 'install');
  return issueAccessToken(
    world.oauth,
    createGrant(world.oauth, { portalId: portal.portalId, scopes: grantable(portal, scopes) }),
  );
}

/** Optional scopes are granted where the account has what they open. */
export function grantable(portal: Portal, scopes: readonly string[]): readonly string[] {
  return portal.leadPipelines.length > 0 ? scopes : scopes.filter((scope) => scope !== LEADS_SCOPE);
}

/** Tokens die, subscriptions end; records stay. Only the journal tells the app. */
export function uninstallApp(world: World, portal: Portal): void {
  world.journal.recordLifecycle(portal.portalId, 'uninstall');
  portal.installed = false;
  endGrants(world.oauth, portal.portalId);
  world.webhooks.drop(portal.portalId);
}
