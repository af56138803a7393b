// What marketing's workflows start from: track, maturity, theme, re-entry, relaunch.
import { matches, type View } from './conditions.ts';
import { isProtected } from './funnel.ts';
import { coolDown } from './hand-over.ts';
import { type Agreement, DAY, type Facts, ms, type State, type Tracked, type Verdict } from './shapes.ts';

export interface Nurture {
  track: string;
  maturity: string;
  theme: string;
  reentry: string;
  relaunch: string;
}

interface Scene {
  agreement: Agreement;
  facts: Facts;
  state: State;
  verdict: Verdict;
  now: number;
  /** Silences that began earlier do not count. */
  countedSince: number;
  /** The stage that the verdict was reached upon. */
  judgedStage: Tracked;
}

const SILENT = ['touch', 'emailOpen'];

export function nurture(scene: Scene): Nurture {
  const { agreement, state, verdict, now } = scene;
  const nothing = { track: '', maturity: '', theme: '', reentry: '', relaunch: '' };
  if (!verdict.inScope) return nothing;
  const theme = themeOf(agreement, scene.facts, now);
  const idle = ['none', 'baseline', 'recycled'].includes(state.status);
  if (!idle || verdict.gates.length > 0 || isProtected(agreement, state.stage.value)) {
    return { ...nothing, theme };
  }
  const inactiveSince = whenInactive(scene);
  return {
    track: trackOf(scene),
    maturity: inactiveSince === null ? maturityOf(scene) : 'inactive',
    theme,
    reentry: reentryOf(scene),
    relaunch: inactiveSince === null ? '' : relaunchOf(scene, inactiveSince),
  };
}

function trackOf(scene: Scene): string {
  const { agreement, state } = scene;
  const asked = agreement.nurture.tracks.find(({ id }) => state.recycleReason === `request:${id}`);
  if (state.status === 'recycled' && asked !== undefined) return asked.id;
  const ended = endings(agreement, state);
  const track = agreement.nurture.tracks.find(
    ({ when, after }) =>
      (when === null || matches(when, viewOf(scene))) &&
      (after === null || ended.some((ending) => after.includes(ending))),
  );
  return track?.id ?? '';
}

function maturityOf(scene: Scene): string {
  const { maturing } = scene.agreement.nurture;
  if (scene.verdict.meetsMql) return 'ready';
  return maturing !== null && matches(maturing, viewOf(scene)) ? 'maturing' : 'immature';
}

function viewOf({ agreement, facts, judgedStage, now, verdict }: Scene): View {
  return { facts, timeZone: agreement.calendar.timeZone, stage: judgedStage, now, scores: verdict };
}

function reentryOf({ agreement, state }: Scene): string {
  const days = coolDown({ agreement, state });
  if (state.status !== 'recycled' || days === null) return '';
  return String(ms(state.recycledAt ?? '') + Math.round(days * DAY));
}

function endings(agreement: Agreement, state: State): string[] {
  if (state.status !== 'recycled') return [];
  const [kind = '', ...rest] = state.recycleReason.split(':');
  const detail = rest.join(':');
  const plain = detail.trim().toLowerCase();
  const reason = agreement.rejectReasons.find(
    ({ id, label }) => id === plain || label.toLowerCase() === plain,
  );
  return rest.length === 0 ? [kind] : [kind, reason?.id ?? detail];
}

/** Instants of creation and of what the lead did, up to now. */
function activity({ facts, now }: Scene): number[] {
  const acts = facts.signals.filter((signal) => !SILENT.includes(signal.kind)).map((signal) => ms(signal.at));
  return [ms(facts.createdAt), ...acts].filter((at) => at <= now).sort((a, b) => a - b);
}

function whenInactive(scene: Scene): number | null {
  const { inactiveAfterDays } = scene.agreement.nurture;
  const acts = activity(scene);
  if (inactiveAfterDays === null || acts.length === 0) return null;
  const since = Math.max(...acts) + inactiveAfterDays * DAY;
  return scene.now >= since ? since : null;
}

function relaunchOf(scene: Scene, inactiveSince: number): string {
  const { inactiveAfterDays, relaunch } = scene.agreement.nurture;
  if (relaunch === null) return '';
  const span = (inactiveAfterDays ?? 0) * DAY;
  const acts = activity(scene);
  let times = 1;
  for (let index = 1; index < acts.length; index++) {
    const before = acts[index - 1] ?? 0;
    if ((acts[index] ?? 0) - before >= span && before + span > scene.countedSince) times++;
  }
  const over = scene.now >= inactiveSince + relaunch.sunsetAfterDays * DAY;
  return times > relaunch.attempts || over ? 'sunset' : String(times);
}

function themeOf(agreement: Agreement, facts: Facts, now: number): string {
  const { themes, themeBy } = agreement.nurture;
  const told = facts.signals
    .filter((signal) => ['form', 'pageView'].includes(signal.kind) && ms(signal.at) <= now)
    .flatMap((signal) => {
      const place = themes.findIndex((theme) =>
        theme.contains.some((text) => signal.detail.toLowerCase().includes(text)),
      );
      return place === -1 ? [] : [{ at: ms(signal.at), place }];
    });
  const ranked = themes.map((theme, place) => {
    const own = told.filter((one) => one.place === place);
    return { id: theme.id, place, count: own.length, last: Math.max(...own.map(({ at }) => at)) };
  });
  const heard = ranked.filter(({ count }) => count > 0);
  heard.sort((a, b) => {
    if (themeBy === 'frequent' && a.count !== b.count) return b.count - a.count;
    return b.last - a.last || a.place - b.place;
  });
  return heard[0]?.id ?? '';
}
