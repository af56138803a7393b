// What marketing's workflows start from (R37 to R39): track, maturity, theme, re-entry and relaunch of leads that sales have
// not been offered. A function of facts, state and now; whatever time alone changes in it is among the cuts of outlook.ts.

import type { Agreement, Instant } from './agreement.ts';
import type { NurtureTrack } from './agreement-data.ts';
import { matchesFilter, type Sight } from './conditions/index.ts';
import { type Course, isIdle } from './course.ts';
import { countedSince, type DecisionContext } from './decision.ts';
import { coolDownEnd } from './hand-over.ts';
import { DAY_MS, fromEpochMs, toEpochMs } from './instant.ts';
import type { LeadState, Verdict } from './lead.ts';
import { isProtected } from './lifecycle-order.ts';
import { findRejectReason } from './reject-reason.ts';
import { requestedTrack } from './requests.ts';
import { activityAhead, latestActivity, listActivity, themeAt, themedSignals } from './trail.ts';
import type { LeadView } from './view.ts';

export interface Nurture {
  /** Id of the track; '' for none. */
  readonly track: string;
  readonly maturity: '' | 'immature' | 'maturing' | 'ready' | 'inactive';
  /** Id of the theme; '' for none. */
  readonly theme: string;
  /** End of the cool-down of a recycled lead. */
  readonly reentryAt: Instant | null;
  /** Which relaunch the lead is due for, from `1`; `sunset`: leave it alone; '' when it is not inactive. */
  readonly relaunch: string;
}

export const NO_NURTURE: Nurture = { track: '', maturity: '', theme: '', reentryAt: null, relaunch: '' };

export interface NurtureInput {
  readonly agreement: Agreement;
  readonly context: DecisionContext;
  readonly view: LeadView;
  readonly state: LeadState;
  readonly verdict: Verdict;
  readonly sight: Sight;
}

export function nurtureOf(input: NurtureInput): Nurture {
  const { agreement, view, verdict, sight } = input;
  if (!verdict.inScope) return NO_NURTURE;
  const theme = themeAt(agreement, view, sight.nowMs);
  if (!isNurtured(input)) return { ...NO_NURTURE, theme };
  const silence = silenceOf(input);
  return {
    track: trackOf(input),
    maturity: maturityOf(input, silence !== null),
    theme,
    reentryAt: reentryOf(input),
    relaunch: silence === null ? '' : relaunchOf(agreement, silence, sight.nowMs),
  };
}

export function isSameNurture(a: Nurture, b: Nurture): boolean {
  return (
    a.track === b.track &&
    a.maturity === b.maturity &&
    a.theme === b.theme &&
    a.relaunch === b.relaunch &&
    a.reentryAt === b.reentryAt
  );
}

/** Instants at which silence begins, or lasts too long, and at which signals dated ahead come true. */
export function nurtureCuts({ agreement, view, state, sight }: Course): readonly number[] {
  const { inactiveAfterDays, relaunch, themes } = agreement.nurture;
  const ahead = activityAhead(view, sight.nowMs);
  // Without signals dated ahead no theme is either.
  const cuts = ahead.length === 0 ? [] : themedSignals(themes, view).map(({ at }) => at);
  if (inactiveAfterDays === null || !isIdle(state)) return cuts;
  const latest = latestActivity(view, sight.nowMs);
  const from = latest === null ? ahead : [latest, ...ahead];
  const silent = from.map((at) => at + inactiveAfterDays * DAY_MS);
  const sunset = relaunch === null ? [] : silent.map((at) => at + relaunch.sunsetAfterDays * DAY_MS);
  return [...cuts, ...from, ...silent, ...sunset];
}

/** Neither with sales, nor disqualified or held back, nor beyond the funnel. */
function isNurtured({ agreement, state, verdict }: NurtureInput): boolean {
  const isIn = isIdle(state) && state.status !== 'disqualified';
  return isIn && verdict.gates.length === 0 && !isProtected(agreement.stages, state.stage.value);
}

/** Null for a lead that was not recycled, or for good. */
function reentryOf({ agreement, state }: NurtureInput): Instant | null {
  if (state.status !== 'recycled') return null;
  const end = coolDownEnd(agreement, state);
  return Number.isFinite(end) ? fromEpochMs(end) : null;
}

function maturityOf({ agreement, verdict, sight }: NurtureInput, isSilent: boolean): Nurture['maturity'] {
  if (isSilent) return 'inactive';
  if (verdict.meetsMql) return 'ready';
  const { maturing } = agreement.nurture;
  return maturing !== null && matchesFilter(maturing, sight) ? 'maturing' : 'immature';
}

/** The one that sales or a workflow asked for, else the first that fits. */
function trackOf(input: NurtureInput): string {
  const { tracks } = input.agreement.nurture;
  const { status, recycleReason } = input.state;
  const asked = status === 'recycled' ? requestedTrack(recycleReason) : null;
  const found = tracks.find(({ id }) => id === asked) ?? tracks.find((track) => fitsTrack(track, input));
  return found?.id ?? '';
}

function fitsTrack({ when, after }: NurtureTrack, { agreement, state, sight }: NurtureInput): boolean {
  if (after !== null && !endingsOf(agreement, state).some((ending) => after.includes(ending))) return false;
  return when === null || matchesFilter(when, sight);
}

/** How the last cycle ended, as a track may name it: the kind of ending, and the reject reason or gate. */
function endingsOf(agreement: Agreement, { status, recycleReason }: LeadState): readonly string[] {
  if (status !== 'recycled') return [];
  const colon = recycleReason.indexOf(':');
  if (colon < 0) return [recycleReason];
  const detail = recycleReason.slice(colon + 1);
  return [recycleReason.slice(0, colon), findRejectReason(agreement, detail)?.id ?? detail];
}

interface Silence {
  /** When the lead became inactive. */
  readonly since: number;
  /** How many times it had been so since Accord was switched on, this one included. */
  readonly times: number;
}

/** Null while the lead shows signs of life. */
function silenceOf(input: NurtureInput): Silence | null {
  const { inactiveAfterDays } = input.agreement.nurture;
  if (inactiveAfterDays === null) return null;
  const last = latestActivity(input.view, input.sight.nowMs);
  const since = (last ?? Number.POSITIVE_INFINITY) + inactiveAfterDays * DAY_MS;
  if (input.sight.nowMs < since) return null;
  return { since, times: countSilences(input, inactiveAfterDays * DAY_MS) + 1 };
}

/** Those that ended, and that began when Accord had been switched on. */
function countSilences({ context, view, sight }: NurtureInput, span: number): number {
  const sinceMs = toEpochMs(countedSince(context));
  const heard = listActivity(view).filter((at) => at <= sight.nowMs);
  return heard.filter((at, index) => {
    const next = heard[index + 1];
    return next !== undefined && next - at >= span && at + span > sinceMs;
  }).length;
}

function relaunchOf({ nurture }: Agreement, { since, times }: Silence, nowMs: number): string {
  if (nurture.relaunch === null) return '';
  const { attempts, sunsetAfterDays } = nurture.relaunch;
  return times > attempts || nowMs >= since + sunsetAfterDays * DAY_MS ? 'sunset' : String(times);
}
