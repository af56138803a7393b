// Tells each day at its end, from what Accord's tables have got since the day before.

import { dueFormat } from '#demo/report.ts';
import type { Agreement } from '#domain/agreement.ts';
import { DAY_MS, fromEpochMs } from '#domain/instant.ts';
import { createSourcePauseLog } from '#store/source-pause-log.ts';
import { loadActsAfter, loadDecisionsAfter } from '#store/story.ts';
import { dayOf, weekdayOf } from './arrivals.ts';
import { AD, ILLNESS, instantOf, MANAGER, repWith } from './cast.ts';
import type { Ground } from './ground.ts';
import type { Line } from './line.ts';
import { createTeller } from './tell.ts';
import { word } from './words.ts';

export interface Narrator {
  /** The day's lines; none of a day on which nothing happened. */
  tellDay(day: string): Promise<readonly string[]>;
}

const SATURDAY = 5;
/** Of sources, standing or ended. */
export const ALL_PAUSES = { standing: false, after: null, limit: 200 } as const;

export function createNarrator(ground: Ground, agreement: Agreement): Narrator {
  const { database, portalId, language, timeZone } = ground;
  const due = dueFormat(language, timeZone);
  const time = new Intl.DateTimeFormat(localeOf(ground), { timeZone, hour: '2-digit', minute: '2-digit' });
  const teller = createTeller({
    language,
    agreement,
    nameOf: (ownerId) => firstNameOf(ground, ownerId),
    manager: MANAGER.firstName,
    formatDue: (at) => due.format(Date.parse(at)),
  });
  const pauses = createSourcePauseLog(database);
  let seq = '0';
  let act = '0';
  const tellDay = async (day: string): Promise<readonly string[]> => {
    const decisions = await loadDecisionsAfter(database, portalId, seq);
    const acts = await loadActsAfter(database, portalId, act);
    seq = decisions.at(-1)?.seq ?? seq;
    act = acts.at(-1)?.id ?? act;
    const { items } = await pauses.list(portalId, ALL_PAUSES);
    const lines = teller.tell({ decisions, acts, pauses: items });
    const shown = lines
      .filter(({ keptBy }) => keptBy === undefined)
      .map(({ at, text }) => `    ${placeOf(at, day)}  ${text}`);
    const notes = notesOf(ground, agreement, day);
    const kept = keptLine(ground, lines);
    const all = [...shown, ...(kept === null ? [] : [`           ${kept}`])];
    if (all.length === 0 && notes.length === 0) return [];
    return ['', `  ${dayTitle(ground, day)}${notes.length === 0 ? '' : ` – ${notes.join(', ')}`}`, ...all];
  };
  /** What became known only now may be of another day. */
  const placeOf = (at: string, day: string): string => {
    const ms = Date.parse(at);
    return dayOf(timeZone, ms) === day ? time.format(ms) : due.format(ms);
  };
  return { tellDay };
}

export function firstNameOf({ sandbox, portalNumber }: Ground, ownerId: string): string {
  return sandbox.requirePortal(portalNumber).owners.get(ownerId)?.firstName ?? ownerId;
}

/** `Tuesday 24 March` */
function dayTitle(ground: Ground, day: string): string {
  const format = new Intl.DateTimeFormat(localeOf(ground), {
    timeZone: 'UTC',
    weekday: 'long',
    day: 'numeric',
    month: 'long',
  });
  return format.format(Date.parse(day));
}

function localeOf({ language }: Ground): string {
  return language === 'fr' ? 'fr-FR' : 'en-GB';
}

function notesOf({ language, timeZone }: Ground, { calendar }: Agreement, day: string): readonly string[] {
  const next = fromEpochMs(Date.parse(day) + DAY_MS).slice(0, 10);
  const lasts = instantOf(timeZone, next, '12:00') - instantOf(timeZone, day, '12:00');
  return [
    ...(day === ILLNESS.from ? [word(language, 'ill', { rep: repWith('ill').firstName })] : []),
    ...(day === AD.from ? [word(language, 'adBegins', { rep: repWith('ads').firstName })] : []),
    ...(day === AD.mended ? [word(language, 'adMended')] : []),
    ...(weekdayOf(day) < SATURDAY && calendar.daysOff.includes(day) ? [word(language, 'holiday')] : []),
    ...(lasts === DAY_MS ? [] : [word(language, 'clockChange')]),
  ];
}

function keptLine({ language }: Ground, lines: readonly Line[]): string | null {
  const kept = Map.groupBy(
    lines.flatMap(({ keptBy }) => keptBy ?? []),
    (name) => name,
  );
  if (kept.size === 0) return null;
  const list = [...kept].map(([name, all]) => `${name} ${all.length}`).sort();
  return word(language, 'keptToday', { list: list.join(', ') });
}
