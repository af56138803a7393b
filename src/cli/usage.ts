// A command called in a way it does not understand: told with its usage, exit code 2.
import { parseArgs } from 'node:util';
import type { Language } from '#domain/wording.ts';

export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** A HubSpot account's id, as it stands in HubSpot's addresses. */
export function requirePortalId(text: string | undefined): string {
  if (text === undefined) throw new UsageError('The HubSpot account id is missing.');
  if (!/^\d{1,20}$/.test(text)) throw new UsageError(`${text} is no HubSpot account id; it is a number.`);
  return text;
}

/** `PORTAL [--language en|fr]`, English where none is given. */
export function readPortalAndLanguage(args: readonly string[]): {
  readonly portalId: string;
  readonly language: Language;
} {
  const { positionals, values } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { language: { type: 'string', default: 'en' } },
  });
  const language = oneOf(['en', 'fr'], values.language, `Language ${values.language} is neither en nor fr.`);
  const [portal, ...rest] = positionals;
  if (rest.length > 0) throw new UsageError(`One account at a time: ${rest.join(' ')} is too much.`);
  return { portalId: requirePortalId(portal), language };
}

export function oneOf<const Word extends string>(
  words: readonly Word[],
  given: string,
  otherwise: string,
): Word {
  const found = words.find((word) => word === given);
  if (found === undefined) throw new UsageError(otherwise);
  return found;
}
