// The template at install: in force as version 1 without signatures, because nothing is written while observing (5a.1).
// Switching anything on needs a version that both sides have signed.
import { COMPILED_SHAPE } from '#agreement/compile.ts';
import { parseAgreement } from '#agreement/parse.ts';
import { canonicalJson } from '#domain/canonical.ts';
import type { Actor, AdminStore } from '#pipeline/admin-ports.ts';
import { freeze } from './propose.ts';

/** Every table is keyed by agreement; screens show one. */
export const MAIN_AGREEMENT = 'main';

export async function putFirstVersionInForce(
  store: AdminStore,
  portalId: string,
  first: { readonly document: string; readonly by: Actor },
): Promise<void> {
  const year = Number((await store.readNow()).slice(0, 4));
  const parsed = parseAgreement(first.document, { id: MAIN_AGREEMENT, version: 1, year });
  if (!parsed.ok) throw new Error(`the template cannot be put in force: ${JSON.stringify(parsed.error)}`);
  const compiled = canonicalJson(parsed.value.agreement);
  const sealed = freeze({ document: parsed.value.document, compiled, text: first.document }, '');
  await store.storeFirstVersion(
    portalId,
    {
      agreementId: MAIN_AGREEMENT,
      language: parsed.value.agreement.language,
      document: first.document,
      compiled,
      shape: COMPILED_SHAPE,
      ...sealed,
    },
    first.by,
  );
}
