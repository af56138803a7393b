// Headers of every answer. Nothing here is meant to be framed, sniffed, cached or to load anything.
import type { RequestHandler } from 'express';

const HSTS = 'max-age=31536000; includeSubDomains';
const CSP = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

export function securityHeaders(publicUrl: string): RequestHandler {
  const headers: Record<string, string> = {
    'Content-Security-Policy': CSP,
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Cache-Control': 'no-store',
    // No page here is for strangers to find.
    'X-Robots-Tag': 'noindex, nofollow',
    ...(publicUrl.startsWith('https:') ? { 'Strict-Transport-Security': HSTS } : {}),
  };
  return (_request, response, next) => {
    response.set(headers);
    next();
  };
}

/** For our pages: their own style, by its hash. */
export function policyWithStyle(styleHash: string): string {
  return `${CSP}; style-src 'sha256-${styleHash}'`;
}

/** For a page with a button that asks our own server, whose origin the browser then names (same-origin.ts). */
export function headersWithForm(styleHash: string): Readonly<Record<string, string>> {
  const policy = policyWithStyle(styleHash).replace("form-action 'none'", "form-action 'self'");
  return { 'Content-Security-Policy': policy, 'Referrer-Policy': 'same-origin' };
}
