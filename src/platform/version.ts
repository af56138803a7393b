// What this process is: the release, and the parts of the engine a decision's bytes may depend on (10.8).
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Libraries whose data decisions read: countries, phone numbers, domains, time zones. Pinned to one version each. */
const DATA_LIBRARIES = ['i18n-iso-countries', 'libphonenumber-js', 'temporal-polyfill', 'tldts'] as const;

interface Manifest {
  readonly version: string;
  readonly dependencies: Readonly<Record<string, string>>;
}

export function readVersion(): string {
  return readManifest().version;
}

function readManifest(): Manifest {
  // Our own package.json: its shape is ours.
  return JSON.parse(readFileSync(join(import.meta.dirname, '..', '..', 'package.json'), 'utf8')) as Manifest;
}

/** Stored with each decision, so that a replay elsewhere can say what differs. */
export function describeEngine(): string {
  const { icu = '', tz = '', node } = process.versions;
  const { version, dependencies } = readManifest();
  const libraries = DATA_LIBRARIES.map((name) => `${name} ${dependencies[name] ?? ''}`).join(' ');
  return `accord ${version} node ${node} icu ${icu} tz ${tz} ${libraries}`;
}
