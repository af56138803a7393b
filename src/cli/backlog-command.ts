// `accord backlog PORTAL`: the leads from before the switch-on, and their release.
import { parseArgs } from 'node:util';
import { tellPlan, tellRelease, tellWorth } from '#domain/explain/release-sentences.ts';
import {
  MAX_PER_REP_AND_DAY,
  PER_REP_AND_DAY,
  type ReleaseTerms,
  reportBacklog,
  startRelease,
  stopRelease,
} from '#pipeline/backlog/backlog.ts';
import { describeReleaseRefusal } from '#pipeline/backlog/release-refusals.ts';
import type { Context } from '#src/context.ts';
import { notInstalled, operator } from './portal-commands.ts';
import { renderTable } from './table.ts';
import { oneOf, requirePortalId, UsageError } from './usage.ts';
import { withContext } from './with-context.ts';

const MAX_SHOWN = 20;

export async function backlogCommand(args: readonly string[]): Promise<number> {
  const { positionals, values } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { 'per-rep-and-day': { type: 'string' }, limit: { type: 'string' } },
  });
  const [portal, word = 'show', ...rest] = positionals;
  const portalId = requirePortalId(portal);
  const action = oneOf(['show', 'release', 'stop'], word, `Unknown action ${word}.`);
  if (rest.length > 0) throw new UsageError(`${rest.join(' ')} is too much.`);
  const share = readNumber('--per-rep-and-day', values['per-rep-and-day']);
  if (share !== null && share > MAX_PER_REP_AND_DAY)
    throw new UsageError(`--per-rep-and-day is ${MAX_PER_REP_AND_DAY} at most.`);
  const limit = readNumber('--limit', values.limit);
  if (action !== 'release' && limit !== null) throw new UsageError('--limit is of a release.');
  return withContext(async (context) => {
    if (action === 'stop') return stop(context, portalId);
    const perRepAndDay = share ?? PER_REP_AND_DAY;
    if (action === 'show') return show(context, portalId, perRepAndDay);
    if (share === null) throw new UsageError('How many to each rep a day? --per-rep-and-day N');
    return release(context, portalId, { perRepAndDay, limit });
  });
}

function readNumber(name: string, text: string | undefined): number | null {
  if (text === undefined) return null;
  if (!/^[1-9]\d{0,6}$/.test(text)) throw new UsageError(`${name} ${text} is no number of leads.`);
  return Number(text);
}

async function show(context: Context, portalId: string, perRepAndDay: number): Promise<number> {
  const report = await reportBacklog(context.backlog, portalId, perRepAndDay);
  if (report === null) return fail(notInstalled(portalId));
  const { plan, leads } = report;
  print(`${tellPlan(plan, 'en')} (${perRepAndDay} to each rep a day)`);
  const rows = leads
    .slice(0, MAX_SHOWN)
    .map((lead, index) => [index + 1, lead.contactId, lead.ownerId, tellWorth(lead, 'en')]);
  if (rows.length > 0) print(renderTable(['place', 'contact', 'owner', ''], rows));
  if (leads.length > MAX_SHOWN)
    print(`The first ${MAX_SHOWN}; all of them: GET /api/v1/portals/${portalId}/backlog`);
  const { items } = await context.backlog.store.listReleases(portalId, { after: null, limit: MAX_SHOWN });
  for (const item of items) print(tellRelease(item, 'en'));
  return 0;
}

async function release({ backlog }: Context, portalId: string, terms: ReleaseTerms): Promise<number> {
  const by = { ...operator(), userId: '', email: '' };
  const started = await startRelease(backlog, { portalId, roles: null }, { terms, by });
  if ('refusal' in started) return refuse(started.refusal);
  print(`Release no. ${started.number} has started. Stop it: npm run accord -- backlog ${portalId} stop`);
  return 0;
}

/** The one that is under way. */
async function stop({ backlog }: Context, portalId: string): Promise<number> {
  const { items } = await backlog.store.listReleases(portalId, { after: null, limit: 1 });
  const number = items[0]?.number ?? 0;
  const stopped = await stopRelease(backlog, { portalId, roles: null }, { number, by: operator() });
  if ('refusal' in stopped) return refuse(stopped.refusal);
  print(`Release no. ${number} is stopped; ${stopped.released} leads were released.`);
  return 0;
}

function refuse(code: Parameters<typeof describeReleaseRefusal>[0]): number {
  const { message, fix } = describeReleaseRefusal(code, 'en');
  return fail(`${message} ${fix}`);
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

function fail(text: string): number {
  process.stderr.write(`${text}\n`);
  return 1;
}
