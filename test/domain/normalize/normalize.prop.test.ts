// Whatever a portal holds, a normal form exists, and it is its own normal form.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalizeCompanyName } from '#domain/normalize/company-name.ts';
import { normalizeCountry } from '#domain/normalize/country.ts';
import { emailKey, normalizeDomain, normalizeEmail, personalEmail } from '#domain/normalize/email.ts';
import { normalizePhone } from '#domain/normalize/phone.ts';
import { isPlaceholder } from '#domain/normalize/placeholder.ts';
import { foldText, normalizeJobTitle } from '#domain/normalize/text.ts';

const RUNS = 3_000;
const regions = fc.constantFrom('FR', 'DE', 'GB', 'US', '', 'XX', '__proto__', 'constructor');
const words = fc.constantFrom(
  'SAS',
  'S.A.',
  'GmbH',
  'et Cie',
  'Acmé',
  'co',
  '+33',
  '0612345678',
  '@',
  'gmail.com',
  '.fr',
  '-',
);
const texts = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.array(fc.oneof(words, fc.string({ maxLength: 4 })), { maxLength: 8 }).map((parts) => parts.join(' ')),
  fc.emailAddress(),
  fc.domain(),
  fc.constantFrom('__proto__', 'toString', 'İstanbul', 'ﬁnance', '١٢٣', '\ud800', 'x'.repeat(5_000)),
);

const NORMAL_FORMS: readonly [name: string, normalize: (text: string, region: string) => string][] = [
  ['e-mail', normalizeEmail],
  ['e-mail key', (text) => emailKey(text)],
  ['domain', normalizeDomain],
  ['phone', normalizePhone],
  ['country', normalizeCountry],
  ['company', normalizeCompanyName],
  ['job title', normalizeJobTitle],
  ['folded text', foldText],
];

describe('a normal form', () => {
  it.each(NORMAL_FORMS)('of the kind %s exists for any text and is its own normal form', (_, normalize) => {
    fc.assert(
      fc.property(texts, regions, (text, region) => {
        const normal = normalize(text, region);

        expect(typeof normal).toBe('string');
        expect(normalize(normal, region)).toBe(normal);
      }),
      { numRuns: RUNS },
    );
  });

  it('of a phone number does not depend on the region it is read again in', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999_999_999 }), regions, regions, (digits, here, there) => {
        const normal = normalizePhone(`0${digits}`, here);

        expect(normalizePhone(normal, there)).toBe(normal);
      }),
      { numRuns: RUNS },
    );
  });

  it('never throws where it is asked yes or no', () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(['', 'true', 'false']).toContain(personalEmail(text));
        expect(typeof isPlaceholder(text)).toBe('boolean');
      }),
      { numRuns: RUNS },
    );
  });
});
