// Which signals a lead's sightings make, written from "Signals" of the domain's README: plain, quadratic, on milliseconds.
import { iso, ms, type Signal } from './shapes.ts';

export interface Sighting {
  id: string;
  source: string;
  kind: string;
  at: string;
  detail: string;
  seenAt: string;
  count?: number | null;
  ownerId?: string | null;
  loggedAt?: string | null;
  outcome?: string | null;
  earlier?: readonly string[];
}

const NEAR = 120_000;

export function oracleSignals(sightings: readonly Sighting[]): Signal[] {
  const activities = sightings.filter((one) => one.source === 'engagement');
  const dates = sightings.filter((one) => one.source === 'property');
  const unexplained = dates.filter((date) => {
    for (const activity of activities) {
      const had = [...(activity.earlier ?? []), activity.at];
      const near = had.some((each) => Math.abs(ms(each) - ms(date.at)) <= NEAR);
      if (near && mayExplain(date.kind, activity.id)) return false;
    }
    return true;
  });
  const found: Signal[] = [];
  for (const one of [...activities, ...unexplained]) if (one.kind !== 'none') found.push(plain(one));
  const totals = sightings.filter((one) => one.source === 'counter');
  for (const series of new Set(totals.map(seriesOf))) {
    const points = totals.filter((one) => seriesOf(one) === series);
    const cuts = sightings.filter(
      (one) => one.source === 'merge' && one.id.split('#')[1]?.split(':')[0] === series.split('#')[1],
    );
    found.push(...rises(series, points, { cuts, told: [...activities, ...unexplained] }));
  }
  return found.sort((a, b) => ms(a.at) - ms(b.at) || (a.id < b.id ? -1 : 1));
}

function mayExplain(kind: string, activity: string): boolean {
  if (kind === 'touch') return true;
  if (kind === 'meeting') return /^meeting:[^:]*$/.test(activity);
  return kind === 'emailReply' && activity.startsWith('email:');
}

function seriesOf(total: Sighting): string {
  return total.id.replace(/:[^:]*$/, '');
}

interface Context {
  cuts: readonly Sighting[];
  told: readonly Sighting[];
}

function rises(series: string, points: readonly Sighting[], context: Context): Signal[] {
  const sorted = [...points].sort((a, b) => ms(a.seenAt) - ms(b.seenAt) || (a.count ?? 0) - (b.count ?? 0));
  const found: Signal[] = [];
  for (const [index, point] of sorted.entries()) {
    const before = sorted[index - 1];
    if (before === undefined || isCut(before, point, context)) continue;
    const moved = ms(point.at) > ms(before.at);
    const known = moved ? context.told.filter((one) => isTold(one, before, point)).length : 0;
    const total = point.count ?? 0;
    for (let number = peakBefore(sorted, index, context) + 1; number <= total - known; number++) {
      const at = iso(ms(moved ? point.at : point.seenAt));
      found.push({
        id: `${series}:${number}`,
        kind: point.kind,
        at,
        detail: number === total ? point.detail : '',
      });
    }
  }
  return found;
}

function isCut(since: Sighting, until: Sighting, { cuts }: Context): boolean {
  return cuts.some((cut) => ms(cut.at) > ms(since.seenAt) && ms(cut.at) <= ms(until.seenAt));
}

/** The highest total since the last merge. */
function peakBefore(sorted: readonly Sighting[], index: number, context: Context): number {
  let peak = 0;
  for (let back = index - 1; back >= 0; back--) {
    const [older, newer] = [sorted[back], sorted[back + 1]];
    if (older === undefined || newer === undefined || isCut(older, newer, context)) break;
    peak = Math.max(peak, older.count ?? 0);
  }
  return peak;
}

function isTold(one: Sighting, before: Sighting, point: Sighting): boolean {
  const isDeadMail = point.kind === 'emailReply' && one.kind === 'none' && one.id.startsWith('email:');
  const isKind = one.kind === point.kind || isDeadMail;
  return isKind && ms(one.at) > ms(before.at) && ms(one.at) <= ms(point.at);
}

function plain({ id, kind, at, detail, ownerId, loggedAt, outcome }: Sighting): Signal {
  const extra = Object.entries({ ownerId, loggedAt, outcome }).filter(([, value]) => value != null);
  return { id, kind, at, detail, ...Object.fromEntries(extra) };
}
