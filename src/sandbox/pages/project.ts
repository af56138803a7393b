// The app's project as HubSpot knows it after an upload: which cards and settings page it brings, where they stand, what they
// may fetch. Leaves checking a project's files to the app's own tests.
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { z } from 'zod';

export interface ProjectOptions {
  /** Holds hsproject.json and `src/app`. */
  readonly folder: string;
  /** Of the profile it is uploaded with: replaces `${NAME}` in the manifest, and is the extensions' `variables`. */
  readonly variables: Readonly<Record<string, string>>;
}

export type Location = 'crm.record.sidebar' | 'crm.record.tab' | 'settings';

export interface Extension {
  readonly uid: string;
  readonly name: string;
  readonly location: Location;
  /** Absolute. */
  readonly entrypoint: string;
}

export interface Project {
  readonly appName: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly extensions: readonly Extension[];
  /** Beginnings of the addresses that `hubspot.fetch` may call. */
  readonly permittedUrls: readonly string[];
  /** Names that npm workspaces of the project give to folders. */
  readonly packages: Readonly<Record<string, string>>;
}

const App = z.object({
  type: z.literal('app'),
  config: z.object({ name: z.string(), permittedUrls: z.object({ fetch: z.array(z.string()) }) }),
});
const Card = z.object({
  uid: z.string(),
  type: z.literal('card'),
  config: z.object({
    name: z.string(),
    location: z.enum(['crm.record.sidebar', 'crm.record.tab']),
    entrypoint: z.string(),
    objectTypes: z.array(z.string()),
  }),
});
const Settings = z.object({
  uid: z.string(),
  type: z.literal('settings'),
  config: z.object({ entrypoint: z.string() }),
});
const Other = z.object({ type: z.string() }).transform(() => null);
const Component = z.union([App, Card, Settings, Other]);
const Package = z.object({ name: z.string(), exports: z.string() });

export async function readProject({ folder, variables }: ProjectOptions): Promise<Project> {
  const source = resolve(folder, 'src');
  const files = await readdir(source, { recursive: true });
  const manifests = files.filter((file) => file.endsWith('-hsmeta.json')).sort();
  const read = async (file: string) => Component.parse(await readJson(join(source, file), variables));
  const components = await Promise.all(manifests.map(read));
  const app = components.find((one) => one?.type === 'app');
  if (app === undefined) throw new Error(`${folder} is no HubSpot project: it has no app-hsmeta.json`);
  const extensions = components.flatMap((one): Extension[] => {
    if (one?.type === 'card' && one.config.objectTypes.includes('CONTACT')) {
      const { name, location, entrypoint } = one.config;
      return [{ uid: one.uid, name, location, entrypoint: join(source, entrypoint) }];
    }
    if (one?.type !== 'settings') return [];
    const { entrypoint } = one.config;
    return [
      { uid: one.uid, name: app.config.name, location: 'settings', entrypoint: join(source, entrypoint) },
    ];
  });
  return {
    appName: app.config.name,
    variables,
    extensions,
    permittedUrls: app.config.permittedUrls.fetch,
    packages: await readPackages(source, files),
  };
}

async function readJson(file: string, variables: Readonly<Record<string, string>>): Promise<unknown> {
  const text = await readFile(file, 'utf8');
  return JSON.parse(text.replaceAll(/\$\{(\w+)\}/g, (whole, name: string) => variables[name] ?? whole));
}

/** Packages that say what they export; those of the components themselves are imported by nobody. */
async function readPackages(source: string, files: readonly string[]): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const file of files.filter((one) => one.endsWith('package.json'))) {
    const read = Package.safeParse(await readJson(join(source, file), {}));
    if (read.success) found[read.data.name] = join(source, dirname(file), read.data.exports);
  }
  return found;
}
