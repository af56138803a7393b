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
