// Makes scripts for the browser: the page's own, and each extension of the project as HubSpot's upload bundles it. Vite is a
// development dependency and loaded with the first page, so that a sandbox without pages runs without it.
import { join } from 'node:path';
import type { Extension, Project } from './project.ts';

const BROWSER = join(import.meta.dirname, 'browser');
const ENTRY = 'virtual:extension';
/** One React and one renderer, or an extension's hooks would look into another one's. */
const ONCE = ['react', '@remote-ui/react', '@remote-ui/core'];

export interface Bundles {
  /** Draws what the workers tell. */
  page(): Promise<string>;
  /** Runs one extension in a worker. */
  extension(extension: Extension): Promise<string>;
}

/** Each is made once, when it is first asked for. */
export function createBundles(project: Project): Bundles {
  const made = new Map<string, Promise<string>>();
  const once = (key: string, source: string): Promise<string> => {
    const known = made.get(key) ?? bundle(project, source);
    made.set(key, known);
    // A failed one is tried again with the next page.
    known.catch(() => made.delete(key));
    return known;
  };
  return {
    page: () => once('page', importOf('extension-page.ts')),
    // In this order: HubSpot's SDK takes what the worker offers when it is loaded.
    extension: ({ uid, entrypoint }) =>
      once(uid, `${importOf('extension-worker.ts')}import ${JSON.stringify(entrypoint)};`),
  };
}

function importOf(file: string): string {
  return `import ${JSON.stringify(join(BROWSER, file))};`;
}

async function bundle({ packages }: Project, source: string): Promise<string> {
  const { build } = await loadVite();
  const built = await build({
    configFile: false,
    logLevel: 'error',
    root: BROWSER,
    // Whatever NODE_ENV this process has.
    oxc: { jsx: { runtime: 'automatic', development: false } },
    resolve: { alias: { ...packages }, dedupe: ONCE },
    plugins: [
      {
        name: ENTRY,
        resolveId: (id) => (id === ENTRY ? id : null),
        load: (id) => (id === ENTRY ? source : null),
      },
    ],
    build: { write: false, rolldownOptions: { input: ENTRY, output: { format: 'iife' } } },
  });
  const [first] = Array.isArray(built) ? built : [built];
  if (first === undefined || !('output' in first)) throw new Error('Vite made no bundle');
  return first.output[0].code;
}

async function loadVite(): Promise<typeof import('vite')> {
  try {
    return await import('vite');
  } catch (error) {
    throw new Error('The pages need the development dependencies: run `npm ci` without --omit=dev.', {
      cause: error,
    });
  }
}
