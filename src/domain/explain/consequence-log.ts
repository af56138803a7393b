// One line of the log of consequences, English and French: what was done to whom and when, with the promise, the numbers and
// the lead it rests on; and how it was taken back.
import type { Instant } from '#domain/agreement.ts';
import type { ConsequenceKind } from '#domain/agreement-sales.ts';
import { setFrench } from '#domain/typography.ts';
import { type Language, makeWords } from '#domain/wording.ts';

export interface LoggedConsequence {
  readonly kind: ConsequenceKind;
  readonly clause: string;
  readonly run: number;
  /** Null: the contact was erased. */
  readonly contactId: string | null;
  readonly at: Instant;
  readonly dueAt: Instant;
  readonly ownerId: string;
  /** '' when unknown. */
  readonly ownerName: string;
  readonly undoneAt: Instant | null;
  readonly touchedAt: Instant | null;
  readonly restored: boolean;
}

type Did = (owner: string) => string;

const ENGLISH: Readonly<Record<ConsequenceKind, Did>> = {
  warn: (owner) => `${owner} was warned`,
  escalate: (owner) => `The manager was told of ${owner}’s lead`,
  reassign: (owner) => `The lead was taken from ${owner}`,
  return: (owner) => `The lead of ${owner} went back to marketing`,
  suspend: (owner) => `${owner} gets no further leads`,
  agenda: (owner) => `Both sides were told of ${owner}’s lead as a point for their meeting`,
};

const FRENCH: Readonly<Record<ConsequenceKind, Did>> = {
  warn: (owner) => `Avertissement à ${owner}`,
  escalate: (owner) => `Manager prévenu du lead de ${owner}`,
  reassign: (owner) => `Lead retiré à ${owner}`,
  return: (owner) => `Lead de ${owner} rendu au marketing`,
  suspend: (owner) => `Plus de leads pour ${owner}`,
  agenda: (owner) => `Lead de ${owner} signalé aux deux parties pour leur réunion`,
};

/** Times are UTC. */
export function logLine(logged: LoggedConsequence, language: Language): string {
  return language === 'fr' ? setFrench(inFrench(logged)) : inEnglish(logged);
}

function inEnglish(logged: LoggedConsequence): string {
  const { kind, clause, run, contactId, at, dueAt, undoneAt, touchedAt, restored } = logged;
  const words = makeWords('en');
  const who = nameOf(logged, 'Owner');
  const did = `${ENGLISH[kind](who)} on ${words.instant(at)}, because this was not done by ${words.instant(dueAt)}: ${words.clause(clause)} (clause ${clause}, ${contactId === null ? 'an erased contact' : `contact ${contactId}`}, run ${run}).`;
  if (undoneAt === null) return did;
  const why =
    touchedAt === null
      ? 'by a person'
      : `as a touch of ${words.instant(touchedAt)} had become known only afterwards`;
  const end = restored ? ' The lead stands again where it stood.' : '';
  return `${did} Taken back on ${words.instant(undoneAt)}, ${why}.${end}`;
}

function inFrench(logged: LoggedConsequence): string {
  const { kind, clause, run, contactId, at, dueAt, undoneAt, touchedAt, restored } = logged;
  const words = makeWords('fr');
  const who = nameOf(logged, 'Propriétaire');
  const did = `${FRENCH[kind](who)} le ${words.instant(at)}, faute de ceci pour le ${words.instant(dueAt)} : ${words.clause(clause)} (clause ${clause}, ${contactId === null ? 'contact effacé' : `contact ${contactId}`}, délai n°\u00a0${run}).`;
  if (undoneAt === null) return did;
  const why =
    touchedAt === null
      ? 'par une personne'
      : `car un contact du ${words.instant(touchedAt)} n’a été connu qu’après`;
  const end = restored ? ' Le lead est de nouveau là où il était.' : '';
  return `${did} Annulé le ${words.instant(undoneAt)}, ${why}.${end}`;
}

/** Stands like a name at the start of a sentence and within one. */
function nameOf({ ownerName, ownerId }: LoggedConsequence, noun: string): string {
  return ownerName === '' ? `${noun} ${ownerId}` : ownerName;
}
