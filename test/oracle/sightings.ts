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
}

const NEAR = 120_000;

export function oracleSignals(sightings: readonly Sighting[]): Signal[] {
  const activities = sightings.filter((one) => one.source === 'engagement');
  const dates = sightings.filter((one) => one.source === 'property');
  const unexplained = dates.filter((date) => {
    for (const activity of activities) {
      const near = Math.abs(ms(activity.at) - ms(date.at)) <= NEAR;
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

function rises(
  series: string,
  points: readonly Sighting[],
  { cuts, told }: { cuts: readonly Sighting[]; told: readonly Sighting[] },
): Signal[] {
  const sorted = [...points].sort((a, b) => ms(a.seenAt) - ms(b.seenAt) || (a.count ?? 0) - (b.count ?? 0));
  const found: Signal[] = [];
  for (let index = 1; index < sorted.length; index++) {
    const [before, point] = [sorted[index - 1], sorted[index]];
    if (before === undefined || point === undefined) continue;
    const isCut = (since: Sighting, until: Sighting): boolean =>
      cuts.some((cut) => ms(cut.at) > ms(since.seenAt) && ms(cut.at) <= ms(until.seenAt));
    if (isCut(before, point)) continue;
    // The highest total since the last merge.
    let peak = before.count ?? 0;
    for (let back = index - 1; back > 0; back--) {
      const [older, newer] = [sorted[back - 1], sorted[back]];
      if (older === undefined || newer === undefined || isCut(older, newer)) break;
      peak = Math.max(peak, older.count ?? 0);
    }
    const moved = ms(point.at) > ms(before.at);
    const known = told.filter((one) => {
      const isKind = one.kind === point.kind;
      const isDeadMail = point.kind === 'emailReply' && one.kind === 'none' && one.id.startsWith('email:');
      return (isKind || isDeadMail) && ms(one.at) > ms(before.at) && ms(one.at) <= ms(point.at);
    }).length;
    const total = point.count ?? 0;
    for (let number = peak + 1; number <= total - (moved ? known : 0); number++) {
      found.push({
        id: `${series}:${number}`,
        kind: point.kind,
        at: iso(ms(moved ? point.at : point.seenAt)),
        detail: number === total ? point.detail : '',
      });
    }
  }
  return found;
}

function plain({ id, kind, at, detail, ownerId, loggedAt, outcome }: Sighting): Signal {
  const extra = Object.entries({ ownerId, loggedAt, outcome }).filter(([, value]) => value != null);
  return { id, kind, at, detail, ...Object.fromEntries(extra) };
}
