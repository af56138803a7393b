// A finished OAuth grant becomes a portal in observe mode with the template agreement in force (5a.1). Installing again
// keeps everything: new tokens, and a new baseline.
import { readTemplate } from '#agreement/template.ts';
import { portalId as toPortalId } from '#domain/ids.ts';
import { AppError } from '#platform/errors.ts';
import type { Logger } from '#platform/logger.ts';
import type { Actor, AdminStore, InstalledPortal, InstallGrant } from './admin-ports.ts';
import type { HubspotPort } from './ports.ts';
import { putFirstVersionInForce } from './versions/first-version.ts';

/** The browser of the admin waits for this. */
const ACCOUNT_WAIT_MS = 10_000;

export interface InstallDeps {
  readonly store: AdminStore;
  readonly hubspot: Pick<HubspotPort, 'accountDetails'>;
  readonly wake: (portalId: string) => Promise<void>;
  readonly logger: Logger;
}

/** `language`: of tasks and explanations, for a portal that is new. */
export async function installPortal(
  deps: InstallDeps,
  grant: InstallGrant,
  wish: { readonly language: 'en' | 'fr' },
): Promise<InstalledPortal> {
  const { portalId } = grant;
  const by: Actor = { actor: grant.userId === null ? 'installer' : `user ${grant.userId}`, origin: 'oauth' };
  const portal = await deps.store.storeInstall(grant, { language: wish.language, by });
  const timeZone = await learnTimeZone(deps, portalId);
  if (timeZone !== null) await deps.store.storeTimeZone(portalId, timeZone);
  if (!portal.hasAgreement)
    await publishTemplate(deps, portalId, { language: portal.language, timeZone, by });
  await deps.wake(portalId);
  deps.logger.info({ portalId, isNew: portal.isNew }, 'portal installed');
  return { ...portal, timeZone: timeZone ?? portal.timeZone, hasAgreement: true };
}

/** Null when HubSpot does not tell: the install stands, the zone of the template stays. */
async function learnTimeZone(deps: InstallDeps, portalId: string): Promise<string | null> {
  try {
    const account = await deps.hubspot.accountDetails({
      portalId: toPortalId(portalId),
      lane: 'interactive',
      signal: AbortSignal.timeout(ACCOUNT_WAIT_MS),
    });
    return account.timeZone;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    deps.logger.warn({ err: error, code: error.code, portalId }, 'the account details could not be read');
    return null;
  }
}

async function publishTemplate(
  deps: InstallDeps,
  portalId: string,
  wish: { readonly language: 'en' | 'fr'; readonly timeZone: string | null; readonly by: Actor },
): Promise<void> {
  const document = withTimeZone(await readTemplate(wish.language), wish.timeZone);
  await putFirstVersionInForce(deps.store, portalId, { document, by: wish.by });
}

/** The calendar of a template starts in the account's own zone; everything else is for both teams to change. */
function withTimeZone(document: string, timeZone: string | null): string {
  if (timeZone === null || !/^[A-Za-z0-9_+/-]{1,60}$/.test(timeZone)) return document;
  return document.replace(/^( {2}timeZone: )\S+/m, (_line, start: string) => `${start}${timeZone}`);
}
