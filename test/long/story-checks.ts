// What must be so at the end of the story, whatever happened to the machine meanwhile (I3, I4, I5).
import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { readPortal } from '#demo/portal-dump.ts';
import { reconcile } from '#demo/reconcile.ts';
import { ALL_PAUSES } from '#demo/story-sla/narrator.ts';
import { CONSEQUENCE_KINDS } from '#domain/agreement-sales.ts';
import type { PauseRecord } from '#pipeline/consequences/source-pauses.ts';
import type { Database } from '#store/database.ts';
import { loadLedgerLeads, loadLedgerTasks } from '#store/ledger.ts';
import { createSourcePauseLog } from '#store/source-pause-log.ts';
import {
  loadConsequences,
  loadDecisionsAfter,
  loadRuns,
  type ToldClock,
  type ToldConsequence,
  type ToldDecision,
} from '#store/story.ts';
import { collect, type Evidence } from '#test/e2e/collect.ts';
import {
  findChainViolations,
  findDecisionViolations,
  findTaskViolations,
  findUnwrittenProperties,
} from '#test/oracle/invariants.ts';
import type { PlayedStory } from './story-world.ts';

export interface Ending {
  readonly story: PlayedStory;
  readonly runs: readonly ToldClock[];
  readonly consequences: readonly ToldConsequence[];
  readonly decisions: readonly ToldDecision[];
  /** Of sources, standing or ended. */
  readonly pauses: readonly PauseRecord[];
  /** About them: kind and audience. */
  readonly pauseNotices: readonly string[];
  readonly evidence: Evidence;
  /** HubSpot held against Accord's tables, as the demo does it. */
  readonly differences: readonly string[];
}

export async function readEnding(story: PlayedStory): Promise<Ending> {
  const { world, ground } = story;
  const { database, portalId } = ground;
  const ledger = {
    leads: await loadLedgerLeads(database, portalId),
    tasks: await loadLedgerTasks(database, portalId),
  };
  return {
    story,
    runs: await loadRuns(database, portalId),
    consequences: await loadConsequences(database, portalId),
    decisions: await loadDecisionsAfter(database, portalId, '0'),
    pauses: (await createSourcePauseLog(database).list(portalId, ALL_PAUSES)).items,
    pauseNotices: await readPauseNotices(database, portalId),
    evidence: await collect(world, portalId),
    differences: reconcile(await readPortal(ground.sandboxUrl, portalId), ledger),
  };
}

async function readPauseNotices(database: Database, portalId: string): Promise<readonly string[]> {
  const { rows } = await sql<{ text: string }>`
    select kind || ' ' || audience as text from notice where portal_id = ${portalId} and kind like 'source%' order by 1`.execute(
    database.db,
  );
  return rows.map(({ text }) => text);
}

/** `read` is asked when the tests run. */
export function itEndsWell(read: () => Ending): void {
  it('warned and breached each promise once, when due or later (I4)', () => {
    const { runs, decisions } = read();
    const fired = runs.flatMap(({ warnedAt, warnFiredAt, breachedAt, breachFiredAt, metAt }) => [
      // A decision may find the warning first, and the run be kept before the clock fires: it was told, and is not told again.
      ...(warnedAt === null || (warnFiredAt === null && metAt !== null)
        ? []
        : [{ at: warnedAt, firedAt: warnFiredAt }]),
      ...(breachedAt === null ? [] : [{ at: breachedAt, firedAt: breachFiredAt }]),
    ]);

    expect(fired.length).toBeGreaterThan(20);
    expect(fired.filter(({ at, firedAt }) => firedAt === null || firedAt < at)).toEqual([]);
    expect(repeated(decisions.flatMap((told) => clockReasons(told, ['clockWarned'])))).toEqual([]);
    expect(repeated(decisions.flatMap((told) => clockReasons(told, ['clockBreached'])))).toEqual([]);
  });

  it('carried out each consequence of a run once, and after the breach; took back at most once', () => {
    const { consequences, decisions } = read();
    const events = decisions.flatMap(({ leadId, decision }) =>
      decision.consequences.map(({ event, clause, cycle, run, step }) =>
        [leadId, event, clause, cycle, run, step].join(' '),
      ),
    );

    expect(consequences.length).toBeGreaterThan(20);
    expect(repeated(events)).toEqual([]);
    expect(events.filter((key) => key.includes(' done '))).toHaveLength(consequences.length);
    expect(consequences.filter(({ at, dueAt }) => at <= dueAt)).toEqual([]);
  });

  it('let the manager take back each kind once', () => {
    const { consequences } = read();
    const byPerson = consequences.filter(
      ({ undoneAt, touchedAt }) => undoneAt !== null && touchedAt === null,
    );

    expect(byPerson.map(({ kind }) => kind).toSorted()).toEqual([...CONSEQUENCE_KINDS].toSorted());
  });

  it('warned of every breach that was not excused, met or over before that', () => {
    const { runs, consequences } = read();
    const warned = new Set(consequences.filter(({ step }) => step === 0).map((each) => runKey(each)));
    const broken = runs.filter(({ breachedAt }) => breachedAt !== null);
    const unanswered = broken.filter((run) => run.status === 'breached' && !warned.has(runKey(run)));

    expect(broken.length).toBeGreaterThan(8);
    expect(unanswered).toEqual([]);
  });

  it('decided as the oracle decides, each decision upon the one before (I3)', () => {
    const { decisions, hubspot } = read().evidence;
    expect(findDecisionViolations(decisions).slice(0, 5)).toEqual([]);
    expect(findChainViolations(decisions).slice(0, 5)).toEqual([]);
    expect(findUnwrittenProperties(decisions, hubspot).slice(0, 5)).toEqual([]);
  });

  it('left at most one open task per lead in HubSpot (I5), and nothing in which HubSpot and Accord differ', () => {
    const { evidence, differences } = read();
    expect(findTaskViolations(evidence.decisions, evidence.hubspot).slice(0, 5)).toEqual([]);
    expect(evidence.hubspot.tasks.length).toBeGreaterThan(50);
    expect(differences).toEqual([]);
  });
}

/** Which promise of whose run a reason is about. */
function clockReasons({ leadId, decision }: ToldDecision, codes: readonly string[]): readonly string[] {
  return decision.reasons
    .filter(({ code }) => codes.includes(code))
    .map(({ params }) => {
      const clock = decision.clocks.findLast(({ clause }) => clause === params['clause']);
      return [leadId, params['clause'], clock?.cycle, clock?.run].join(' ');
    });
}

function runKey(of: Pick<ToldClock, 'leadId' | 'cycle' | 'clause' | 'run'>): string {
  return [of.leadId, of.cycle, of.clause, of.run].join(' ');
}

function repeated(keys: readonly string[]): readonly string[] {
  return keys.filter((key, index) => keys.indexOf(key) !== index);
}
