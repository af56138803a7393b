// Three weeks of five reps under promises with consequences: played as the demo plays them, and again while the worker is killed
// and the clock jumps. The log is held against what the script has people do.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FAREWELL, ILLNESS, instantOf, repWith } from '#demo/story-sla/cast.ts';
import { type Ending, itEndsWell, readEnding } from './story-checks.ts';
import { type Chaos, playOnWorld } from './story-world.ts';

const PLAY_MS = 900_000;
/** Fired by the next five minutes. */
const LOOK_MS = 5 * 60_000;

function playBefore(chaos: Chaos | null): () => Ending {
  let ending: Ending | null = null;
  beforeAll(async () => {
    ending = await readEnding(await playOnWorld(chaos));
  }, PLAY_MS);
  afterAll(() => ending?.story.world.close());
  return () => {
    if (ending === null) throw new Error('the story was not played');
    return ending;
  };
}

describe('the story', () => {
  const read = playBefore(null);

  itEndsWell(read);

  it('fired within the five minutes of the leap that reached the instant', () => {
    const late = read().runs.filter(
      ({ breachedAt, breachFiredAt }) =>
        breachedAt !== null && Date.parse(breachFiredAt ?? '') - Date.parse(breachedAt) > LOOK_MS,
    );
    expect(late).toEqual([]);
  });

  it('took back, once, what had followed the one call that was made in time and entered late', () => {
    const undone = read().consequences.filter(({ undoneAt }) => undoneAt !== null);
    const { ownerId } = repWith('forgetful');

    expect(undone.map(({ kind }) => kind)).toEqual(['warn', 'escalate', 'reassign']);
    expect(new Set(undone.map(({ leadId }) => leadId)).size).toBe(1);
    expect(undone.every((each) => each.ownerId === ownerId && each.touchedAt !== null)).toBe(true);
    expect(undone.filter(({ restored }) => restored).map(({ kind }) => kind)).toEqual(['reassign']);
  });

  it('gave nothing to who was ill, nor to who had left', () => {
    const { runs, story } = read();
    const { timeZone } = story.ground;
    const between = (ownerId: string, fromMs: number, toMs: number): readonly string[] =>
      runs
        .filter((run) => run.ownerId === ownerId)
        .map(({ since }) => since)
        .filter((since) => Date.parse(since) > fromMs && Date.parse(since) < toMs);
    const sick = [
      instantOf(timeZone, ILLNESS.from, '08:05'),
      instantOf(timeZone, ILLNESS.until, '23:59'),
    ] as const;
    const farewell = instantOf(timeZone, FAREWELL, '12:00');

    expect(between(repWith('ill').ownerId, ...sick)).toEqual([]);
    expect(between(repWith('leaving').ownerId, farewell, Number.POSITIVE_INFINITY)).toEqual([]);
  });

  it('excused one promise, which cost the rep nothing more', () => {
    const { runs, consequences } = read();
    const excused = runs.filter(({ status }) => status === 'excused');

    expect(excused).toHaveLength(1);
    expect(
      consequences.filter(
        ({ leadId, clause }) => leadId === excused[0]?.leadId && clause === excused[0].clause,
      ),
    ).toMatchObject([{ kind: 'warn' }]);
  });

  it('tells it all in the log', () => {
    const log = read().story.log.join('\n');
    for (const line of EXPECTED) expect(log).toMatch(line);
  });
});

const EXPECTED = [
  /Sam was given .+ to accept or reject by /,
  /reminder to Sam: /,
  /BROKEN by Sam: .+, to accept or reject/,
  /Sam is warned: /,
  /Claire is told: .+ by Sam/,
  / is taken from Sam: /,
  /kept by Sam after all: .+ entered late/,
  /taken back: Sam has the lead again/,
  /no longer documented: .+, first contact by Nora/,
  /the promises stand still/,
  /the promises run again/,
  /Claire excuses Thomas: .+“Trade fair”/,
  /Thomas rejected .+: No project now/,
  /BROKEN by Inès: /,
  / is taken from Inès: /,
  /Hugo has left: .+ goes to (Nora|Thomas|Inès|Sam)/,
  /the clocks go forward tonight/,
  /Monday 6 April – public holiday/,
];

describe('the story, with a worker that is killed and a clock that jumps by an hour', () => {
  const read = playBefore({ seed: Number(process.env['STORY_SEED'] ?? 1), kills: 40, jumps: 60 });

  itEndsWell(read);

  it('was killed and jumped often enough to mean something', () => {
    const { kills, jumps } = read().story.toll;
    expect(kills).toBeGreaterThan(8);
    expect(jumps).toBeGreaterThan(12);
  });
});
