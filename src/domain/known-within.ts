// How soon each kind of signal is known after it happened, at the latest, while HubSpot and the workers run: promised in
// the README, measured by a test over HTTP. A workflow that calls "judge now" makes any of them known at once.
import type { SignalKind } from './agreement.ts';

/** webhook: HubSpot tells it, and the bound counts from its delivery. poll: it is searched for (POLL_SECONDS). */
export type KnownBy = 'webhook' | 'poll';

export interface KnownWithin {
  readonly by: KnownBy;
  readonly seconds: number;
  readonly from: string;
}

export const BOUND_SECONDS: Readonly<Record<KnownBy, number>> = {
  /** An activity is read at once, and again after 1 s and 5 s while its contact is not linked yet; a property is told whole. */
  webhook: 5,
  /** A search each 45 s, the lag of HubSpot's index, and reading and judging what was found. */
  poll: 60,
};

export const KNOWN_WITHIN: Readonly<Record<SignalKind, KnownWithin>> = {
  form: { by: 'poll', seconds: BOUND_SECONDS.poll, from: 'last conversion and its counter' },
  pageView: { by: 'poll', seconds: BOUND_SECONDS.poll, from: 'last page seen and its counter' },
  emailOpen: { by: 'poll', seconds: BOUND_SECONDS.poll, from: 'last marketing mail opened and its counter' },
  emailClick: {
    by: 'poll',
    seconds: BOUND_SECONDS.poll,
    from: 'last marketing mail clicked and its counter',
  },
  emailReply: {
    by: 'webhook',
    seconds: BOUND_SECONDS.webhook,
    from: 'incoming mail as an activity; replies to marketing mail by poll, 60 s',
  },
  meeting: { by: 'webhook', seconds: BOUND_SECONDS.webhook, from: 'the meeting as an activity' },
  call: { by: 'webhook', seconds: BOUND_SECONDS.webhook, from: 'the incoming call as an activity' },
  touch: {
    by: 'webhook',
    seconds: BOUND_SECONDS.webhook,
    from: 'calls, mails, messages and meetings of sales as activities',
  },
};

/** Of HubSpot lists, which send no webhook; what tells of leaving is not searched for, so that it has no bound of seconds. */
export const LISTS_KNOWN_WITHIN = {
  joined: {
    by: 'poll',
    seconds: BOUND_SECONDS.poll,
    from: 'members of a list in the order of joining, a thousand a round; of a list named just now once it has been gone through',
  },
  left: {
    by: 'next read',
    seconds: null,
    from: 'any other news of the contact, at the latest the nightly comparison',
  },
} as const;

/** The rows of the README between its `known-within` markers. */
export function knownWithinTable(): string {
  const rows = Object.entries(KNOWN_WITHIN).map(
    ([kind, { by, seconds, from }]) => `| \`${kind}\` | ${by} | ${seconds} s | ${from} |`,
  );
  const lists = Object.entries(LISTS_KNOWN_WITHIN).map(
    ([what, { by, seconds, from }]) =>
      `| list ${what} | ${by} | ${seconds === null ? 'a day' : `${seconds} s`} | ${from} |`,
  );
  return ['| signal | by | known within | from |', '|---|---|---|---|', ...rows, ...lists].join('\n');
}
