// Normal forms in the oracle's own plain words. Phone numbers and countries it does not know how to read: histories use only
// the values labelled here.
import { labelOf } from './job-titles.ts';
import type { Cell, Facts } from './shapes.ts';

/** By what people write, lower case. */
const COUNTRIES: Readonly<Record<string, string>> = { france: 'FR', fr: 'FR', allemagne: 'DE' };
/** By what people write and the country; '*' for every country. */
const PHONES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  '+33 1 42 68 53 00': { '*': '+33142685300' },
  '01 42 68 53 00': { FR: '+33142685300' },
};
interface Readers {
  country(text: string): string;
  phone(text: string, country: string): string;
}

/** Whole portals hold more numbers and countries than have a label here: whoever plays one says how they are read. */
let taught: Readers = { country: () => '', phone: () => '' };

export function teach(readers: Readers): void {
  taught = readers;
}

const PLACEHOLDERS = ['-', 'n/a'];
const FREE_MAIL = ['gmail.com'];

export function textOf(cells: Readonly<Record<string, Cell>>, name: string): string {
  return Object.hasOwn(cells, name) ? (cells[name]?.value ?? '') : '';
}

const DERIVED: Readonly<Record<string, (facts: Facts) => string>> = {
  emailDomain: domainOf,
  personalEmail: (facts) => (domainOf(facts) === '' ? '' : String(FREE_MAIL.includes(domainOf(facts)))),
  country: countryOf,
  phone: (facts) => phoneOf(facts, 'phone') || phoneOf(facts, 'mobilephone'),
  seniority: (facts) => labelOf(textOf(facts.contact, 'jobtitle'), 'seniority'),
  department: (facts) => labelOf(textOf(facts.contact, 'jobtitle'), 'department'),
  companyName: (facts) =>
    companyOf(textOf(facts.contact, 'company')) || companyOf(textOf(facts.company, 'name')),
};

export function derive(name: string, facts: Facts): string {
  const maker = DERIVED[name];
  if (maker === undefined) throw new Error(`unknown derived fact ${name}`);
  return maker(facts);
}

/** Histories use no domain with a longer public suffix. */
function domainOf(facts: Facts): string {
  const [, host = ''] = emailOf(textOf(facts.contact, 'email')).split('@');
  return host.split('.').slice(-2).join('.');
}

/** Whether a mandatory field counts as filled in. */
export function hasValue(
  facts: Facts,
  field: string,
  rules: { normalize: readonly string[]; placeholders: readonly string[] },
): boolean {
  const says = (text: string): boolean =>
    text !== '' && !isPlaceholder(text) && !rules.placeholders.includes(text.toLowerCase());
  const text = textOf(facts.contact, field);
  if (!says(text)) return field === 'company' && says(textOf(facts.company, 'name'));
  if (!rules.normalize.includes(field)) return true;
  if (field === 'email') return emailOf(text) !== '';
  if (field === 'phone') return phoneOf(facts, 'phone') !== '';
  return field === 'country' ? countryNamed(text) !== '' : true;
}

function emailOf(text: string): string {
  const plain = text.trim().toLowerCase();
  return /^[^ @]+@[^ @]+[.][^ @]+$/.test(plain) ? plain : '';
}

function countryOf(facts: Facts): string {
  return countryNamed(textOf(facts.contact, 'country')) || countryNamed(textOf(facts.company, 'country'));
}

function countryNamed(text: string): string {
  return COUNTRIES[text.toLowerCase()] ?? taught.country(text);
}

function phoneOf(facts: Facts, field: string): string {
  const known = PHONES[textOf(facts.contact, field)];
  if (known !== undefined) return known['*'] ?? known[countryOf(facts)] ?? '';
  return taught.phone(textOf(facts.contact, field), countryOf(facts));
}

function companyOf(text: string): string {
  if (isPlaceholder(text)) return '';
  const words = text
    .toLowerCase()
    .replaceAll('é', 'e')
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
  const forms = ['corp'];
  while (words.length > 1 && forms.includes(words.at(-1) ?? '')) words.pop();
  return words.join(' ');
}

function isPlaceholder(text: string): boolean {
  return PLACEHOLDERS.includes(text.toLowerCase());
}
