// A document becomes the version in force: parsed strictly, compiled to canonical JSON, hash-chained over its predecessor.
// Drafts, proposals and signatures come before this step and are not part of it.
import { createHash } from 'node:crypto';
import { type ParsedAgreement, type Problem, parseAgreement } from '#agreement/parse.ts';
import { canonicalJson } from '#domain/canonical.ts';
import { err, ok, type Result } from '#domain/result.ts';
import type { Actor, AdminStore } from './admin-ports.ts';

/** Every table is keyed by agreement; one is enough until several scopes are offered. */
const MAIN_AGREEMENT = 'main';

export interface PublishDeps {
  readonly store: AdminStore;
  readonly wake: (portalId: string) => Promise<void>;
}

export interface Published {
  readonly version: number;
  readonly contentHash: string;
  readonly notes: ParsedAgreement['notes'];
  readonly notYetRun: ParsedAgreement['notYetRun'];
}

export type PublishRefusal =
  | { readonly kind: 'not-installed' }
  | { readonly kind: 'problems'; readonly problems: readonly Problem[] };

export async function publishAgreement(
  deps: PublishDeps,
  portalId: string,
  draft: { readonly document: string; readonly by: Actor; readonly language?: 'en' | 'fr' },
): Promise<Result<Published, PublishRefusal>> {
  const { store } = deps;
  const portal = await store.findPortal(portalId);
  if (portal === null) return err({ kind: 'not-installed' });
  const year = Number((await store.readNow()).slice(0, 4));
  const options = { id: MAIN_AGREEMENT, version: 1, year, portalStages: portal.lifecycleOrder };
  const parsed = parseAgreement(draft.document, {
    ...options,
    ...(draft.language === undefined ? {} : { language: draft.language }),
  });
  if (!parsed.ok) return err({ kind: 'problems', problems: parsed.error });
  const { agreement, notes, notYetRun } = parsed.value;
  const stored = await store.storeVersion(
    portalId,
    {
      agreementId: MAIN_AGREEMENT,
      language: agreement.language,
      document: draft.document,
      seal: (version, previousHash) => {
        const compiled = canonicalJson({ ...agreement, version });
        return { compiled, contentHash: chainHash([previousHash, draft.document, compiled]) };
      },
    },
    draft.by,
  );
  await deps.wake(portalId);
  return ok({ ...stored, notes, notYetRun });
}

/** Each part is hashed first, so that no text can move from one part into the next. */
function chainHash(parts: readonly string[]): string {
  const hashes = parts.map((part) => createHash('sha256').update(part).digest('hex'));
  return createHash('sha256').update(hashes.join('\n')).digest('hex');
}
