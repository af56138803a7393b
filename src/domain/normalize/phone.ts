// Phone numbers in E.164. The library's full metadata: the smallest set knows only one loose pattern a country and takes
// `12345` for a German number and +33 7 00 00 00 00 for a French one, which would let invented numbers pass as known.
import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/max';

const MAX_LENGTH = 60;

/** `06 12 34 56 78` with region `FR` → `+33612345678`; '' when it is no valid number. Extensions are dropped. */
export function normalizePhone(text: string, region: string): string {
  if (text.length > MAX_LENGTH || !/\d/.test(text)) return '';
  const number = parsePhoneNumberFromString(prepare(text), isRegion(region) ? region : undefined);
  return number?.isValid() === true ? number.number : '';
}

/** `0033…` is how Europe dials abroad, whatever the region; `+33 (0)6` is how it prints numbers; `poste` is French for an extension. */
function prepare(text: string): string {
  return text
    .trim()
    .replace(/^00(?=[1-9])/, '+')
    .replace(/^(\+\d{1,3})\s*\(0\)/, '$1')
    .replace(/\s*poste\b/i, ' ext.');
}

function isRegion(region: string): region is CountryCode {
  return isSupportedCountry(region);
}
