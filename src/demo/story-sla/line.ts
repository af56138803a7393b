// A line of the story's log, and how it names leads and promises.

import type { Language } from '#demo/texts.ts';
import type { Agreement, Instant } from '#domain/agreement.ts';
import type { ClauseKind } from '#domain/agreement-sales.ts';
import type { ToldDecision } from '#store/story.ts';
import { type Word, word } from './words.ts';

export interface Line {
  readonly at: Instant;
  readonly text: string;
  /** Kept in time, by this owner: told in one line a day. */
  readonly keptBy?: string;
}

export interface Telling {
  readonly language: Language;
  readonly agreement: Agreement;
  /** Of a HubSpot owner. */
  readonly nameOf: (ownerId: string) => string;
  /** First name of who manages sales. */
  readonly manager: string;
  readonly formatDue: (at: Instant) => string;
}

const STEPS: Readonly<Record<ClauseKind, Word>> = { accept: 'accept', touch: 'touch', feedback: 'feedback' };

/** What a promise of sales asks for, by its id. */
export function nameStep(
  { agreement, language }: Pick<Telling, 'agreement' | 'language'>,
  clause: string,
): string {
  const kind = agreement.sales.clauses.find(({ id }) => id === clause)?.kind;
  return kind === undefined ? clause : word(language, STEPS[kind]);
}

export function nameLead({ name, company, contactId }: ToldDecision): string {
  const who = name === '' ? contactId : name;
  return company === '' ? who : `${who} (${company})`;
}
