// The tests that no mutant of src/domain should survive: no database, no HTTP, and properties on few cases, because each
// mutant runs them again.
import { defineConfig, type Plugin } from 'vitest/config';

const STAND_IN = new URL('fast-check.ts', import.meta.url).pathname;

const fewerCases: Plugin = {
  name: 'fewer-cases',
  enforce: 'pre',
  resolveId: (source, importer) => (source === 'fast-check' && importer !== STAND_IN ? STAND_IN : null),
};

export default defineConfig({
  plugins: [fewerCases],
  test: {
    allowOnly: false,
    include: ['test/{domain,requirements}/**/*.test.ts'],
    env: { FEWER_CASES: '1' },
    // A new worker for each file would cost more than the tests.
    isolate: false,
    testTimeout: 60_000,
  },
});
