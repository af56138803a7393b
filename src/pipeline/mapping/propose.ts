// What a value of an account probably means, by its words in English or French: a proposal for a person to look at, never a
// rule. What says nothing is proposed as nothing.
import type { Option } from './portal-options.ts';

/** As the document writes it: `accept`, `working`, `reject`, `reject: <id of a reason>`; '' for nothing. */
export type AnswerText = string;

interface Reason {
  readonly id: string;
  readonly label: string;
}

const REJECTS =
  /unqualif|disqualif|reject|refus|lost|perdu|\bbad\b|mauvais|junk|spam|non.qualif|not.a.good|no.budget|no.response|hors.cible|écart/u;
const ACCEPTS = /accept|qualif|deal|opportunit|transaction/u;
const WORKS = /progress|en cours|attempt|tentative|contact|connect|working|joint/u;

export function proposeAnswer(option: Option, reasons: readonly Reason[]): AnswerText {
  const text = wordsOf(option);
  if (REJECTS.test(text)) {
    const reason = proposeReason(option, reasons);
    return reason === '' ? 'reject' : `reject: ${reason}`;
  }
  // An open deal is a yes, whatever else the words are.
  if (ACCEPTS.test(text)) return 'accept';
  return WORKS.test(text) ? 'working' : '';
}

/** The same matter in HubSpot's words and in those of the two teams. */
const MATTERS = [
  /timing|moment|later|plus tard|project|projet/u,
  /budget|price|prix/u,
  /respon|réponse|reach|joign/u,
  /compet|concurren/u,
  /data|duplicate|donnée|doublon/u,
  /good.fit|target|cible|qualif/u,
];

/** Id of one of ours; '' for none. */
export function proposeReason(option: Option, reasons: readonly Reason[]): string {
  const text = wordsOf(option);
  const matter = MATTERS.find((words) => words.test(text));
  const found = reasons.find(({ id, label }) => matter?.test(`${id} ${label}`.toLowerCase()) === true);
  return found?.id ?? '';
}

function wordsOf({ value, label }: Option): string {
  return `${value} ${label}`.toLowerCase().replaceAll('_', ' ');
}
