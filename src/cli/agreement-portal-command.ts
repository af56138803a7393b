// `agreement preview FILE --portal P`, `agreement revert --portal P` and `agreement verify --portal P`: what concerns an
// account. The command line prepares and looks; it never signs (5a.10).
import { parseArgs } from 'node:util';
import type { Problem } from '#agreement/parse.ts';
import { MAIN_AGREEMENT } from '#pipeline/versions/first-version.ts';
import { describeFinding, verifyAndPark } from '#pipeline/versions/integrity.ts';
import { previewDocument } from '#pipeline/versions/preview.ts';
import { describeRefusal } from '#pipeline/versions/refusals.ts';
import { revertVersion } from '#pipeline/versions/revert.ts';
import type { Caller, VersionRefusal } from '#pipeline/versions/version.ts';
import type { Context } from '#src/context.ts';
import { readText } from './agreement-check.ts';
import { renderPreview } from './preview-report.ts';
import { oneOf, requirePortalId, UsageError } from './usage.ts';
import { withContext } from './with-context.ts';

const SHOWN_OF_A_WAY = 10;

export const PORTAL_ACTIONS: readonly string[] = ['preview', 'revert', 'verify'];

type Language = 'en' | 'fr';

interface Wish {
  readonly portalId: string;
  readonly agreementId: string;
  readonly files: readonly string[];
  readonly reason: string | null;
  readonly language: Language;
}

export function agreementPortalCommand(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      portal: { type: 'string' },
      agreement: { type: 'string', default: MAIN_AGREEMENT },
      reason: { type: 'string' },
      language: { type: 'string', default: 'en' },
    },
  });
  const [action = '', ...files] = positionals;
  const wish: Wish = {
    portalId: requirePortalId(values.portal),
    agreementId: values.agreement,
    files,
    reason: values.reason ?? null,
    language: oneOf(['en', 'fr'], values.language, 'The language is en or fr.'),
  };
  if (action === 'preview') return preview(wish);
  if (files.length > 0) throw new UsageError(`${files.join(' ')} is too much.`);
  return withContext((context) =>
    action === 'revert' ? prepareRevert(context, wish) : verify(context, wish),
  );
}

async function preview({ files, portalId, agreementId, language }: Wish): Promise<number> {
  const [file, ...rest] = files;
  if (file === undefined || rest.length > 0) throw new UsageError('Which file? One at a time.');
  const document = await readText(file);
  if (document === null) return fail(`${file} cannot be read.`);
  return withContext(async ({ versions }) => {
    const outcome = await previewDocument(versions, { portalId, agreementId }, { document, language });
    if (!outcome.ok) return refuse(outcome.error, language);
    return print(renderPreview(outcome.value, { language, most: SHOWN_OF_A_WAY }));
  });
}

/** A signatory confirms it in HubSpot; until then nothing changes. */
async function prepareRevert(
  context: Context,
  { portalId, agreementId, reason, language }: Wish,
): Promise<number> {
  const { versions } = context;
  const inForce = (await versions.store.listVersions(portalId)).find(
    (version) => version.agreementId === agreementId && version.status === 'active',
  );
  if (inForce === undefined) return fail(`Account ${portalId} has no agreement ${agreementId} in force.`);
  const why = reason === null ? {} : { reason };
  const caller: Caller = { kind: 'admin', by: { actor: 'operator', origin: 'cli', role: 'admin', ...why } };
  const outcome = await revertVersion(versions, { portalId, agreementId, version: inForce.version }, caller);
  if (!outcome.ok) return refuse(outcome.error, language);
  const { version, to } = outcome.value;
  return print(
    `Prepared: version ${version} would be taken back and version ${to} in force again.\n` +
      'A signatory of either side confirms it in HubSpot, on the settings page; the command line never signs.',
  );
}

async function verify({ versions }: Context, { portalId, language }: Wish): Promise<number> {
  const findings = await verifyAndPark(versions.store, portalId);
  await versions.wake(portalId);
  if (findings.length === 0) return print('Every version is what was frozen and signed.');
  return fail(findings.map((one) => describeFinding(one, language).replace('PORTAL', portalId)).join('\n'));
}

function refuse(refusal: VersionRefusal, language: Language): number {
  const { message, fix } = describeRefusal(refusal, language);
  // `hasProblems` puts them there.
  const problems = (refusal.details?.['problems'] ?? []) as readonly Problem[];
  const lines = problems.map(({ line, path, problem, suggestion }) => {
    const write = suggestion === undefined ? '' : ` → write ${suggestion}`;
    return `  line ${line}, ${path}: ${problem}${write}`;
  });
  return fail([message, ...lines, fix].join('\n'));
}

function print(text: string): number {
  process.stdout.write(`${text}\n`);
  return 0;
}

function fail(text: string): number {
  process.stderr.write(`${text}\n`);
  return 1;
}
