// `npm run accord -- demo --story sla`: the story on the demo's stage, told day by day, with both sides' promises and HubSpot held
// against Accord at the end.

import { watchInterrupt } from '#demo/interrupt.ts';
import type { DemoOptions } from '#demo/options.ts';
import { readPortal } from '#demo/portal-dump.ts';
import { createProgress, type Progress } from '#demo/progress.ts';
import { reconcile } from '#demo/reconcile.ts';
import { dueFormat, renderDifferences } from '#demo/report.ts';
import { openStage, PORTAL_ID, PORTAL_NUMBER, type Stage } from '#demo/stage.ts';
import { textIn } from '#demo/texts.ts';
import type { Agreement } from '#domain/agreement.ts';
import { formatDays, formatDuration, formatShare } from '#domain/amounts.ts';
import { EFFECTS } from '#domain/decision.ts';
import { systemClock } from '#platform/clock.ts';
import { loadLedgerLeads, loadLedgerTasks } from '#store/ledger.ts';
import { createSourcePauseLog } from '#store/source-pause-log.ts';
import { loadConsequences, loadRuns } from '#store/story.ts';
import { writeAgreements } from './agreement.ts';
import { FIRST_DAY, hireReps, instantOf, MANAGER, STAFF } from './cast.ts';
import type { Ground } from './ground.ts';
import { ALL_PAUSES, createNarrator, firstNameOf } from './narrator.ts';
import { playStory } from './play-story.ts';
import { renderClauses, renderFollowed, renderSales } from './scorecard.ts';
import { word } from './words.ts';

const MONTHS = ['2026-03', '2026-04'];
const TIME_ZONES = { en: 'Europe/London', fr: 'Europe/Paris' } as const;

/** Answers the exit code: 0 when HubSpot and Accord agree at the end, 1 when they differ. */
export async function runStory(options: Pick<DemoOptions, 'seed' | 'language'>): Promise<number> {
  const { language, seed } = options;
  const progress = createProgress(process.stdout, () => systemClock.nowMs());
  const interrupt = watchInterrupt();
  progress.say(textIn(language, 'starting'));
  const startMs = instantOf(TIME_ZONES[language], FIRST_DAY, '08:00');
  const stage = await openStage({ seed, language, importFile: null, startMs, leaps: true });
  try {
    return await interrupt.race(play(stage, { ...options, progress }));
  } finally {
    await stage.close();
    interrupt.end();
  }
}

interface Show extends Pick<DemoOptions, 'seed' | 'language'> {
  readonly progress: Progress;
}

async function play(stage: Stage, { seed, language, progress }: Show): Promise<number> {
  const ground: Ground = {
    ...stage,
    language,
    seed,
    portalId: PORTAL_ID,
    portalNumber: PORTAL_NUMBER,
    rest: () => stage.restOfEvents(),
  };
  hireReps(stage.sandbox, PORTAL_NUMBER);
  await stage.install();
  const documents = await writeAgreements(language);
  await stage.publish(documents.first);
  await stage.switchOn(EFFECTS);
  await stage.restOfEvents();
  const agreement = await stage.agreement();
  progress.say(`\n${opening(ground, agreement)}`);
  const narrator = createNarrator(ground, agreement);
  const format = dueFormat(language, stage.timeZone);
  await playStory(ground, {
    agreement,
    withAbsence: documents.withAbsence,
    onLeap: (atMs) => progress.update(format.format(atMs)),
    onDayEnd: async (day) => {
      const lines = await narrator.tellDay(day);
      if (lines.length > 0) progress.say(lines.join('\n'));
    },
  });
  await stage.rest();
  return report(ground, { stage, progress });
}

function opening(ground: Ground, { sales, marketing }: Agreement): string {
  const { language } = ground;
  const of = (id: string) => sales.clauses.find((clause) => clause.id === id);
  const after = (what: string, id = 'accept') =>
    of(id)?.consequences.find((each) => each.do === what)?.after ?? null;
  const say = (duration: Parameters<typeof formatDuration>[0] | null | undefined): string =>
    duration == null ? '' : formatDuration(duration, language);
  const names = Object.fromEntries(STAFF.map(({ character, firstName }) => [character, firstName]));
  const cast = word(language, 'cast', { ...names, manager: MANAGER.firstName });
  const agreed = word(language, 'agreed', {
    accept: say(of('accept')?.within),
    touch: say(of('first-touch')?.within),
    escalate: say(after('escalate')),
    reassign: say(after('reassign')),
    feedback: say(of('feedback')?.within),
    suspend: say(after('suspend', 'feedback')),
    return: say(after('return', 'feedback')),
  });
  const { rate, floor, matureAfterDays } = marketing.quality;
  const quality = word(language, 'quality', {
    rate: formatShare(rate, language),
    floor: formatShare(floor ?? 0, language),
    after: formatDays(matureAfterDays, language),
    manager: MANAGER.firstName,
  });
  return `${cast}\n${agreed}\n${quality}`;
}

async function report(
  ground: Ground,
  { stage, progress }: { readonly stage: Stage; readonly progress: Progress },
): Promise<number> {
  const { language, database, portalId } = ground;
  const runs = await loadRuns(database, portalId);
  progress.say(renderSales(language, runs, (ownerId) => firstNameOf(ground, ownerId)));
  const { items: pauses } = await createSourcePauseLog(database).list(portalId, ALL_PAUSES);
  progress.say(renderFollowed(language, await loadConsequences(database, portalId), pauses));
  progress.say(await renderClauses({ ...stage, portalId }, language, MONTHS));
  const ledger = {
    leads: await loadLedgerLeads(database, portalId),
    tasks: await loadLedgerTasks(database, portalId),
  };
  const dump = await readPortal(stage.sandboxUrl, portalId);
  const verdict = renderDifferences(language, reconcile(dump, ledger));
  progress.say(verdict.text);
  return verdict.exitCode;
}
