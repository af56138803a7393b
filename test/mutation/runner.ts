// Runs the tests of src/domain for Stryker in one process that loads them once: a mutant costs its tests until the first one
// fails, instead of a start of vitest. No mutant lives while files are loaded, and nothing is remembered from one to the next.
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Script } from 'node:vm';
import type { MutantCoverage } from '@stryker-mutator/api/core';
import { declareClassPlugin, PluginKind } from '@stryker-mutator/api/plugin';
import {
  type DryRunResult,
  DryRunStatus,
  type MutantRunOptions,
  type MutantRunResult,
  type TestResult,
  type TestRunner,
  TestStatus,
  toMutantRunResult,
} from '@stryker-mutator/api/test-runner';
import { watchMemories } from './memories.ts';
import { type KeptTest, keptTests, loadTests } from './vitest.ts';

// Tests that no mutant of src/domain should survive: no database, no HTTP. The seeded portals are judged while they are loaded.
const TESTS = 'test/{domain,requirements}/**/*.test.ts';
const LEFT_OUT = /seeded-portal/;
/**
 * CPU time for all tests of one mutant: those named like its file go first (hundreds meet a file at the heart of the domain, and few
 * of them look at it), then the quickest; those that there is no time for could only kill more.
 */
const PATIENCE_MS = 2_500;
/** CPU time after which a test with a mutant is in an endless loop; without one none takes a tenth of it. */
const ENDLESS_MS = 2_000;
const LOOK_EVERY = 1_024;
/** Time on the clock for the loops that never meet their mutant: much more, as a busy machine leaves a test little of it. */
const LOST_MS = 10 * ENDLESS_MS;
/** In the sandbox, for the processes that did not do the dry run. */
const TIMES = 'test-times.json';

const STAND_INS = new Map(
  ['vitest', 'fast-check'].map((name) => [name, new URL(`${name}.ts`, import.meta.url).href]),
);

/** What the mutated code looks at (the names are Stryker's): it throws when a mutant is met more often than `hitLimit`. */
const switches = {
  activeMutant: undefined as string | undefined,
  currentTestId: undefined as string | undefined,
  mutantCoverage: undefined as MutantCoverage | undefined,
  hitCount: 0,
  endsAt: Number.POSITIVE_INFINITY,
  isEndless: false,
  startTest: (): unknown => undefined,
  get hitLimit(): number {
    if (this.hitCount % LOOK_EVERY === 0 && cpuMs() > this.endsAt) this.isEndless = true;
    return this.isEndless ? -1 : Number.POSITIVE_INFINITY;
  },
};

const START = new Script('__stryker__.startTest()');

/** Until its first await, a test that runs for too long is ended from outside of its code. */
function start(run: () => unknown): unknown {
  switches.startTest = run;
  return START.runInThisContext({ timeout: LOST_MS });
}

function isLost(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT';
}

function cpuMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}

/** `src/domain/routing/turns.ts`: routing and turn. */
function wordsOf(path: string): ReadonlySet<string> {
  const [, within = ''] = path.split(/\/(?:domain|requirements)\//);
  const words = within.replace(/\..*$/, '').split(/[-/]/);
  return new Set(words.filter((word) => word !== 'index').map((word) => word.replace(/s$/, '')));
}

class LoadedTests implements TestRunner {
  #forget = (): void => undefined;
  /** CPU time of each test without a mutant, in milliseconds. */
  #times: Readonly<Record<string, number>> | null = null;

  /** Nothing is ever loaded again; a mutant that would need it (`ignoreStatic`) is left out. */
  capabilities() {
    return { reloadEnvironment: true };
  }

  async init(): Promise<void> {
    process.env['FEWER_CASES'] = '1';
    Object.assign(globalThis, { __stryker__: switches });
    registerHooks({
      resolve: (name, context, next) => {
        const standIn = STAND_INS.get(name);
        return standIn === undefined || context.parentURL?.includes('/test/mutation/')
          ? next(name, context)
          : { url: standIn, shortCircuit: true };
      },
    });
    const endWatch = watchMemories();
    for (const file of globSync(TESTS).sort()) {
      if (!LEFT_OUT.test(file)) await loadTests(file, pathToFileURL(join(process.cwd(), file)).href);
    }
    this.#forget = endWatch();
  }

  /** All tests, twice: the second time their code is compiled, and shows how long it takes. */
  async dryRun(): Promise<DryRunResult> {
    const tests: TestResult[] = [];
    for (const test of keptTests.values()) {
      switches.currentTestId = test.id;
      tests.push(await this.#run(test));
      switches.currentTestId = undefined;
    }
    const { mutantCoverage } = switches;
    const times: Record<string, number> = {};
    for (const test of keptTests.values()) times[test.id] = (await this.#run(test)).timeSpentMs;
    writeFileSync(TIMES, JSON.stringify(times));
    return {
      status: DryRunStatus.Complete,
      tests,
      ...(mutantCoverage === undefined ? {} : { mutantCoverage }),
    };
  }

  async mutantRun(options: MutantRunOptions): Promise<MutantRunResult> {
    const { testFilter, activeMutant, disableBail } = options;
    const tests: TestResult[] = [];
    const startedAt = cpuMs();
    Object.assign(switches, { activeMutant: activeMutant.id, hitCount: 0, isEndless: false });
    for (const test of this.#likelyFirst(activeMutant.fileName, testFilter)) {
      switches.endsAt = cpuMs() + ENDLESS_MS;
      const result = await this.#run(test);
      tests.push(result);
      const isOver = switches.isEndless || cpuMs() - startedAt > PATIENCE_MS;
      if (isOver || (result.status === TestStatus.Failed && !disableBail)) break;
    }
    Object.assign(switches, { activeMutant: undefined, endsAt: Number.POSITIVE_INFINITY });
    if (switches.isEndless) return toMutantRunResult({ status: DryRunStatus.Timeout, reason: 'endless' });
    const killer = tests.find(({ status }) => status === TestStatus.Failed);
    if (killer !== undefined) await this.#mustPass(keptTests.get(killer.id)!);
    return toMutantRunResult({ status: DryRunStatus.Complete, tests });
  }

  /** A test that also fails without the mutant has killed nothing: this process is spoilt, and Stryker tries in a new one. */
  async #mustPass(test: KeptTest): Promise<void> {
    const result = await this.#run(test);
    if (result.status !== TestStatus.Failed) return;
    process.stderr.write(`Fails without any mutant: ${test.id}\n${result.failureMessage}\n`);
    process.exit(1);
  }

  #likelyFirst(mutated: string, ids: Iterable<string> = keptTests.keys()): KeptTest[] {
    this.#times ??= existsSync(TIMES)
      ? (JSON.parse(readFileSync(TIMES, 'utf8')) as Record<string, number>)
      : {};
    const times = this.#times;
    const words = wordsOf(mutated);
    const tests = [...ids].map((id) => {
      const test = keptTests.get(id)!;
      const isNamedAlike = [...wordsOf(test.file)].some((word) => words.has(word));
      return { test, rank: isNamedAlike ? 0 : 1, time: times[id] ?? 0 };
    });
    return tests.sort((a, b) => a.rank - b.rank || a.time - b.time).map(({ test }) => test);
  }

  async #run({ id, name, file, run }: KeptTest): Promise<TestResult> {
    this.#forget();
    const startedAt = cpuMs();
    const told = () => ({ id, name, fileName: file, timeSpentMs: cpuMs() - startedAt });
    try {
      await start(run);
      return { ...told(), status: TestStatus.Success };
    } catch (error) {
      if (isLost(error)) switches.isEndless = true;
      return { ...told(), status: TestStatus.Failed, failureMessage: String(error) };
    }
  }
}

export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, 'loaded', LoadedTests)];
