// What followed a breach, what will, and what was taken back, in English and French.
import type { Language, Words } from '#domain/wording.ts';

type Params = Readonly<Record<string, string | number>>;
type Sentences = Readonly<Record<string, (params: Params, words: Words) => string>>;

/** What followed a breach; what will follow it; what is taken back. */
const ENGLISH_DONE: Readonly<Record<string, string>> = {
  warn: 'The owner was warned',
  escalate: 'The manager was told',
  reassign: 'The lead was taken from its owner',
  return: 'The lead went back to marketing',
  suspend: 'The owner gets no further leads',
  agenda: 'Both sides were told of it as a point for their meeting',
};
const ENGLISH_TO_COME: Readonly<Record<string, string>> = {
  warn: 'The owner is warned',
  escalate: 'The manager is told',
  reassign: 'The lead goes to another rep',
  return: 'The lead goes back to marketing',
  suspend: 'The owner gets no further leads',
  agenda: 'Both sides are told of it as a point for their meeting',
};
const ENGLISH_TAKEN: Readonly<Record<string, string>> = {
  warn: 'the warning to the owner',
  escalate: 'the word to the manager',
  reassign: 'that the lead was taken from its owner',
  return: 'that the lead went back to marketing',
  suspend: 'that the owner gets no further leads',
  agenda: 'the point for the meeting',
};

const FRENCH_DONE: Readonly<Record<string, string>> = {
  warn: 'Le propriétaire a été averti',
  escalate: 'Le manager a été prévenu',
  reassign: 'Le lead a été retiré à son propriétaire',
  return: 'Le lead a été rendu au marketing',
  suspend: 'Le propriétaire ne reçoit plus de leads',
  agenda: 'Le sujet a été signalé aux deux parties pour leur réunion',
};
const FRENCH_TO_COME: Readonly<Record<string, string>> = {
  warn: 'Le propriétaire est averti',
  escalate: 'Le manager est prévenu',
  reassign: 'Le lead passe à un autre commercial',
  return: 'Le lead est rendu au marketing',
  suspend: 'Le propriétaire ne reçoit plus de leads',
  agenda: 'Le sujet est signalé aux deux parties pour leur réunion',
};
const FRENCH_TAKEN: Readonly<Record<string, string>> = {
  warn: 'l’avertissement au propriétaire',
  escalate: 'le signalement au manager',
  reassign: 'le retrait du lead à son propriétaire',
  return: 'le retour du lead au marketing',
  suspend: 'l’arrêt des leads pour le propriétaire',
  agenda: 'le point pour la réunion',
};

const ENGLISH: Sentences = {
  consequenceDone: ({ clause, do: kind, dueAt }, words) =>
    `${ENGLISH_DONE[text(kind)] ?? ''}, because this was not done by ${words.instant(text(dueAt))}: ${words.clause(text(clause))}.`,
  consequenceHeld: ({ clause, do: kind, until }, words) =>
    `${ENGLISH_TO_COME[text(kind)] ?? ''} from ${words.instant(text(until))} on, as the agreement limits how often: ${words.clause(text(clause))}.`,
  consequenceUnread: ({ clause, do: kind, until }, words) =>
    `${ENGLISH_TO_COME[text(kind)] ?? ''} from ${words.instant(text(until))} on at the earliest, as it is not certain what was done with the lead by then: ${words.clause(text(clause))}.`,
  consequenceUndone: ({ clause, do: kind }, words) =>
    `Taken back: ${ENGLISH_TAKEN[text(kind)] ?? ''} (${words.clause(text(clause))}).`,
};

const FRENCH: Sentences = {
  consequenceDone: ({ clause, do: kind, dueAt }, words) =>
    `${FRENCH_DONE[text(kind)] ?? ''}, faute de ceci pour le ${words.instant(text(dueAt))} : ${words.clause(text(clause))}.`,
  consequenceHeld: ({ clause, do: kind, until }, words) =>
    `${FRENCH_TO_COME[text(kind)] ?? ''} à partir du ${words.instant(text(until))}, car l’accord en limite la fréquence : ${words.clause(text(clause))}.`,
  consequenceUnread: ({ clause, do: kind, until }, words) =>
    `${FRENCH_TO_COME[text(kind)] ?? ''} à partir du ${words.instant(text(until))} au plus tôt, car ce qui a été fait du lead d’ici là n’est pas certain : ${words.clause(text(clause))}.`,
  consequenceUndone: ({ clause, do: kind }, words) =>
    `Annulé : ${FRENCH_TAKEN[text(kind)] ?? ''} (${words.clause(text(clause))}).`,
};

/** Lines of their own reason codes. */
export const CONSEQUENCE_SENTENCES: Readonly<Record<Language, Sentences>> = { en: ENGLISH, fr: FRENCH };

function text(value: string | number | undefined): string {
  return String(value ?? '');
}
