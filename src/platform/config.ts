// The only reader of the environment: one object of checked values, or one line per problem. Values of variables never
// appear in a line, since many are secrets. What is generated in embedded mode is left to generated-secrets.ts.
import { isIP } from 'node:net';
import { z } from 'zod';
import { err, ok, type Result } from '#domain/result.ts';
import { LOG_LEVELS, type LogLevel } from './logger.ts';
import { type EncryptionKey, parseEncryptionKeys } from './secrets.ts';
import { SETTINGS, type SettingName } from './settings.ts';

export { configTable, describeConfig } from './settings.ts';

export interface Config {
  readonly port: number;
  readonly host: string;
  /** Without trailing slash. */
  readonly publicUrl: string;
  /** Null: the help page names nobody. */
  readonly supportEmail: string | null;
  /** Addresses and subnets whose `X-Forwarded-For` is believed. */
  readonly trustedProxies: readonly string[];
  /** Of one address, before it is no longer looked at. */
  readonly refusalsPerMinute: number;
  /** Of one address: beginnings and ends of installs and sign-ins. */
  readonly signInsPerMinute: number;
  /** Of one account's users, or its workflows, within ten seconds. */
  readonly accountRequests: number;
  /** Null: embedded. */
  readonly databaseUrl: string | null;
  readonly databaseDirectUrl: string | null;
  readonly redisUrl: string | null;
  readonly hubspot: {
    readonly appId: string | null;
    readonly clientId: string;
    /** The first signs, all verify. */
    readonly clientSecrets: readonly string[];
    readonly apiUrl: string;
    readonly apiVersion: '2026-03' | '2026-09';
    /** Null: where the API is. */
    readonly authorizeUrl: string | null;
    readonly rateLimit: number;
    readonly acceptV1: boolean;
    /** Whether the webhooks journal is read. */
    readonly journal: boolean;
    /** Whether workflows are called back. */
    readonly callbacks: boolean;
  };
  /** Empty in embedded mode until they are generated. */
  readonly encryptionKeys: readonly EncryptionKey[];
  readonly adminToken: string | null;
  readonly logLevel: LogLevel;
  readonly dataDir: string;
  readonly workerConcurrency: number;
  /** Between two searches for what HubSpot tells nobody, per portal. */
  readonly pollSeconds: number;
  /** Between two looks at the owners and at when they work, per portal. */
  readonly ownersSeconds: number;
  readonly notices: {
    /** Null: no e-mail is sent. */
    readonly mail: { readonly smtpUrl: string; readonly from: string } | null;
    /** `https://chat.example.com`, as URL.origin writes it. */
    readonly webhookOrigins: readonly string[];
    readonly gatherSeconds: number;
    readonly digestSeconds: number;
  };
}

type Env = Readonly<Record<string, string | undefined>>;

const MIN_ADMIN_TOKEN = 32;

const WholeNumber = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, 'is not a whole number')
    .transform(Number)
    .refine((value) => value >= least && value <= most, `must lie between ${least} and ${most}`);

const HttpUrl = z
  .string()
  .refine((text) => isUrl(text, ['http:', 'https:']), 'is not an http(s) address')
  .refine((text) => !/[?#]/.test(text), 'must not hold a query or a fragment')
  .transform((text) => text.replace(/\/+$/, ''));

/** What Express takes: its three names, addresses, subnets. */
const Proxies = z
  .string()
  .transform((text) => text.split(',').map((part) => part.trim()))
  .refine(
    (parts) => parts.every((part) => isAddressRange(part)),
    'must be addresses or subnets separated by commas (or loopback, linklocal, uniquelocal)',
  );

const PostgresUrl = z
  .string()
  .refine((text) => isUrl(text, ['postgres:', 'postgresql:']), 'is not a postgres:// address');

const RedisUrl = z
  .string()
  .refine(
    (text) => text.split(',').every((part) => isUrl(part.trim(), ['redis:', 'rediss:'])),
    'is not a redis:// address',
  );

const SmtpUrl = z
  .string()
  .refine(
    (text) => isUrl(text, ['smtp:', 'smtps:']) && new URL(text).hostname !== '',
    'is not an smtp:// or smtps:// address',
  );

const MailFrom = z
  .string()
  .regex(/^(?:[^<>@\p{Cc}]*<[^\s@<>]+@[^\s@<>]+>|[^\s@<>]+@[^\s@<>]+)$/u, 'is not an e-mail address');

/** Without TLS only this machine is called. */
const Origins = z
  .string()
  .transform((text) => text.split(',').map((origin) => origin.trim().replace(/\/$/, '')))
  .refine(
    (origins) => origins.every((origin) => isOrigin(origin)),
    'must be https origins without a path, separated by commas (http for this machine only)',
  );

const Keys = z.string().transform((text, context): readonly EncryptionKey[] => {
  const keys = parseEncryptionKeys(text);
  if (keys.ok) return keys.value;
  for (const message of keys.error) context.addIssue({ code: 'custom', message });
  return z.NEVER;
});

const Environment = z.object({
  PORT: WholeNumber(1, 65_535).default(3_000),
  HOST: z.string().default('127.0.0.1'),
  PUBLIC_URL: HttpUrl.optional(),
  SUPPORT_EMAIL: z.email('is not an e-mail address').optional(),
  TRUSTED_PROXIES: Proxies.optional(),
  REFUSALS_PER_MINUTE: WholeNumber(1, 1_000_000).default(60),
  SIGN_INS_PER_MINUTE: WholeNumber(1, 1_000_000).default(120),
  // Twice what HubSpot lets a card send at once, and more than a workflow's 20 a second.
  ACCOUNT_REQUESTS: WholeNumber(1, 1_000_000).default(400),
  DATABASE_URL: PostgresUrl.optional(),
  DATABASE_DIRECT_URL: PostgresUrl.optional(),
  REDIS_URL: RedisUrl.optional(),
  HUBSPOT_APP_ID: z
    .string()
    .regex(/^\d{1,20}$/, 'is not a number')
    .optional(),
  HUBSPOT_CLIENT_ID: z.string('is missing'),
  HUBSPOT_CLIENT_SECRET: z
    .string('is missing')
    .transform((text) => text.split(',').map((secret) => secret.trim()))
    .refine((secrets) => !secrets.includes(''), 'holds an empty secret'),
  HUBSPOT_API_URL: HttpUrl.default('https://api.hubapi.com'),
  HUBSPOT_API_VERSION: z.enum(['2026-03', '2026-09'], 'must be 2026-03 or 2026-09').default('2026-03'),
  HUBSPOT_AUTHORIZE_URL: HttpUrl.optional(),
  HUBSPOT_RATE_LIMIT: WholeNumber(1, 10_000).default(110),
  HUBSPOT_JOURNAL: z
    .enum(['true', 'false'], 'must be true or false')
    .default('false')
    .transform((text) => text === 'true'),
  WORKFLOW_CALLBACKS: z
    .enum(['true', 'false'], 'must be true or false')
    .default('true')
    .transform((text) => text === 'true'),
  ACCEPT_V1_SIGNATURES: z
    .enum(['true', 'false'], 'must be true or false')
    .default('true')
    .transform((text) => text === 'true'),
  ENCRYPTION_KEYS: Keys.optional(),
  ADMIN_TOKEN: z.string().min(MIN_ADMIN_TOKEN, `is shorter than ${MIN_ADMIN_TOKEN} characters`).optional(),
  LOG_LEVEL: z.enum(LOG_LEVELS, `must be one of ${LOG_LEVELS.join(', ')}`).default('info'),
  ACCORD_DATA_DIR: z.string().default('.accord'),
  WORKER_CONCURRENCY: WholeNumber(1, 1_000).default(32),
  POLL_SECONDS: WholeNumber(5, 3_600).default(45),
  OWNERS_SECONDS: WholeNumber(60, 86_400).default(900),
  SMTP_URL: SmtpUrl.optional(),
  MAIL_FROM: MailFrom.optional(),
  WEBHOOK_ORIGINS: Origins.optional(),
  NOTICE_GATHER_SECONDS: WholeNumber(0, 3_600).default(60),
  NOTICE_DIGEST_SECONDS: WholeNumber(0, 86_400).default(900),
} satisfies Record<SettingName, z.ZodType>);
type Environment = z.infer<typeof Environment>;

/** Reads and checks every variable; an empty one counts as not set. */
export function readConfig(env: Env): Result<Config, readonly string[]> {
  const given = Object.fromEntries(
    Object.keys(SETTINGS).flatMap((name) => {
      const value = env[name]?.trim();
      return value === undefined || value === '' ? [] : [[name, value] as const];
    }),
  );
  const parsed = Environment.safeParse(given);
  const problems = [
    ...(parsed.success
      ? []
      : parsed.error.issues.map((issue) => problemLine(String(issue.path[0]), issue.message))),
    ...findMissing(given),
  ];
  return parsed.success && problems.length === 0 ? ok(toConfig(parsed.data)) : err(problems);
}

/** What depends on another variable. */
function findMissing(given: Readonly<Record<string, string>>): readonly string[] {
  const problems: string[] = [];
  const has = (name: SettingName): boolean => given[name] !== undefined;
  if (has('DATABASE_URL') && !has('ENCRYPTION_KEYS')) {
    problems.push(
      problemLine('ENCRYPTION_KEYS', 'is missing (it is generated only for the embedded database)'),
    );
  }
  if (has('DATABASE_DIRECT_URL') && !has('DATABASE_URL')) {
    problems.push(problemLine('DATABASE_URL', 'is missing beside DATABASE_DIRECT_URL'));
  }
  if (has('SMTP_URL') && !has('MAIL_FROM'))
    problems.push(problemLine('MAIL_FROM', 'is missing beside SMTP_URL'));
  return problems;
}

function problemLine(name: string, problem: string): string {
  // Only names of SETTINGS reach this.
  const { example } = SETTINGS[name as SettingName];
  return `${name} ${problem}. Example: ${name}=${example}`;
}

function noticesOf(env: Environment): Config['notices'] {
  const { SMTP_URL: smtpUrl, MAIL_FROM: from } = env;
  return {
    mail: smtpUrl === undefined || from === undefined ? null : { smtpUrl, from },
    webhookOrigins: env.WEBHOOK_ORIGINS ?? [],
    gatherSeconds: env.NOTICE_GATHER_SECONDS,
    digestSeconds: env.NOTICE_DIGEST_SECONDS,
  };
}

function addressesOf(env: Environment): Pick<Config, 'publicUrl' | 'supportEmail'> {
  return {
    publicUrl: env.PUBLIC_URL ?? `http://localhost:${env.PORT}`,
    supportEmail: env.SUPPORT_EMAIL ?? null,
  };
}

function toConfig(env: Environment): Config {
  return {
    port: env.PORT,
    host: env.HOST,
    ...addressesOf(env),
    trustedProxies: env.TRUSTED_PROXIES ?? [],
    refusalsPerMinute: env.REFUSALS_PER_MINUTE,
    signInsPerMinute: env.SIGN_INS_PER_MINUTE,
    accountRequests: env.ACCOUNT_REQUESTS,
    databaseUrl: env.DATABASE_URL ?? null,
    databaseDirectUrl: env.DATABASE_DIRECT_URL ?? null,
    redisUrl: env.REDIS_URL ?? null,
    hubspot: {
      appId: env.HUBSPOT_APP_ID ?? null,
      clientId: env.HUBSPOT_CLIENT_ID,
      clientSecrets: env.HUBSPOT_CLIENT_SECRET,
      apiUrl: env.HUBSPOT_API_URL,
      apiVersion: env.HUBSPOT_API_VERSION,
      authorizeUrl: env.HUBSPOT_AUTHORIZE_URL ?? null,
      rateLimit: env.HUBSPOT_RATE_LIMIT,
      acceptV1: env.ACCEPT_V1_SIGNATURES,
      journal: env.HUBSPOT_JOURNAL,
      callbacks: env.WORKFLOW_CALLBACKS,
    },
    encryptionKeys: env.ENCRYPTION_KEYS ?? [],
    adminToken: env.ADMIN_TOKEN ?? null,
    logLevel: env.LOG_LEVEL,
    dataDir: env.ACCORD_DATA_DIR,
    workerConcurrency: env.WORKER_CONCURRENCY,
    pollSeconds: env.POLL_SECONDS,
    ownersSeconds: env.OWNERS_SECONDS,
    notices: noticesOf(env),
  };
}

const PROXY_NAMES = ['loopback', 'linklocal', 'uniquelocal'];

function isAddressRange(text: string): boolean {
  if (PROXY_NAMES.includes(text)) return true;
  const [address = '', bits, ...rest] = text.split('/');
  const family = isIP(address);
  if (family === 0 || rest.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128));
}

function isOrigin(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, origin } = new URL(text);
  const isHere = hostname === 'localhost' || hostname === '127.0.0.1' || hostname === '[::1]';
  return origin === text && (protocol === 'https:' || (protocol === 'http:' && isHere));
}

function isUrl(text: string, protocols: readonly string[]): boolean {
  return URL.canParse(text) && protocols.includes(new URL(text).protocol);
}
