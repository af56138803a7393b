// Which addresses a webhook may have: a user who could name any would make this server call its neighbours (SSRF). Checked
// when it is set and again before each call; where the name leads to is checked by the caller (src/notify/webhook.ts).
import { err, ok, type Result } from '#domain/result.ts';

export type AddressFault = 'notAnAddress' | 'notHttps' | 'hasCredentials' | 'hasPort' | 'hostNotAllowed';

/** Exact names, or every name below one that begins with a dot. */
const HOSTS: Readonly<Record<'slack' | 'teams', readonly string[]>> = {
  slack: ['hooks.slack.com'],
  // Connectors, workflows of Logic Apps, and their present home, the Power Platform.
  teams: [
    '.webhook.office.com',
    '.logic.azure.com',
    '.powerautomate.com',
    '.environment.api.powerplatform.com',
  ],
};
const MAX_LENGTH = 2_000;

export interface CheckedAddress {
  readonly url: URL;
  /** The operator has named its origin: it may lead into the own network. */
  readonly byOperator: boolean;
}

/** `extraOrigins`: `https://hooks.example.com`, from the setting WEBHOOK_ORIGINS. */
export function checkWebhookAddress(
  channel: 'slack' | 'teams',
  address: string,
  extraOrigins: readonly string[],
): Result<CheckedAddress, AddressFault> {
  if (address.length > MAX_LENGTH || !URL.canParse(address)) return err('notAnAddress');
  const url = new URL(address);
  if (url.username !== '' || url.password !== '') return err('hasCredentials');
  if (extraOrigins.includes(url.origin)) return ok({ url, byOperator: true });
  if (url.protocol !== 'https:') return err('notHttps');
  // The default port is dropped by URL.
  if (url.port !== '') return err('hasPort');
  const isKnown = HOSTS[channel].some((host) =>
    host.startsWith('.') ? url.hostname.endsWith(host) : url.hostname === host,
  );
  return isKnown ? ok({ url, byOperator: false }) : err('hostNotAllowed');
}
