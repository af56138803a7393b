// The plain form in which names are compared: no accents, no case, words parted by one space.

/** Letters and digits of ASCII, single spaces between them. */
const PLAIN = /^[A-Za-z0-9]+(?: [A-Za-z0-9]+)*$/;

/** `  Société-Générale ` → `societe generale`. '' when there is no letter and no digit. Idempotent. */
export function foldText(text: string): string {
  // Most values are plain already, and need none of the costly steps.
  if (PLAIN.test(text)) return text.toLowerCase();
  return text
    .normalize('NFKD')
    .replaceAll(/\p{Mn}/gu, '')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{Nd}]+/gu, ' ')
    .trim();
}

/** A job title as conditions compare it: one space between words, lower case. What it means is job-title's matter. */
export function normalizeJobTitle(text: string): string {
  return text.replaceAll(/\s+/gu, ' ').trim().toLowerCase();
}
