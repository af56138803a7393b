// The lead's own signs of life in order of time, and the themes they tell (R38).
import { type Agreement, SIGNAL_KINDS } from './agreement.ts';
import type { NurtureTheme } from './agreement-data.ts';
import { toEpochMs } from './instant.ts';
import type { Signal } from './lead.ts';
import { remember } from './remember.ts';
import { type LeadView, latestUntil, timesAfter } from './view.ts';

interface ThemedSignal {
  readonly at: number;
  readonly theme: string;
}

/** What sales did is none, and opened mail: privacy proxies open everything. */
const ACTIVITY = SIGNAL_KINDS.filter((kind) => kind !== 'touch' && kind !== 'emailOpen');

/** Creation and everything the lead did, oldest first; signals dated ahead included. */
export function listActivity(view: LeadView): readonly number[] {
  const times = ACTIVITY.flatMap((kind) => view.times[kind]);
  return [toEpochMs(view.facts.createdAt), ...times].sort((a, b) => a - b);
}

/** The latest sign of life at or before an instant; null before the first. */
export function latestActivity(view: LeadView, nowMs: number): number | null {
  const createdMs = toEpochMs(view.facts.createdAt);
  let latest = createdMs <= nowMs ? createdMs : null;
  for (const kind of ACTIVITY) {
    const last = latestUntil(view.times[kind], nowMs);
    if (last !== null && (latest === null || last > latest)) latest = last;
  }
  return latest;
}

/** Signs of life dated after an instant. */
export function activityAhead(view: LeadView, nowMs: number): readonly number[] {
  const ahead = ACTIVITY.flatMap((kind) => timesAfter(view.times[kind], nowMs));
  const createdMs = toEpochMs(view.facts.createdAt);
  return createdMs > nowMs ? [createdMs, ...ahead] : ahead;
}

/** The theme of the latest signal that tells one, or of most; '' for none. Equals: the later, then the first in the agreement. */
export function themeAt({ nurture }: Agreement, view: LeadView, nowMs: number): string {
  const { themes, themeBy } = nurture;
  if (themes.length === 0) return '';
  if (themeBy === 'recent') return latestTheme(themes, view, nowMs);
  return mostFrequent(themedSignals(themes, view).filter(({ at }) => at <= nowMs));
}

/** From the latest signal back: most leads tell a theme soon. */
function latestTheme(
  themes: readonly NurtureTheme[],
  { signals, instants }: LeadView,
  nowMs: number,
): string {
  let found = -1;
  let foundAt = Number.NEGATIVE_INFINITY;
  for (let index = signals.length - 1; index >= 0; index--) {
    const at = instants[index] ?? 0;
    if (at < foundAt) break;
    const theme = at > nowMs ? -1 : themeOfSignal(themes, signals[index]);
    if (theme < 0 || (found >= 0 && theme > found)) continue;
    found = theme;
    foundAt = at;
  }
  return themes[found]?.id ?? '';
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
  const made = listThemed(themes, view);
  listed.set(view, made);
  return made;
}

function listThemed(
  themes: readonly NurtureTheme[],
  { signals, instants }: LeadView,
): readonly ThemedSignal[] {
  return (
    signals
      .flatMap((signal, position) => {
        const index = themeOfSignal(themes, signal);
        const theme = themes[index];
        return theme === undefined ? [] : [{ at: instants[position] ?? 0, theme: theme.id, index }];
      })
      // Of one instant the agreement's first is told last, and so counts as the latest.
      .sort((a, b) => a.at - b.at || b.index - a.index)
  );
}

/** Only pages and forms tell one. */
function themeOfSignal(themes: readonly NurtureTheme[], signal: Signal | undefined): number {
  if (signal === undefined || (signal.kind !== 'pageView' && signal.kind !== 'form')) return -1;
  return themeOf(themes, signal.detail);
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
  return remember(known, MAX_KNOWN, [detail, index]);
}
