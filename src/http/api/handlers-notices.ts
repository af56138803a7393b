// What the routes about notices do.
import type { z } from 'zod';
import { HttpProblem } from '#http/problem.ts';
import type { WebContext } from '#http/web-context.ts';
import type { AddressFault } from '#pipeline/notices/webhook-address.ts';
import { actorOf, type KnownCaller } from './caller.ts';
import type { NOTICE_ROUTES } from './notice-contract.ts';

type Contract = typeof NOTICE_ROUTES;
type Name = keyof Contract;

interface Input<N extends Name> {
  readonly params: z.output<Contract[N]['params']>;
  readonly query: z.output<Contract[N]['query']>;
  readonly body: z.output<Contract[N]['body']>;
  readonly caller: KnownCaller;
}

type NoticeHandlers = {
  readonly [N in Name]: (context: WebContext, input: Input<N>) => Promise<z.output<Contract[N]['answer']>>;
};

export const NOTICE_HANDLERS: NoticeHandlers = {
  readChannels: (context, { params }) => readChannels(context, params.portalId),
  setChannel: async (context, { params, body, caller }) => {
    const { url, reason, ...place } = body;
    const { by } = actorOf(caller, reason);
    const outcome = await context.notices.setWebhook(params.portalId, { place, address: url, by });
    if (!outcome.ok) throw refusal(outcome.error, place.channel);
    return readChannels(context, params.portalId);
  },
  listNotices: async ({ notices }, { params, query }) => {
    const { message = null, after, limit } = query;
    const page = await notices.list(params.portalId, { messageId: message, after: readCursor(after), limit });
    const items = page.items.map((item) => ({
      ...item,
      params: { ...item.params },
      contactIds: [...item.contactIds],
      messages: [...item.messages],
    }));
    return { items, next: page.next };
  },
};

async function readChannels({ notices, config }: WebContext, portalId: string) {
  return { email: config.notices.mail !== null, webhooks: [...(await notices.listWebhooks(portalId))] };
}

/** The key may hold blanks, the instant before it does not. */
function readCursor(after: string | undefined): { readonly at: string; readonly key: string } | null {
  if (after === undefined) return null;
  const [at = ''] = after.split(' ', 1);
  return { at, key: after.slice(at.length + 1) };
}

const FAULTS: Readonly<Record<AddressFault, string>> = {
  notAnAddress: 'The address of the webhook is not an address.',
  notHttps: 'The address of the webhook does not begin with https://.',
  hasCredentials: 'The address of the webhook holds a user name or a password.',
  hasPort: 'The address of the webhook names a port of its own.',
  hostNotAllowed: 'The address of the webhook leads to a host that Accord does not call.',
};
const FIXES = {
  slack: 'Copy the address of an incoming webhook of Slack: https://hooks.slack.com/services/…',
  teams: 'Copy the address of a Teams workflow “Post to a channel when a webhook request is received”.',
} as const;

/** Never the address itself: it may be a secret that was pasted into the wrong field. */
function refusal(fault: AddressFault, channel: 'slack' | 'teams'): HttpProblem {
  return new HttpProblem({
    status: 422,
    code: 'WEBHOOK_ADDRESS',
    message: FAULTS[fault],
    fix: `${FIXES[channel]} Other hosts are allowed by whoever runs Accord, in WEBHOOK_ORIGINS.`,
  });
}
