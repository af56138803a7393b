// Cookies as Accord sets them: for this host alone, out of reach of scripts, not sent along by other sites' forms.
import type { Request } from 'express';
import type { Config } from '#platform/config.ts';

/** `__Host-` forbids other hosts and paths to set it; browsers take it only over https. */
function fullName(config: Config, name: string): string {
  return isHttps(config) ? `__Host-accord-${name}` : `accord-${name}`;
}

/** The header's value. With 0 seconds the browser forgets it. */
export function makeCookie(
  config: Config,
  {
    name,
    value,
    maxAgeSeconds,
  }: { readonly name: string; readonly value: string; readonly maxAgeSeconds: number },
): string {
  const secure = isHttps(config) ? '; Secure' : '';
  return `${fullName(config, name)}=${value}; Path=/; Max-Age=${maxAgeSeconds}; HttpOnly; SameSite=Lax${secure}`;
}

/** '' without one. */
export function readCookie(config: Config, request: Request, name: string): string {
  const start = `${fullName(config, name)}=`;
  const pairs = (request.headers.cookie ?? '').split(';').map((pair) => pair.trim());
  return pairs.find((pair) => pair.startsWith(start))?.slice(start.length) ?? '';
}

function isHttps(config: Config): boolean {
  return config.publicUrl.startsWith('https:');
}
