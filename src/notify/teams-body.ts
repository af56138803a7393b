// A message as a Teams workflow or connector takes it: an Adaptive Card in a message. Version 1.4 is what both show.
import type { Message, MessageLine } from '#domain/notices/message.ts';

type Element = Readonly<Record<string, unknown>>;

export function teamsBody(message: Message): Readonly<Record<string, unknown>> {
  const { subject, lines, morePoints, link, footer } = message;
  const content = {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: '1.4',
    fallbackText: subject,
    body: [
      ...lines.flatMap(lineBlocks),
      ...(morePoints === null ? [] : [textBlock(escape(morePoints))]),
      { ...textBlock(escape(footer)), isSubtle: true, size: 'Small' },
    ],
    actions: [{ type: 'Action.OpenUrl', title: link.label, url: link.url }],
  };
  return {
    type: 'message',
    attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', contentUrl: null, content }],
  };
}

function lineBlocks({ sentence, leads, more }: MessageLine): readonly Element[] {
  const items = [
    ...leads.map(({ label, url }) => `- [${escape(label)}](${url})`),
    ...(more === null ? [] : [`- ${escape(more)}`]),
  ];
  const head = { ...textBlock(escape(sentence)), weight: 'Bolder' };
  return items.length === 0 ? [head] : [head, textBlock(items.join('\n'))];
}

function textBlock(text: string): Element {
  return { type: 'TextBlock', text, wrap: true };
}

/** The marks of the Markdown that cards understand: a label makes no link and formats nothing. */
function escape(text: string): string {
  return text.replaceAll(/[\p{Cc}]+/gu, ' ').replaceAll(/[\\[\]*_`]/g, String.raw`\$&`);
}
