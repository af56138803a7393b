// What the routes about notices do.
import type { Language } from '#agreement/messages.ts';
import { setFrench } from '#domain/typography.ts';
import { HttpProblem, inWords, type ProblemWords } from '#http/problem.ts';
import type { WebContext } from '#http/web-context.ts';
import type { AddressFault } from '#pipeline/notices/webhook-address.ts';
import { actorOf } from './caller.ts';
import type { HandlersOf } from './handler.ts';
import type { NOTICE_ROUTES } from './notice-contract.ts';

export const NOTICE_HANDLERS: HandlersOf<typeof NOTICE_ROUTES> = {
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

export async function readChannels({ notices, config }: WebContext, portalId: string) {
  return { email: config.notices.mail !== null, webhooks: [...(await notices.listWebhooks(portalId))] };
}

/** The key may hold blanks, the instant before it does not. */
function readCursor(after: string | undefined): { readonly at: string; readonly key: string } | null {
  if (after === undefined) return null;
  const [at = ''] = after.split(' ', 1);
  return { at, key: after.slice(at.length + 1) };
}

interface FaultWords {
  readonly faults: Readonly<Record<AddressFault, string>>;
  readonly fixes: Readonly<Record<'slack' | 'teams', string>>;
  readonly others: string;
}

const WORDS: Readonly<Record<Language, FaultWords>> = {
  en: {
    faults: {
      notAnAddress: 'The address of the webhook is not an address.',
      notHttps: 'The address of the webhook does not begin with https://.',
      hasCredentials: 'The address of the webhook holds a user name or a password.',
      hasPort: 'The address of the webhook names a port of its own.',
      hostNotAllowed: 'The address of the webhook leads to a host that Accord does not call.',
    },
    fixes: {
      slack: 'Copy the address of an incoming webhook of Slack: https://hooks.slack.com/services/…',
      teams: 'Copy the address of a Teams workflow “Post to a channel when a webhook request is received”.',
    },
    others: 'Other hosts are allowed by whoever runs Accord, in WEBHOOK_ORIGINS.',
  },
  fr: {
    faults: {
      notAnAddress: 'L’adresse du webhook n’est pas une adresse.',
      notHttps: 'L’adresse du webhook ne commence pas par https://.',
      hasCredentials: 'L’adresse du webhook contient un nom d’utilisateur ou un mot de passe.',
      hasPort: 'L’adresse du webhook nomme un port à elle.',
      hostNotAllowed: 'L’adresse du webhook mène à un hôte qu’Accord n’appelle pas.',
    },
    fixes: {
      slack: 'Copiez l’adresse d’un webhook entrant de Slack : https://hooks.slack.com/services/…',
      teams:
        'Copiez l’adresse d’un workflow Teams « Publier dans un canal à la réception d’une requête webhook ».',
    },
    others: 'D’autres hôtes sont autorisés par qui fait tourner Accord, dans WEBHOOK_ORIGINS.',
  },
};

/** Never the address itself: it may be a secret that was pasted into the wrong field. */
function refusal(fault: AddressFault, channel: 'slack' | 'teams'): HttpProblem {
  const words = (language: Language): ProblemWords => {
    const { faults, fixes, others } = WORDS[language];
    const said = { message: faults[fault], fix: `${fixes[channel]} ${others}` };
    return language === 'fr' ? { message: setFrench(said.message), fix: setFrench(said.fix) } : said;
  };
  return new HttpProblem(inWords(words, { status: 422, code: 'WEBHOOK_ADDRESS' }));
}
