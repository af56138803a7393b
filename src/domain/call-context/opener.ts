// How a call may begin: from what the lead did on purpose, else from what interests it, else with an open question. Pages
// are not named to whoever looked at them, and nothing is claimed that is not known.
import type { Instant } from '#domain/agreement.ts';
import { DAY_MS, toEpochMs } from '#domain/instant.ts';
import type { Signal } from '#domain/lead.ts';
import { quote, setIn } from '#domain/typography.ts';
import type { Language } from '#domain/wording.ts';
import { shorten } from './signal-words.ts';

/** Longer ago, people no longer know what they filled in. */
const REMEMBERED_MS = 30 * DAY_MS;

export interface OpenerInput {
  /** Oldest first. */
  readonly signals: readonly Signal[];
  readonly now: Instant;
  /** Label of the theme; '' for none. */
  readonly theme: string;
  readonly language: Language;
}

type Deed = 'namedForm' | 'form' | 'booked' | 'missed' | 'emailReply' | 'call' | 'theme' | 'nothing';

const OPENERS: Readonly<Record<Language, Readonly<Record<Deed, (what: string) => string>>>> = {
  en: {
    namedForm: (form) => `You filled in our form ${form}. What would you like to solve first?`,
    form: () => 'You filled in a form on our site. What would you like to solve first?',
    booked: () => 'You booked a meeting with us. What should we make sure to cover?',
    missed: () => 'We missed each other at our meeting. When would suit you better?',
    emailReply: () => 'Thank you for your reply. Do you have a moment to talk it over?',
    call: () => 'You called us. Did you get the answer you needed?',
    theme: (theme) => `May I ask whether ${theme} is what matters to you at the moment?`,
    nothing: () => 'May I ask what you are working on at the moment, and what slows you down?',
  },
  fr: {
    namedForm: (form) => `Vous avez rempli notre formulaire ${form}. Qu’aimeriez-vous résoudre en premier ?`,
    form: () => 'Vous avez rempli un formulaire sur notre site. Qu’aimeriez-vous résoudre en premier ?',
    booked: () => 'Vous avez pris rendez-vous avec nous. Quel point devons-nous absolument aborder ?',
    missed: () => 'Nous nous sommes manqués lors de notre rendez-vous. Quel moment vous conviendrait mieux ?',
    emailReply: () => 'Merci pour votre réponse. Avez-vous un moment pour en parler ?',
    call: () => 'Vous nous avez appelés. Avez-vous obtenu la réponse qu’il vous fallait ?',
    theme: (theme) => `Puis-je vous demander si ${theme} est le sujet qui vous occupe en ce moment ?`,
    nothing: () => 'Puis-je vous demander sur quoi vous travaillez en ce moment, et ce qui vous freine ?',
  },
};

/** One sentence or two, in the language asked for, to be said aloud. */
export function suggestOpener({ signals, now, theme, language }: OpenerInput): string {
  const nowMs = toEpochMs(now);
  const recent = signals.filter(({ at }) => {
    const atMs = toEpochMs(at);
    return atMs <= nowMs && atMs > nowMs - REMEMBERED_MS;
  });
  const [deed, what] =
    recent
      .toReversed()
      .map(deedOf)
      .find((found) => found !== null) ??
    (theme === '' ? (['nothing', ''] as const) : (['theme', theme] as const));
  const said = OPENERS[language][deed](what === '' ? '' : quote(what, language));
  return setIn(said, language);
}

/** Null for what nobody should be reminded of, or need not be. */
function deedOf({ kind, detail }: Signal): readonly [Deed, string] | null {
  switch (kind) {
    case 'form':
      return detail.trim() === '' ? ['form', ''] : ['namedForm', shorten(detail)];
    case 'meeting':
      if (detail === 'held') return null;
      return [detail === 'no show' ? 'missed' : 'booked', ''];
    case 'emailReply':
    case 'call':
      return [kind, ''];
    default:
      return null;
  }
}
