// The demo, README's first command: a believable portal comes alive, Accord observes it, is switched on, and at the end
// what HubSpot holds is read back and held against Accord's own tables. With --import, a rehearsal on one's own export.
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { agreementCheck } from '#cli/agreement-check.ts';
import { systemClock } from '#platform/clock.ts';
import { loadLedgerCounts, loadLedgerLeads, loadLedgerTasks } from '#store/ledger.ts';
import { renderAddresses } from './addresses.ts';
import { watchInterrupt } from './interrupt.ts';
import { DEMO_HELP, type DemoOptions, readDemoOptions } from './options.ts';
import { playLife } from './play.ts';
import { readPortal, readStats } from './portal-dump.ts';
import { renderPreviewed } from './previewed.ts';
import { createProgress, type Progress } from './progress.ts';
import { reconcile } from './reconcile.ts';
import { renderRehearsal } from './rehearsal.ts';
import {
  dueFormat,
  type ReportInput,
  renderDifferences,
  renderExplained,
  renderLedger,
  renderScores,
  renderStages,
  renderStatuses,
  renderTasks,
} from './report.ts';
import { fillPortal, openStage, PORTAL_ID, type Stage } from './stage.ts';
import { runStory } from './story-sla/run-story.ts';
import { textIn } from './texts.ts';

const HOUR_MS = 3_600_000;
/** How long the portal lives in each part: a day watched, then two days in action. */
const OBSERVE_MS = 24 * HOUR_MS;
const ACT_MS = 50 * HOUR_MS;
/** How much faster the rest is lived until today, where people are to act in it. */
const CATCH_UP = 2;
/** On a busy machine business time runs past the end of a part before it can be stopped. */
const OVERRUN_MS = 8 * HOUR_MS;

/** Answers the exit code: 0 when HubSpot and Accord agree, 1 when they differ, 2 for a wrong call. */
export async function runDemo(argv: readonly string[]): Promise<number> {
  const options = readDemoOptions(argv);
  if (!options.ok) {
    process.stderr.write(`${options.error}\n\n${DEMO_HELP}\n`);
    return 2;
  }
  if (options.value.story !== null) return runStory(options.value);
  if (!(await areAgreementsSound(options.value))) return 2;
  const progress = createProgress(process.stdout, () => systemClock.nowMs());
  const interrupt = watchInterrupt();
  progress.say(textIn(options.value.language, 'starting'));
  // What people do is dated by HubSpot with today's time: the portal must have come there by then.
  const livedMs = options.value.keep ? OBSERVE_MS + ACT_MS + OVERRUN_MS : 0;
  const stage = await openStage({ ...options.value, livedMs });
  try {
    return await interrupt.race(play({ options: options.value, stage, progress }));
  } finally {
    await stage.close();
    interrupt.end();
  }
}

/** Before anything is started: what is wrong with the user's own agreements, line by line. */
async function areAgreementsSound({ agreementFile, previewFile, language }: DemoOptions): Promise<boolean> {
  for (const file of [agreementFile, previewFile]) {
    if (file === null) continue;
    const { exitCode, output } = await agreementCheck(file, language);
    if (exitCode === 0) continue;
    process.stderr.write(`${output}\n`);
    return false;
  }
  return true;
}

interface Show {
  readonly options: DemoOptions;
  readonly stage: Stage;
  readonly progress: Progress;
}

async function play(show: Show): Promise<number> {
  const { options, stage, progress } = show;
  const { language } = options;
  for (const line of await fillPortal(stage, options)) progress.say(line);
  await stage.install();
  progress.say(`  ${textIn(language, 'installed')}`);
  for (const file of [options.agreementFile, options.previewFile]) if (file !== null) await equip(show, file);
  if (options.agreementFile !== null) await stage.publish(await readFile(options.agreementFile, 'utf8'));
  await judgeAll(show);
  if (options.importFile === null) await live(show);
  const exitCode = await report(show);
  const { previewFile } = options;
  if (previewFile !== null) progress.say(await renderPreviewed(stage, { ...options, previewFile }));
  if (options.keep) await stayOpen(show);
  return exitCode;
}

/** From now on time is today's; the caller's interrupt ends it. */
async function stayOpen({ options, stage, progress }: Show): Promise<void> {
  const { language } = options;
  await stage.clock.leapTo(systemClock.nowMs());
  await stage.clock.run(1);
  progress.say(`\n${textIn(language, 'keptRunning', { url: stage.url, sandbox: stage.sandboxUrl })}`);
  progress.say(await renderAddresses(stage, options));
  progress.say(
    `  ${textIn(language, 'lookFromTerminal')}\n` +
      `    curl -H 'authorization: Bearer ${stage.adminToken}' ${stage.url}/api/v1/portals/${PORTAL_ID}/queue`,
  );
  await new Promise(() => undefined);
}

/** A misspelt property would be one of these. */
async function equip({ options, stage, progress }: Show, file: string): Promise<void> {
  const names = stage.equip(await readFile(file, 'utf8'));
  const params = { file: basename(file), names: names.join(', ') };
  if (names.length > 0) progress.say(`  ${textIn(options.language, 'equipped', params)}`);
}

/** The first import, everything judged in observe mode. */
async function judgeAll({ options, stage, progress }: Show): Promise<void> {
  const total = stage.contactCount();
  for (;;) {
    const { pending, judged } = await stage.progress();
    progress.update(textIn(options.language, 'judging', { judged, total }));
    if (pending === 0 && judged >= total) break;
    await stage.pause(100);
  }
  progress.say(`  ${textIn(options.language, 'judging', { judged: total, total })}`);
}

async function live(show: Show): Promise<void> {
  const { options, stage, progress } = show;
  const { language } = options;
  const format = dueFormat(language, stage.timeZone);
  await playLife(stage, { options, untilMs: stage.clock.nowMs() + OBSERVE_MS, seed: 'observe' }, async () => {
    const { rehearsed, events } = await stage.progress();
    progress.update(
      textIn(language, 'observing', { time: format.format(stage.clock.nowMs()), events, count: rehearsed }),
    );
  });
  await settle(show);
  const counts = await loadLedgerCounts(stage.database, PORTAL_ID);
  const { rehearsed } = await stage.progress();
  const { calls } = await readStats(stage.sandboxUrl);
  progress.say(
    textIn(language, 'observed', {
      time: format.format(stage.clock.nowMs()),
      handOvers: rehearsed,
      withheld: counts.withheld,
      writes: calls.recordWrites,
    }),
  );
  await stage.switchOn();
  await settle(show);
  const { baseline } = await stage.progress();
  progress.say(textIn(language, 'switchedOn', { baseline }));
  const tell = async (): Promise<void> => {
    const { events, tasks } = await stage.progress();
    progress.update(textIn(language, 'acting', { time: format.format(stage.clock.nowMs()), events, tasks }));
  };
  await playLife(stage, { options, untilMs: stage.clock.nowMs() + ACT_MS, seed: 'act' }, tell);
  if (options.keep) {
    const faster = { ...options, speed: options.speed * CATCH_UP };
    await playLife(
      stage,
      { options: faster, untilMs: systemClock.nowMs() - OVERRUN_MS, seed: 'since' },
      tell,
    );
  }
  await settle(show);
}

/** Time stands still until every event has arrived and every change is written. */
async function settle({ options, stage, progress }: Show): Promise<void> {
  await stage.clock.freeze();
  progress.update(textIn(options.language, 'settling'));
  await stage.rest();
}

async function report({ options, stage, progress }: Show): Promise<number> {
  const input = await collect(options, stage);
  const parts = [renderStages(input), renderStatuses(input), renderScores(input)];
  if (options.importFile === null) parts.push(renderTasks(input), renderExplained(input));
  else parts.push(renderRehearsal(input));
  parts.push(renderLedger(input));
  progress.say(parts.join('\n'));
  const verdict = renderDifferences(options.language, reconcile(input.dump, input));
  progress.say(verdict.text);
  return verdict.exitCode;
}

async function collect(options: DemoOptions, stage: Stage): Promise<ReportInput> {
  const { baseline } = await stage.progress();
  return {
    language: options.language,
    agreement: await stage.agreement(),
    dump: await readPortal(stage.sandboxUrl, PORTAL_ID),
    leads: await loadLedgerLeads(stage.database, PORTAL_ID),
    tasks: await loadLedgerTasks(stage.database, PORTAL_ID),
    counts: await loadLedgerCounts(stage.database, PORTAL_ID),
    now: new Date(stage.clock.nowMs()).toISOString(),
    baseline,
  };
}
