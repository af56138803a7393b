// Secrets of a machine where nothing is set up: made once, kept in files that only their owner can read, shared by all
// processes that use the same data folder.
import { randomBytes } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from './config.ts';
import { AppError } from './errors.ts';
import { parseEncryptionKeys } from './secrets.ts';

export const ADMIN_TOKEN_FILE = 'admin-token';
const KEYS_FILE = 'encryption-keys';
const SECRET_BYTES = 32;

/** Fills in what an embedded start may lack. With a database of one's own nothing is generated. */
export async function completeSecrets(config: Config): Promise<Config> {
  if (config.databaseUrl !== null) return config;
  const { dataDir } = config;
  await mkdir(dataDir, { recursive: true });
  const encryptionKeys =
    config.encryptionKeys.length > 0
      ? config.encryptionKeys
      : readKeys(
          await keepOnce(
            join(dataDir, KEYS_FILE),
            () => `k1:${randomBytes(SECRET_BYTES).toString('base64')}`,
          ),
        );
  const adminToken =
    config.adminToken ??
    (await keepOnce(join(dataDir, ADMIN_TOKEN_FILE), () => randomBytes(SECRET_BYTES).toString('base64url')));
  return { ...config, encryptionKeys, adminToken };
}

function readKeys(text: string): Config['encryptionKeys'] {
  const keys = parseEncryptionKeys(text);
  if (keys.ok) return keys.value;
  throw new AppError(`The file ${KEYS_FILE} in ACCORD_DATA_DIR cannot be read: ${keys.error.join('; ')}`, {
    code: 'secret_file',
    retryable: false,
  });
}

/** Linking a finished file in place is atomic: of several that start at once, one wins and all read its secret. */
async function keepOnce(path: string, make: () => string): Promise<string> {
  const draft = `${path}.${process.pid}.${randomBytes(4).toString('hex')}`;
  await writeFile(draft, `${make()}\n`, { mode: 0o600, flag: 'wx' });
  try {
    await link(draft, path);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  } finally {
    await rm(draft, { force: true });
  }
  return (await readFile(path, 'utf8')).trim();
}
