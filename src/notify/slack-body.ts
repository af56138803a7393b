// A message as Slack takes it from an incoming webhook: blocks, and a plain line for notifications.
// Limits: 50 blocks, 3,000 characters a text (api.slack.com/reference/block-kit/blocks).
import type { Message, MessageLine } from '#domain/notices/message.ts';

const MAX_TEXT = 3_000;

export function slackBody(message: Message): Readonly<Record<string, unknown>> {
  const { subject, lines, morePoints, link, footer } = message;
  return {
    text: escape(subject),
    blocks: [
      ...lines.map((line) => section(lineText(line))),
      ...(morePoints === null ? [] : [section(escape(morePoints))]),
      section(`<${link.url}|${escape(link.label)}>`),
      { type: 'context', elements: [{ type: 'plain_text', text: footer }] },
    ],
    // The links are ours: no previews of HubSpot's login page.
    unfurl_links: false,
    unfurl_media: false,
  };
}

function section(text: string): Readonly<Record<string, unknown>> {
  return { type: 'section', text: { type: 'mrkdwn', text: text.slice(0, MAX_TEXT) } };
}

function lineText({ sentence, leads, more }: MessageLine): string {
  return [
    escape(sentence),
    ...leads.map(({ label, url }) => `• <${url}|${escape(label)}>`),
    ...(more === null ? [] : [`• ${escape(more)}`]),
  ].join('\n');
}

/**
 * A label cannot call a channel (`<!channel>`), end the link that it stands in, or format what follows. Addresses are our
 * own and hold none of these.
 */
function escape(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('|', '¦')
    .replaceAll(/[*_~`](?=\S)/g, '\u200b$&');
}
