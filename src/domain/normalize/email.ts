// E-mail addresses and the domains behind them.
import { getDomain } from 'tldts';
import { isFreeMailDomain } from './free-mail.ts';

const ADDRESS = /^[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;]+$/;
/** An address in its normal form, as most are; what else is one needs the costly steps. */
const PLAIN = /^[a-z0-9._%+-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+$/;
/** Google ignores dots in front of the `@`; nobody else is known to. */
const DOTLESS = ['gmail.com', 'googlemail.com'];
const MAX_LENGTH = 320;

/** ` Ann.Lee@ACME.com ` and `Ann <ann.lee@acme.com>` → the bare address, lower case; '' when it is none. A plus-tag stays: it is another address. */
export function normalizeEmail(text: string): string {
  if (text.length > MAX_LENGTH) return '';
  if (PLAIN.test(text)) return text;
  const inner = /<([^<>]*)>\s*$/.exec(text)?.[1] ?? text;
  const address = inner
    .replaceAll(/\s+/gu, '')
    .toLowerCase()
    .replace(/^(?:mailto:)+/, '')
    .replace(/\.+$/, '');
  return ADDRESS.test(address) ? address : '';
}

/** What two contacts of one person share. `isDotless`: dots before `@gmail.com` make no difference. '' when it is no address. */
export function emailKey(text: string, isDotless = true): string {
  const address = normalizeEmail(text);
  const at = address.lastIndexOf('@');
  const domain = address.slice(at + 1);
  if (!isDotless || !DOTLESS.includes(domain)) return address;
  return `${address.slice(0, at).replaceAll('.', '')}@gmail.com`;
}

/** The registrable domain of an address, a host or a web address: `ann@mail.acme.co.uk` → `acme.co.uk`; '' when there is none. */
export function normalizeDomain(text: string): string {
  const host = text.slice(text.lastIndexOf('@') + 1);
  return host.length > MAX_LENGTH ? '' : (getDomain(host, { allowPrivateDomains: false }) ?? '');
}

/** `true` or `false`; '' when there is no address to tell it from. */
export function personalEmail(text: string): string {
  const domain = normalizeDomain(normalizeEmail(text));
  return domain === '' ? '' : String(isFreeMailDomain(domain));
}
