// The frame of the few pages that Accord serves itself: plain HTML without scripts, every value escaped.
import { createHash } from 'node:crypto';
import type { Response } from 'express';
import { headersWithForm, policyWithStyle } from './security-headers.ts';

export type PageLanguage = 'en' | 'fr';

const STYLE = [
  'body{font:1.05rem/1.6 system-ui,sans-serif;max-width:38rem;margin:12vh auto;padding:0 1.5rem;color:#213343;background:#fff}',
  'h1{font-size:1.5rem;line-height:1.3}h2{font-size:1.1rem;margin:2.2rem 0 .6rem}a{color:#0067a3}',
  'dl{display:grid;grid-template-columns:minmax(9rem,auto) 1fr;gap:.5rem 1.25rem;margin:1.5rem 0;padding:1.1rem 1.25rem;background:#f5f8fa;border-radius:.5rem}',
  'dt{color:#516f90}dd{margin:0;overflow-wrap:anywhere}dd ul{margin:0;padding-left:1.1rem}',
  'ul.links{list-style:none;padding:0}ul.links li{margin:.45rem 0}small{color:#516f90;display:block;line-height:1.4}',
  'a.button,button{display:inline-block;font:inherit;padding:.5rem 1.1rem;border:1px solid #0067a3;border-radius:.35rem;background:#0067a3;color:#fff;text-decoration:none;cursor:pointer}',
  'p>small{margin-top:.6rem}button{background:#fff;color:#0067a3}form{margin:1.5rem 0}',
  '@media(max-width:32rem){body{margin:2rem auto}dl{grid-template-columns:1fr;gap:0}dd{margin-bottom:.6rem}}',
].join('');

/** `body` is HTML. */
export function sendPage(
  response: Response,
  status: number,
  page: { language: PageLanguage; title: string; body: string; hasForm?: boolean },
): void {
  const title = escapeHtml(page.title);
  const name = title === 'Accord' ? title : `${title} · Accord`;
  const hash = hashOf(STYLE);
  const headers =
    page.hasForm === true ? headersWithForm(hash) : { 'Content-Security-Policy': policyWithStyle(hash) };
  response.status(status).set(headers).type('html');
  response.send(
    `<!doctype html><html lang="${page.language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">` +
      `<title>${name}</title><style>${STYLE}</style></head><body><h1>${title}</h1>${page.body}</body></html>`,
  );
}

/** A whole document of our own making, which brings its style along. */
export function sendDocument(response: Response, html: string): void {
  const style = /<style>([^<]*)<\/style>/.exec(html)?.[1] ?? '';
  response
    .set('Content-Security-Policy', policyWithStyle(hashOf(style)))
    .type('html')
    .send(html);
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('base64');
}

export function paragraphs(lines: readonly string[]): string {
  return lines.map((line) => `<p>${escapeHtml(line)}</p>`).join('');
}

/** With a line below each that says what is there. */
export function linkList(
  links: readonly { readonly href: string; readonly text: string; readonly about?: string }[],
): string {
  const items = links.map(({ href, text, about }) => {
    const note = about === undefined ? '' : `<small>${escapeHtml(about)}</small>`;
    return `<li><a href="${escapeHtml(href)}">${escapeHtml(text)}</a>${note}</li>`;
  });
  return `<ul class="links">${items.join('')}</ul>`;
}

/** Names and what they are. */
export function facts(rows: readonly (readonly [string, string])[]): string {
  const parts = rows.map(([name, value]) => `<dt>${escapeHtml(name)}</dt><dd>${escapeHtml(value)}</dd>`);
  return `<dl>${parts.join('')}</dl>`;
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
