// The tests that no mutant of src/domain should survive: no database, no HTTP, and properties on few cases, because each
// mutant runs them again.
import { defineConfig, type Plugin } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const STAND_IN = new URL('fast-check.ts', import.meta.url).pathname;

const fewerCases: Plugin = {
  name: 'fewer-cases',
  enforce: 'pre',
  resolveId: (source, importer) => (source === 'fast-check' && importer !== STAND_IN ? STAND_IN : null),
};

/** Examples take milliseconds and find most mutants; the properties are for those that are left. */
class ExamplesFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): string => `${/prop|oracle/.test(moduleId)} ${moduleId}`;
    return files.toSorted((a, b) => (rank(a) < rank(b) ? -1 : 1));
  }
}

export default defineConfig({
  plugins: [fewerCases],
  test: {
    allowOnly: false,
    include: ['test/{domain,requirements}/**/*.test.ts'],
    env: { FEWER_CASES: '1' },
    // A new worker for each file would cost more than the tests.
    isolate: false,
    sequence: { sequencer: ExamplesFirst },
    testTimeout: 60_000,
  },
});
