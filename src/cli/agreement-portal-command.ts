// `agreement preview FILE --portal P`, `agreement revert --portal P` and `agreement verify --portal P`: what concerns an
// account. The command line prepares and looks; it never signs (5a.10).
import { parseArgs } from 'node:util';
import type { Problem } from '#agreement/parse.ts';
import { MAIN_AGREEMENT } from '#pipeline/versions/first-version.ts';
import { verifyAndPark } from '#pipeline/versions/integrity.ts';
import { type Preview, previewDocument } from '#pipeline/versions/preview.ts';
import { revertVersion } from '#pipeline/versions/revert.ts';
import type { Caller, VersionRefusal } from '#pipeline/versions/version.ts';
import type { Context } from '#src/context.ts';
import { readText } from './agreement-check.ts';
import { renderTable } from './table.ts';
import { requirePortalId, UsageError } from './usage.ts';
import { withContext } from './with-context.ts';

const SHOWN_MOVES = 40;

export const PORTAL_ACTIONS: readonly string[] = ['preview', 'revert', 'verify'];

interface Wish {
  readonly portalId: string;
  readonly agreementId: string;
  readonly files: readonly string[];
  readonly reason: string | null;
}

export function agreementPortalCommand(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      portal: { type: 'string' },
      agreement: { type: 'string', default: MAIN_AGREEMENT },
      reason: { type: 'string' },
    },
  });
  const [action = '', ...files] = positionals;
  const wish: Wish = {
    portalId: requirePortalId(values.portal),
    agreementId: values.agreement,
    files,
    reason: values.reason ?? null,
  };
  if (action === 'preview') return preview(wish);
  if (files.length > 0) throw new UsageError(`${files.join(' ')} is too much.`);
  return withContext((context) =>
    action === 'revert' ? prepareRevert(context, wish) : verify(context, wish),
  );
}

async function preview({ files, portalId, agreementId }: Wish): Promise<number> {
  const [file, ...rest] = files;
  if (file === undefined || rest.length > 0) throw new UsageError('Which file? One at a time.');
  const document = await readText(file);
  if (document === null) return fail(`${file} cannot be read.`);
  return withContext(async ({ versions }) => {
    const outcome = await previewDocument(versions, { portalId, agreementId }, { document });
    return outcome.ok ? print(renderPreview(outcome.value)) : refuse(outcome.error);
  });
}

/** A signatory confirms it in HubSpot; until then nothing changes. */
async function prepareRevert(context: Context, { portalId, agreementId, reason }: Wish): Promise<number> {
  const { versions } = context;
  const inForce = (await versions.store.listVersions(portalId)).find(
    (version) => version.agreementId === agreementId && version.status === 'active',
  );
  if (inForce === undefined) return fail(`Account ${portalId} has no agreement ${agreementId} in force.`);
  const why = reason === null ? {} : { reason };
  const caller: Caller = { kind: 'admin', by: { actor: 'operator', origin: 'cli', role: 'admin', ...why } };
  const outcome = await revertVersion(versions, { portalId, agreementId, version: inForce.version }, caller);
  if (!outcome.ok) return refuse(outcome.error);
  const { version, to } = outcome.value;
  return print(
    `Prepared: version ${version} would be taken back and version ${to} in force again.\n` +
      'A signatory of either side confirms it in HubSpot, on the settings page; the command line never signs.',
  );
}

async function verify({ versions }: Context, { portalId }: Wish): Promise<number> {
  const findings = await verifyAndPark(versions.store, portalId);
  await versions.wake(portalId);
  if (findings.length === 0) return print('Every version is what was frozen and signed.');
  return fail(findings.map(({ problem }) => problem.replace('PORTAL', portalId)).join('\n'));
}

function renderPreview(found: Preview): string {
  const share = (found.changedShare / 10_000).toFixed(1);
  const limit = found.blastLimit / 10_000;
  const against = found.against === null ? 'no version' : `version ${found.against}`;
  const moves = found.moves
    .slice(0, SHOWN_MOVES)
    .map(({ contactId, from, to, reason }) => [contactId, describe(from), describe(to), reason]);
  const left = found.moves.length + found.movesLeftOut - moves.length;
  const parts = [
    `Against ${against} in force: ${found.leads} leads, ${found.inScope} in scope, ${found.changed} change (${share} %).`,
    `Into scope ${found.enterScope}, out of scope ${found.leaveScope}. ` +
      `Baseline: ${found.baseline} are over the line and wait for a sign of interest after the activation.`,
    renderTable([
      ['grade', 'now', 'then'],
      ...countRows(found.byGrade),
      ['', '', ''],
      ['status', 'now', 'then'],
      ...countRows(found.byStatus),
    ]),
    ...perRep('Hand-overs by the activation itself', found.handOvers),
    ...perRep('Open tasks', found.tasks),
    ...(moves.length === 0 ? [] : [renderTable([['contact', 'from', 'to', 'because'], ...moves])]),
    ...(left > 0 ? [`… and ${left} more; all of them by /api/v1.`] : []),
    ...(found.notRead.length === 0
      ? []
      : [`Not read from HubSpot yet, judged as empty: ${found.notRead.join(', ')}.`]),
    found.overLimit
      ? `More than the blast limit of ${limit} %: activation needs the token ${found.token}`
      : `Within the blast limit of ${limit} %: activation asks for nothing more.`,
  ];
  return parts.join('\n\n');
}

function describe(standing: Preview['moves'][number]['from']): string {
  const { status, stage, grade, owner } = standing;
  return [status, stage || 'no stage', grade, owner === '' ? 'no owner' : `owner ${owner}`].join(', ');
}

function countRows(counts: Preview['byGrade']): string[][] {
  const keys = [...new Set([...Object.keys(counts.before), ...Object.keys(counts.after)])].toSorted((a, b) =>
    a < b ? -1 : 1,
  );
  return keys.map((key) => [key, String(counts.before[key] ?? 0), String(counts.after[key] ?? 0)]);
}

function perRep(title: string, slots: Preview['tasks']): string[] {
  if (slots.length === 0) return [];
  const rows = slots.map(({ ownerId, day, count }) => [day, ownerId || 'no owner', String(count)]);
  return [`${title}:\n${renderTable([['day', 'owner', 'leads'], ...rows])}`];
}

function refuse({ message, fix, details }: VersionRefusal): number {
  // `hasProblems` puts them there.
  const problems = (details?.['problems'] ?? []) as readonly Problem[];
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
