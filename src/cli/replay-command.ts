// `replay`: makes stored decisions again and compares the bytes. Exit code 0: all equal; 1: one differs, was altered, or is
// not there; 3: there is nothing to compare any more.
import { parseArgs } from 'node:util';
import type { Agreement } from '#domain/agreement.ts';
import { type Replay, replayDecision, type StoredDecision } from '#pipeline/replay.ts';
import { type CompiledForm, readCompiled } from '#pipeline/versions/compiled-form.ts';
import { describeEngine } from '#platform/version.ts';
import type { Context } from '#src/context.ts';
import type { Database } from '#store/database.ts';
import { findDecision, findForm, pageDecisions } from '#store/stored-decisions.ts';
import { requirePortalId, UsageError } from './usage.ts';
import { withContext } from './with-context.ts';

const EQUAL = 0;
const DIFFERENT = 1;
const NOTHING_TO_COMPARE = 3;
const PAGE = 500;
/** Differences printed one by one. */
const SHOWN = 20;

export function replayCommand(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { portal: { type: 'string' }, all: { type: 'boolean' } },
  });
  const [seq, ...rest] = positionals;
  if (rest.length > 0) throw new UsageError(`One decision at a time: ${rest.join(' ')} is too much.`);
  if (values.all === true) {
    if (seq !== undefined) throw new UsageError('Either one decision or --all.');
    const portalId = requirePortalId(values.portal);
    return withContext((context) => replayAll(context, portalId));
  }
  if (values.portal !== undefined) throw new UsageError('--portal goes with --all.');
  if (seq === undefined || !/^\d{1,18}$/.test(seq))
    throw new UsageError('Which decision? Its number stands in GET /api/v1/portals/PORTAL/leads/CONTACT.');
  return withContext((context) => replayOne(context, seq));
}

async function replayOne({ database }: Pick<Context, 'database'>, seq: string): Promise<number> {
  const decision = await findDecision(database, seq);
  if (decision === null) {
    process.stderr.write(`There is no decision ${seq}; old ones are dropped after their time of keeping.\n`);
    return DIFFERENT;
  }
  const replay = replayDecision(decision, {
    engine: describeEngine(),
    agreement: agreementOf(decision.form),
  });
  print(describe(decision, replay));
  return codeOf(replay);
}

async function replayAll(
  { database, reports }: Pick<Context, 'database' | 'reports'>,
  portalId: string,
): Promise<number> {
  if (!(await reports.hasPortal(portalId))) {
    process.stderr.write(
      `HubSpot account ${portalId} has not installed the app. Installed ones: npm run accord -- portals\n`,
    );
    return DIFFERENT;
  }
  const counts = { equal: 0, wrong: 0, gone: 0 };
  for await (const { decision, replay } of replays(database, portalId)) {
    const code = codeOf(replay);
    counts[code === EQUAL ? 'equal' : code === DIFFERENT ? 'wrong' : 'gone'] += 1;
    if (code === DIFFERENT && counts.wrong <= SHOWN) print(describe(decision, replay));
  }
  print(
    `${counts.equal} equal, ${counts.wrong} different or altered, ${counts.gone} erased, compacted or without their version.`,
  );
  return counts.wrong > 0 ? DIFFERENT : EQUAL;
}

/** Every stored decision of a portal, in the order they were made. */
export async function* replays(
  database: Database,
  portalId: string,
): AsyncGenerator<{ readonly decision: StoredDecision; readonly replay: Replay }> {
  const engine = describeEngine();
  const versions = new Map<string, Agreement | null>();
  let after = '0';
  for (;;) {
    const page = await pageDecisions(database, portalId, { after, limit: PAGE });
    for (const decision of page) {
      const version = `${decision.agreementId}@${decision.version}`;
      const known = versions.get(version);
      const agreement = known ?? agreementOf(await findForm(database, decision));
      versions.set(version, agreement);
      yield { decision, replay: replayDecision(decision, { engine, agreement }) };
    }
    const last = page.at(-1);
    if (last === undefined) return;
    after = last.seq;
  }
}

/** Written by compile, and hashed when it was published. */
function agreementOf(form: CompiledForm | null): Agreement | null {
  return form === null ? null : readCompiled(form);
}

function codeOf({ kind }: Replay): number {
  if (kind === 'equal') return EQUAL;
  return kind === 'erased' || kind === 'compacted' || kind === 'noVersion' ? NOTHING_TO_COMPARE : DIFFERENT;
}

function describe({ seq, leadId, at, engine }: StoredDecision, replay: Replay): string {
  const name = `Decision ${seq} of lead ${leadId}, ${at}:`;
  switch (replay.kind) {
    case 'equal':
      return `${name} equal, byte for byte.`;
    case 'erased':
      return `${name} the person was erased; nothing of it is kept.`;
    case 'compacted':
      return `${name} compacted: it is older than decisions are kept, so what it was made from was dropped. Its answer is kept, and is the one that was hashed.`;
    case 'noVersion':
      return `${name} the version of the agreement it was made under is not here.`;
    case 'altered':
      return `${name} the stored outcome is not the one whose hash was stored with it: it was altered.`;
    default: {
      const why = replay.engineChanged
        ? `\n  It was made by ${engine}; this is ${describeEngine()}: the change may be why.`
        : '';
      return `${name} differs at ${replay.path}: stored ${replay.stored}, now ${replay.replayed}.${why}`;
    }
  }
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
