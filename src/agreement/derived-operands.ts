// Derived facts are normalised, so what they are compared with is too: `France`, `FRA` and `fr` all mean `FR`. What has no
// normal form is no value of the fact: the condition would never hold, and nobody would see why.
import type { DerivedFact } from '#domain/derived-facts.ts';
import { normalizeCompanyName } from '#domain/normalize/company-name.ts';
import { normalizeCountry } from '#domain/normalize/country.ts';
import { normalizeDomain } from '#domain/normalize/email.ts';
import { normalizePhone } from '#domain/normalize/phone.ts';
import { isPlaceholder } from '#domain/normalize/placeholder.ts';
import { foldText } from '#domain/normalize/text.ts';
import { complain, type IssueSink } from './issue.ts';
import { show } from './value-schema.ts';

interface Operands {
  readonly operator: string;
  readonly value?: string | undefined;
  readonly values?: string[] | undefined;
}

interface Normal {
  /** '' for what is none. */
  readonly normalize: (text: string) => string;
  /** What is said of text that is none. */
  readonly code: string;
}

/** Of whole values. */
const NORMALS: Partial<Record<DerivedFact, Normal>> = {
  country: { normalize: normalizeCountry, code: 'unknownCountry' },
  companyName: {
    normalize: (text) => (isPlaceholder(text) ? '' : normalizeCompanyName(text)),
    code: 'noCompanyName',
  },
  emailDomain: { normalize: normalizeDomain, code: 'badDomain' },
  // In which country a national number is read depends on the lead.
  phone: { normalize: (text) => normalizePhone(text, ''), code: 'noPhone' },
};
/** Of words that are looked for in the value. */
const WORD_NORMALS: Partial<Record<DerivedFact, Normal>> = {
  companyName: { normalize: foldWords, code: 'noToken' },
  // `+33*` is a beginning; without a star only a whole number can be found.
  phone: {
    normalize: (text) => (text.includes('*') ? text : normalizePhone(text, '')),
    code: 'noPhone',
  },
};
const WHOLE = ['EQ', 'NEQ', 'IN', 'NOT_IN'];

export function normalizeOperands<Raw extends Operands>(
  derived: DerivedFact,
  raw: Raw,
  sink: IssueSink,
): Raw {
  const normal = (WHOLE.includes(raw.operator) ? NORMALS : WORD_NORMALS)[derived];
  if (normal === undefined) return raw;
  const read = (text: string, path: (string | number)[]): string => {
    const found = normal.normalize(text);
    if (found === '' && text !== '')
      complain(sink, { code: normal.code, params: { value: show(text) }, path });
    return found === '' ? text : found;
  };
  return {
    ...raw,
    ...(raw.value === undefined ? {} : { value: read(raw.value, ['value']) }),
    ...(raw.values === undefined
      ? {}
      : { values: raw.values.map((text, index) => read(text, ['values', index])) }),
  };
}

/** Each word as names are compared, with its stars. */
function foldWords(text: string): string {
  return text
    .split(/\s+/u)
    .map((word) => word.split('*').map(foldText).join('*'))
    .join(' ')
    .trim();
}
