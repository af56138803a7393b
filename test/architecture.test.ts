// Who may import whom. A row lists what a folder may import besides itself; anything not named is forbidden.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '..');

const ALL = [
  'domain',
  'agreement',
  'pipeline',
  'hubspot',
  'notify',
  'store',
  'queue',
  'http',
  'platform',
  'sandbox',
  'demo',
  'cli',
  'context',
  'workers',
];
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  domain: [],
  agreement: ['domain'],
  platform: ['domain/result.ts'],
  pipeline: ['domain', 'agreement', 'platform'],
  hubspot: ['domain', 'pipeline', 'platform'],
  notify: ['domain', 'pipeline', 'platform'],
  store: ['domain', 'pipeline', 'platform'],
  queue: ['domain', 'platform', 'store/database.ts'],
  http: ['domain', 'agreement', 'pipeline', 'platform', 'hubspot'],
  sandbox: ['platform'],
  demo: ALL,
  cli: ALL,
  context: ALL,
  server: ALL,
  workers: ALL,
};
/** Packages that only one folder may know. */
const OWNERS: Readonly<Record<string, readonly string[]>> = {
  pg: ['store', 'queue'],
  kysely: ['store'],
  bullmq: ['queue'],
  ioredis: ['queue'],
  express: ['http', 'sandbox', 'server', 'context'],
  '@hubspot/api-client': ['hubspot'],
  yaml: ['agreement'],
  nodemailer: ['notify'],
};
const FEWEST_FILES = 150;

interface Import {
  readonly file: string;
  readonly folder: string;
  readonly target: string;
}

function sourceFiles(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => join(folder, file));
}

/** Without comments, which may name what they forbid. */
function codeOf(file: string): string {
  return readFileSync(join(ROOT, file), 'utf8').replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
}

function folderOf(file: string): string {
  const [top = '', second = ''] = file.split('/');
  return top === 'src' ? second.replace(/\.ts$/, '') : top;
}

function importsOf(file: string): Import[] {
  const text = readFileSync(join(ROOT, file), 'utf8');
  const found = text.matchAll(/(?:from|import\()\s*'([^']+)'|^import '([^']+)'/gm);
  return [...found].map((match) => ({ file, folder: folderOf(file), target: match[1] ?? match[2] ?? '' }));
}

/** `#store/inbox.ts` → `store/inbox.ts`; `#src/context.ts` → `context`. */
function ownTarget(target: string): string | null {
  if (!target.startsWith('#')) return null;
  return target
    .slice(1)
    .replace(/^src\//, '')
    .replace(/^context\.ts$/, 'context');
}

const files = [...sourceFiles('src'), ...sourceFiles('workers')];
const imports = files.flatMap(importsOf);

describe('architecture', () => {
  it('sees the whole tree', () => {
    expect(files.length).toBeGreaterThan(FEWEST_FILES);
    expect(imports.length).toBeGreaterThan(FEWEST_FILES);
    expect(Object.keys(MAY_IMPORT)).toEqual(expect.arrayContaining([...new Set(files.map(folderOf))]));
  });

  it('keeps the direction of dependencies', () => {
    const wrong = imports.filter(({ folder, target }) => {
      const own = ownTarget(target);
      if (own === null || own.split('/')[0] === folder) return false;
      return !(MAY_IMPORT[folder] ?? []).some((allowed) => own === allowed || own.startsWith(`${allowed}/`));
    });

    expect(wrong.map(({ file, target }) => `${file} imports ${target}`)).toEqual([]);
  });

  it('never climbs out of a folder, and never imports a test', () => {
    const wrong = imports.filter(({ target }) => target.startsWith('../') || target.startsWith('#test/'));

    expect(wrong).toEqual([]);
  });

  it('leaves each vendor to one folder', () => {
    const wrong = imports.filter(({ folder, target }) => {
      const owners = OWNERS[target];
      return owners !== undefined && !owners.includes(folder);
    });

    expect(wrong.map(({ file, target }) => `${file} imports ${target}`)).toEqual([]);
  });

  it('reads the clock and the environment in one place each', () => {
    const readers = (pattern: RegExp, allowed: RegExp): string[] =>
      files.filter((file) => !allowed.test(file) && pattern.test(codeOf(file)));

    // The sandbox plays the outside world, with a clock of its own.
    expect(readers(/Date\.now\(\)|new Date\(\)/, /^src\/(platform\/clock\.ts$|sandbox\/)/)).toEqual([]);
    expect(
      readers(
        /process\.env/,
        /^src\/(platform\/|cli\/|server\.ts|demo\/|store\/embedded\/)|^workers\/main\.ts/,
      ),
    ).toEqual([]);
  });

  it('keeps the domain pure', () => {
    const impure = files.filter(
      (file) =>
        file.startsWith('src/domain/') &&
        /Math\.random|Math\.pow|\bDate\b\(|new Date|node:|\bfetch\(|process\./.test(codeOf(file)),
    );

    expect(impure).toEqual([]);
  });
});
