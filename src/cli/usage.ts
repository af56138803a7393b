// A command called in a way it does not understand: told with its usage, exit code 2.

export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** A HubSpot account's id, as it stands in HubSpot's addresses. */
export function requirePortalId(text: string | undefined): string {
  if (text === undefined) throw new UsageError('The HubSpot account id is missing.');
  if (!/^\d{1,20}$/.test(text)) throw new UsageError(`${text} is no HubSpot account id; it is a number.`);
  return text;
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
