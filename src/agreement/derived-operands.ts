// Derived facts are normalised, so what they are compared with is too: `France`, `FRA` and `fr` all mean `FR`.
import type { DerivedFact } from '#domain/derived-facts.ts';
import { normalizeCompanyName } from '#domain/normalize/company-name.ts';
import { normalizeCountry } from '#domain/normalize/country.ts';
import { complain, type IssueSink } from './issue.ts';
import { show } from './value-schema.ts';

interface Operands {
  readonly operator: string;
  readonly value?: string | undefined;
  readonly values?: string[] | undefined;
}

const NORMALIZERS: Partial<Record<DerivedFact, (text: string) => string>> = {
  country: normalizeCountry,
  companyName: normalizeCompanyName,
  emailDomain: (text) => text.trim().toLowerCase(),
};
/** Only these compare whole values. */
const WHOLE = ['EQ', 'NEQ', 'IN', 'NOT_IN'];

export function normalizeOperands<Raw extends Operands>(
  derived: DerivedFact,
  raw: Raw,
  sink: IssueSink,
): Raw {
  const normalize = NORMALIZERS[derived];
  if (normalize === undefined || !WHOLE.includes(raw.operator)) return raw;
  const read = (text: string, path: (string | number)[]): string => {
    const normal = normalize(text);
    if (normal === '' && text !== '' && derived === 'country')
      complain(sink, { code: 'unknownCountry', params: { value: show(text) }, path });
    return normal === '' ? text : normal;
  };
  return {
    ...raw,
    ...(raw.value === undefined ? {} : { value: read(raw.value, ['value']) }),
    ...(raw.values === undefined
      ? {}
      : { values: raw.values.map((text, index) => read(text, ['values', index])) }),
  };
}
