// The lead's own signs of life in order of time, and the themes they tell (R38).

import type { Agreement, SignalKind } from './agreement.ts';
import type { NurtureTheme } from './agreement-data.ts';
import { toEpochMs } from './instant.ts';
import type { LeadView } from './view.ts';

interface ThemedSignal {
  readonly at: number;
  readonly theme: string;
}

export interface Trail {
  /** Creation and everything the lead did, oldest first; signals dated ahead included. */
  readonly activity: readonly number[];
  /** Pages and forms that tell a theme, oldest first. */
  readonly themed: readonly ThemedSignal[];
}

/** What sales did, and opened mail: privacy proxies open everything. */
const NOT_ACTIVITY: readonly SignalKind[] = ['touch', 'emailOpen'];

const trails = new WeakMap<LeadView, Trail>();

/** Made once per decision. */
export function trailOf(agreement: Agreement, view: LeadView): Trail {
  const known = trails.get(view);
  if (known !== undefined) return known;
  const { facts, times } = view;
  const kinds = (Object.keys(times) as SignalKind[]).filter((kind) => !NOT_ACTIVITY.includes(kind));
  const activity = [toEpochMs(facts.createdAt), ...kinds.flatMap((kind) => times[kind])].sort(
    (a, b) => a - b,
  );
  const trail = { activity, themed: listThemed(agreement.nurture.themes, view) };
  trails.set(view, trail);
  return trail;
}

/** The theme of the latest signal that tells one, or of most; '' for none. Equals: the later, then the first in the agreement. */
export function themeAt(agreement: Agreement, view: LeadView, nowMs: number): string {
  const { themes, themeBy } = agreement.nurture;
  if (themes.length === 0) return '';
  const heard = trailOf(agreement, view).themed.filter(({ at }) => at <= nowMs);
  const counts = new Map<string, number>();
  let best = '';
  for (const { theme } of heard.toReversed()) {
    if (themeBy === 'recent') return theme;
    counts.set(theme, (counts.get(theme) ?? 0) + 1);
  }
  // In order of the latest mention, so that of equals the later wins.
  for (const [theme, count] of counts) if (count > (counts.get(best) ?? 0)) best = theme;
  return best;
}

/** A signal tells the first theme of the agreement that its page or form names. */
function listThemed(themes: readonly NurtureTheme[], { facts }: LeadView): readonly ThemedSignal[] {
  if (themes.length === 0) return [];
  return (
    facts.signals
      .flatMap(({ kind, at, detail }) => {
        if ((kind !== 'pageView' && kind !== 'form') || detail === '') return [];
        const text = detail.toLowerCase();
        const theme = themes.find(({ contains }) => contains.some((part) => text.includes(part)));
        return theme === undefined
          ? []
          : [{ at: toEpochMs(at), theme: theme.id, index: themes.indexOf(theme) }];
      })
      // Of one instant the agreement's first is told last, and so counts as the latest.
      .sort((a, b) => a.at - b.at || b.index - a.index)
  );
}
