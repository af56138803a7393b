// Every environment variable Accord reads: name, default, meaning, example. The README's table and the lines about what
// is wrong are made from this list; how values are checked is left to config.ts.

export interface Setting {
  readonly name: string;
  /** As shown to people; '' when there is none. */
  readonly byDefault: string;
  readonly meaning: string;
  readonly example: string;
}

export const SETTINGS = {
  PORT: {
    byDefault: '3000',
    meaning: 'Port of the web process.',
    example: '3000',
  },
  HOST: {
    byDefault: '127.0.0.1',
    meaning: 'Address the web process listens on; `0.0.0.0` inside a container.',
    example: '0.0.0.0',
  },
  PUBLIC_URL: {
    byDefault: 'http://localhost:PORT',
    meaning:
      'Address under which HubSpot and browsers reach Accord; webhook signatures are checked against it.',
    example: 'https://accord.example.com',
  },
  SUPPORT_EMAIL: {
    byDefault: '',
    meaning: 'Address on the help page, for users of the accounts.',
    example: 'support@example.com',
  },
  TRUSTED_PROXIES: {
    byDefault: 'none',
    meaning:
      'Reverse proxies in front of Accord, whose `X-Forwarded-For` names who calls; refused calls are limited by that address.',
    example: 'loopback, 10.0.0.0/8',
  },
  REFUSALS_PER_MINUTE: {
    byDefault: '60',
    meaning:
      'Calls with a bad token or session from one address, after which it waits for a minute; per web process.',
    example: '60',
  },
  SIGN_INS_PER_MINUTE: {
    byDefault: '120',
    meaning:
      'Beginnings and ends of installs and sign-ins from one address, after which it waits for a minute; per web process.',
    example: '120',
  },
  ACCOUNT_REQUESTS: {
    byDefault: '400',
    meaning:
      'Requests of one HubSpot account’s users, or of its workflows, within ten seconds, after which they wait; per web process.',
    example: '400',
  },
  DATABASE_URL: {
    byDefault: 'embedded PostgreSQL',
    meaning: 'PostgreSQL 15 or newer. Without it Accord starts a PostgreSQL of its own in `ACCORD_DATA_DIR`.',
    example: 'postgres://accord:secret@db.example.com:5432/accord',
  },
  DATABASE_DIRECT_URL: {
    byDefault: '`DATABASE_URL`',
    meaning:
      'The same database past a transaction pooler such as pgbouncer; migrations and session locks use it.',
    example: 'postgres://accord:secret@db.example.com:5432/accord',
  },
  REDIS_URL: {
    byDefault: 'queue in PostgreSQL',
    meaning:
      'Redis for the queue (`rediss://` for TLS, several separated by commas for a Cluster); no eviction.',
    example: 'redis://redis.example.com:6379',
  },
  HUBSPOT_APP_ID: {
    byDefault: '',
    meaning: 'Id of the HubSpot app, shown by `doctor`.',
    example: '1234567',
  },
  HUBSPOT_CLIENT_ID: {
    byDefault: 'required',
    meaning: 'Client id of the HubSpot app.',
    example: '1a2b3c4d-0000-0000-0000-1a2b3c4d5e6f',
  },
  HUBSPOT_CLIENT_SECRET: {
    byDefault: 'required',
    meaning:
      'Client secret of the HubSpot app. While it is rotated: new,old. The first is used, all verify signatures.',
    example: 'new-secret,old-secret',
  },
  HUBSPOT_API_URL: {
    byDefault: 'https://api.hubapi.com',
    meaning: 'Where the HubSpot API is; the address of a sandbox portal to try Accord without an account.',
    example: 'http://127.0.0.1:4000',
  },
  HUBSPOT_API_VERSION: {
    byDefault: '2026-03',
    meaning: 'Dated version of the HubSpot API: `2026-03` or `2026-09`.',
    example: '2026-03',
  },
  HUBSPOT_AUTHORIZE_URL: {
    byDefault: 'https://app.hubspot.com/oauth/authorize',
    meaning: 'Consent page. With another `HUBSPOT_API_URL` it is `/oauth/authorize` there.',
    example: 'https://app.hubspot.com/oauth/authorize',
  },
  HUBSPOT_RATE_LIMIT: {
    byDefault: '110',
    meaning: 'API calls per 10 seconds and portal that Accord may use.',
    example: '110',
  },
  HUBSPOT_JOURNAL: {
    byDefault: 'false',
    meaning:
      'Whether HubSpot’s webhooks journal is read, which tells up to three days of what webhooks lost, and uninstalls. The app needs the scopes `developer.webhooks_journal.*`.',
    example: 'true',
  },
  WORKFLOW_CALLBACKS: {
    byDefault: 'true',
    meaning:
      'Whether workflows wait for what is decided and are called back, which takes the scope `automation`. Otherwise an action is answered within three seconds.',
    example: 'false',
  },
  ACCEPT_V1_SIGNATURES: {
    byDefault: 'true',
    meaning: 'Whether webhooks that carry only a v1 signature are accepted.',
    example: 'false',
  },
  ENCRYPTION_KEYS: {
    byDefault: 'generated (embedded)',
    meaning:
      'Keys for the stored tokens, as `id:base64key` of 32 bytes, separated by commas; the first encrypts. Required with `DATABASE_URL`.',
    example: 'k1:output-of-openssl-rand-base64-32',
  },
  ADMIN_TOKEN: {
    byDefault: 'generated (embedded)',
    meaning: 'Bearer token of `/api/v1`, at least 32 characters. Without it `/api/v1` answers 503.',
    example: 'output-of-openssl-rand-hex-32',
  },
  LOG_LEVEL: {
    byDefault: 'info',
    meaning: '`fatal`, `error`, `warn`, `info`, `debug`, `trace` or `silent`.',
    example: 'info',
  },
  ACCORD_DATA_DIR: {
    byDefault: '.accord',
    meaning: 'Folder of the embedded PostgreSQL and of generated secrets.',
    example: '/var/lib/accord',
  },
  WORKER_CONCURRENCY: {
    byDefault: '32',
    meaning: 'Portals a worker process works on at once.',
    example: '32',
  },
  POLL_SECONDS: {
    byDefault: '45',
    meaning:
      'Seconds between two searches per portal for forms, page views and e-mail counters, which send no webhook.',
    example: '45',
  },
  OWNERS_SECONDS: {
    byDefault: '900',
    meaning:
      'Seconds between two looks per portal at owners, their working hours and absences, which send no webhook.',
    example: '900',
  },
  SMTP_URL: {
    byDefault: 'no e-mail',
    meaning:
      'Mail server for notices: `smtp://` (STARTTLS where offered) or `smtps://`, with user and password.',
    example: 'smtps://accord:secret@smtp.example.com',
  },
  MAIL_FROM: {
    byDefault: '',
    meaning: 'Sender of the e-mails. Required with `SMTP_URL`.',
    example: 'Accord <accord@example.com>',
  },
  WEBHOOK_ORIGINS: {
    byDefault: 'Slack’s and Microsoft’s',
    meaning:
      'Further origins that Slack and Teams webhooks of the portals may have, separated by commas; they may lie in the own network.',
    example: 'https://chat.example.com',
  },
  NOTICE_GATHER_SECONDS: {
    byDefault: '60',
    meaning: 'Seconds that notices to a manager or a side are gathered before the first message.',
    example: '60',
  },
  NOTICE_DIGEST_SECONDS: {
    byDefault: '900',
    meaning: 'Seconds after a message in which the same manager or side gets no other on that channel.',
    example: '900',
  },
} as const satisfies Readonly<Record<string, Omit<Setting, 'name'>>>;

export type SettingName = keyof typeof SETTINGS;

/** For the README's table and `accord config`. */
export function describeConfig(): readonly Setting[] {
  return Object.entries(SETTINGS).map(([name, setting]) => ({ name, ...setting }));
}

/** The rows of the README between its `config` markers. */
export function configTable(): string {
  const rows = describeConfig().map(
    ({ name, byDefault, meaning }) => `| \`${name}\` | ${byDefault} | ${meaning} |`,
  );
  return ['| variable | default | meaning |', '|---|---|---|', ...rows].join('\n');
}
