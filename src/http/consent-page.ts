import type { Config } from '#platform/config.ts';
import { ADDRESSES } from './addresses.ts';

/** The query of the address as made, at the consent page that was configured, if one was. */
export function atConsentPage(config: Config, url: string): string {
  const { authorizeUrl } = config.hubspot;
  return authorizeUrl === null ? url : `${authorizeUrl}${url.slice(url.indexOf('?'))}`;
}

/** Where an administrator connects this account again; another one that he chooses there is told apart (oauth.ts). */
export function installUrlOf(publicUrl: string, portalId: string): string {
  return publicUrl + installUrlPath(portalId);
}

export function installUrlPath(portalId: string): string {
  return `${ADDRESSES.install}?account=${portalId}`;
}
