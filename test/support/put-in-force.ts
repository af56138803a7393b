// A document through its whole life on a thread: uploaded, proposed, signed by both, previewed, put in force.
import { portalId } from '#domain/ids.ts';
import { readPropertyTypes } from '#pipeline/read-property-types.ts';
import { activateVersion } from '#pipeline/versions/activate.ts';
import { uploadDraft } from '#pipeline/versions/draft.ts';
import { type Preview, previewVersion } from '#pipeline/versions/preview.ts';
import { proposeVersion } from '#pipeline/versions/propose.ts';
import { signVersion } from '#pipeline/versions/sign.ts';
import { createShareWork } from '#platform/share-work.ts';
import { createPreviewStore } from '#store/preview-store.ts';
import { createVersionStore } from '#store/version-store.ts';
import { ADMIN, userOf } from './book.ts';
import { PORTAL, type Thread } from './thread.ts';

const PORTAL_TEXT = String(PORTAL);
const MARKETING = userOf('marketing.lead@our-company.example', '900002');
export const SALES = userOf('sales.lead@our-company.example', '900003');

export function versionDeps(thread: Thread) {
  const { database } = thread.test;
  return {
    store: createVersionStore(database),
    leads: createPreviewStore(database),
    loadPortal: thread.deps.store.loadPortal.bind(thread.deps.store),
    share: createShareWork<Preview>(),
    readPropertyTypes: (portal: string) =>
      readPropertyTypes(thread.deps.hubspot, {
        portalId: portalId(portal),
        lane: 'interactive',
        signal: AbortSignal.timeout(20_000),
      }),
    wake: async () => undefined,
  };
}

export function must<T>(
  outcome: { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: unknown },
): T {
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.error));
  return outcome.value;
}

/** Answers its number. */
export async function putInForce(thread: Thread, document: string, agreementId = 'default'): Promise<number> {
  const parts = versionDeps(thread);
  const { version } = must(await uploadDraft(parts, PORTAL_TEXT, { agreementId, document, caller: ADMIN }));
  const key = { portalId: PORTAL_TEXT, agreementId, version };
  const { contentHash } = must(await proposeVersion(parts, key, { startsAt: null, caller: ADMIN }));
  for (const caller of [MARKETING, SALES])
    must(await signVersion(parts, key, { contentHash, side: null, caller }));
  const { token } = must(await previewVersion(parts, key));
  must(await activateVersion(parts, key, { from: null, confirm: token, caller: ADMIN }));
  return version;
}
