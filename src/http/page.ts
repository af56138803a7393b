// The frame of the few pages that Accord serves itself: plain HTML without scripts, every value escaped.
import { createHash } from 'node:crypto';
import type { Response } from 'express';
import { policyWithStyle } from './security-headers.ts';

export type PageLanguage = 'en' | 'fr';

const STYLE =
  'body{font:1.05rem/1.6 system-ui,sans-serif;max-width:38rem;margin:12vh auto;padding:0 1.5rem;color:#213343}h1{font-size:1.5rem}a{color:#0067a3}';

/** `body` is HTML. */
export function sendPage(
  response: Response,
  status: number,
  page: { language: PageLanguage; title: string; body: string },
): void {
  const title = escapeHtml(page.title);
  response
    .status(status)
    .set('Content-Security-Policy', policyWithStyle(hashOf(STYLE)))
    .type('html');
  response.send(
    `<!doctype html><html lang="${page.language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">` +
      `<title>${title} · Accord</title><style>${STYLE}</style></head><body><h1>${title}</h1>${page.body}</body></html>`,
  );
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('base64');
}

export function paragraphs(lines: readonly string[]): string {
  return lines.map((line) => `<p>${escapeHtml(line)}</p>`).join('');
}

export function escapeHtml(text: string): string {
  const escapes: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };
  return text.replaceAll(/[&<>"']/g, (character) => escapes[character] ?? character);
}
