// Test projects by what they need: `unit` nothing, `contract` nock, `integration` Postgres and Redis,
// `app` HubSpot's renderer and the real server; `e2e` the whole app against the sandbox portal; `long` holds what does not fit in five minutes.
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

const unitFolders = [
  'domain',
  'agreement',
  'pipeline',
  'platform',
  'notify',
  'sandbox',
  'cli',
  'demo',
  'requirements',
];

/** Every random case of a run comes from one seed. */
const setupFiles = ['test/support/seed.ts'];

/** As npm workspaces resolve it in app-manifest/src/app. */
const SHARED_UI = join(import.meta.dirname, 'app-manifest/src/app/packages/ui/index.ts');

export default defineConfig({
  test: {
    allowOnly: false,
    // Most tests wait for databases, queues and HTTP more than they compute; the default leaves a core idle.
    maxWorkers: 3,
    projects: [
      {
        test: {
          name: 'unit',
          setupFiles,
          include: ['test/*.test.ts', ...unitFolders.map((f) => `test/${f}/**/*.test.ts`)],
          // Properties run thousands of cases, beside tests that load both cores.
          testTimeout: 60_000,
        },
      },
      { test: { name: 'contract', setupFiles, include: ['test/hubspot/**/*.test.ts'], testTimeout: 30_000 } },
      {
        test: {
          name: 'integration',
          setupFiles,
          include: ['test/{store,queue,http,workers}/**/*.test.ts'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        resolve: { alias: { '@accord/ui': SHARED_UI } },
        test: {
          name: 'app',
          setupFiles,
          include: ['test/app/**/*.test.tsx'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'e2e',
          setupFiles,
          include: ['test/e2e/**/*.test.ts'],
          testTimeout: 240_000,
          hookTimeout: 60_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: 'long',
          setupFiles,
          include: ['test/long/**/*.test.ts'],
          testTimeout: 1_200_000,
          hookTimeout: 60_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
