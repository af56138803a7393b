// A message as e-mail: plain text, and the same as HTML. Labels and names come from outside, so all of it is escaped.
import type { Message, MessageLine } from '#domain/notices/message.ts';
import { NO_BREAK } from '#domain/typography.ts';

export function mailText(message: Message): string {
  const { lines, morePoints, link, footer, language } = message;
  const colon = language === 'fr' ? `${NO_BREAK}:` : ':';
  return [
    ...lines.flatMap(textLines),
    ...(morePoints === null ? [] : [morePoints, '']),
    `${link.label}${colon} ${link.url}`,
    '',
    '-- ',
    footer,
    '',
  ].join('\n');
}

function textLines({ sentence, leads, more }: MessageLine): readonly string[] {
  const named = leads.map(({ label, url }) => `  - ${oneLine(label)}: ${url}`);
  return [oneLine(sentence), ...named, ...(more === null ? [] : [`  ${more}`]), ''];
}

export function mailHtml(message: Message): string {
  return [
    `<!doctype html><html lang="${message.language}"><meta charset="utf-8"><body style="font-family:sans-serif">`,
    htmlFragment(message),
    '</body></html>',
  ].join('\n');
}

/** Without a page around it, as the body of a HubSpot task. */
export function htmlFragment({ lines, morePoints, link, footer }: Message): string {
  return [
    ...lines.map(htmlLine),
    morePoints === null ? '' : `<p>${html(morePoints)}</p>`,
    `<p><a href="${html(link.url)}">${html(link.label)}</a></p>`,
    `<p style="color:#667">${html(footer)}</p>`,
  ]
    .filter((part) => part !== '')
    .join('\n');
}

function htmlLine({ sentence, leads, more }: MessageLine): string {
  const items = [
    ...leads.map(({ label, url }) => `<li><a href="${html(url)}">${html(label)}</a></li>`),
    ...(more === null ? [] : [`<li>${html(more)}</li>`]),
  ];
  return `<p>${html(sentence)}</p>${items.length === 0 ? '' : `<ul>${items.join('')}</ul>`}`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function html(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

/** A label with a line break would look like a line of our own. */
function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ');
}
