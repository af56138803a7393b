// The lead's own signs of life in order of time, and the themes they tell (R38).
import type { Agreement, SignalKind } from './agreement.ts';
import type { NurtureTheme } from './agreement-data.ts';
import { toEpochMs } from './instant.ts';
import type { LeadView } from './view.ts';

interface ThemedSignal {
  readonly at: number;
  readonly theme: string;
}

/** What sales did, and opened mail: privacy proxies open everything. */
const NOT_ACTIVITY: readonly SignalKind[] = ['touch', 'emailOpen'];

/** Creation and everything the lead did, oldest first; signals dated ahead included. */
export function listActivity(view: LeadView): readonly number[] {
  return [toEpochMs(view.facts.createdAt), ...activeTimes(view).flat()].sort((a, b) => a - b);
}

/** The latest sign of life at or before an instant; null before the first. */
export function latestActivity(view: LeadView, nowMs: number): number | null {
  const createdMs = toEpochMs(view.facts.createdAt);
  let latest = createdMs <= nowMs ? createdMs : null;
  for (const times of activeTimes(view)) {
    const last = times.findLast((at) => at <= nowMs);
    if (last !== undefined && (latest === null || last > latest)) latest = last;
  }
  return latest;
}

/** Signs of life dated after an instant. */
export function activityAhead(view: LeadView, nowMs: number): readonly number[] {
  const isAhead = (at: number): boolean => at > nowMs;
  const ahead = activeTimes(view).flatMap((times) =>
    isAhead(times.at(-1) ?? nowMs) ? times.filter(isAhead) : [],
  );
  const createdMs = toEpochMs(view.facts.createdAt);
  return isAhead(createdMs) ? [createdMs, ...ahead] : ahead;
}

function activeTimes({ times }: LeadView): readonly (readonly number[])[] {
  // The keys are those of the record.
  return (Object.keys(times) as SignalKind[])
    .filter((kind) => !NOT_ACTIVITY.includes(kind))
    .map((kind) => times[kind]);
}

/** The theme of the latest signal that tells one, or of most; '' for none. Equals: the later, then the first in the agreement. */
export function themeAt({ nurture }: Agreement, view: LeadView, nowMs: number): string {
  if (nurture.themes.length === 0) return '';
  const themed = themedSignals(nurture.themes, view);
  if (nurture.themeBy === 'recent') return themed.findLast(({ at }) => at <= nowMs)?.theme ?? '';
  return mostFrequent(themed.filter(({ at }) => at <= nowMs));
}

function mostFrequent(themed: readonly ThemedSignal[]): string {
  const counts = new Map<string, number>();
  for (const { theme } of themed.toReversed()) counts.set(theme, (counts.get(theme) ?? 0) + 1);
  let best = '';
  // In order of the latest mention, so that of equals the later wins.
  for (const [theme, count] of counts) if (count > (counts.get(best) ?? 0)) best = theme;
  return best;
}

const listed = new WeakMap<LeadView, readonly ThemedSignal[]>();

/** Pages and forms that tell a theme, oldest first; made once per decision. */
export function themedSignals(themes: readonly NurtureTheme[], view: LeadView): readonly ThemedSignal[] {
  const known = listed.get(view);
  if (known !== undefined) return known;
  const made = themes.length === 0 ? [] : listThemed(themes, view);
  listed.set(view, made);
  return made;
}

function listThemed(themes: readonly NurtureTheme[], { facts }: LeadView): readonly ThemedSignal[] {
  return (
    facts.signals
      .flatMap(({ kind, at, detail }) => {
        if ((kind !== 'pageView' && kind !== 'form') || detail === '') return [];
        const index = themeOf(themes, detail);
        const theme = themes[index];
        return theme === undefined ? [] : [{ at: toEpochMs(at), theme: theme.id, index }];
      })
      // Of one instant the agreement's first is told last, and so counts as the latest.
      .sort((a, b) => a.at - b.at || b.index - a.index)
  );
}

/** Pages and forms are few, and seen by many leads. */
const MAX_KNOWN = 5_000;
const knownThemes = new WeakMap<readonly NurtureTheme[], Map<string, number>>();

/** The place of the first theme that a page or form names; −1 for none. */
function themeOf(themes: readonly NurtureTheme[], detail: string): number {
  const known = knownThemes.get(themes) ?? new Map<string, number>();
  knownThemes.set(themes, known);
  const before = known.get(detail);
  if (before !== undefined) return before;
  const text = detail.toLowerCase();
  const index = themes.findIndex(({ contains }) => contains.some((part) => text.includes(part)));
  if (known.size >= MAX_KNOWN) known.clear();
  known.set(detail, index);
  return index;
}
