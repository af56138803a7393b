// What this process is: the release, and the parts of the engine a decision's bytes may depend on (10.8).
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export function readVersion(): string {
  const manifest: unknown = JSON.parse(
    readFileSync(join(import.meta.dirname, '..', '..', 'package.json'), 'utf8'),
  );
  const version =
    typeof manifest === 'object' && manifest !== null && 'version' in manifest ? manifest.version : '';
  return String(version);
}

/** Stored with each decision, so that a replay elsewhere can say what differs. */
export function describeEngine(): string {
  const { icu = '', tz = '', node } = process.versions;
  return `accord ${readVersion()} node ${node} icu ${icu} tz ${tz}`;
}
