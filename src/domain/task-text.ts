// Subject and body of the one task a rep has for a lead: what to do, by when, and why now. HubSpot shows the body as
// HTML, so every value from outside is escaped.
import type { Agreement, Instant } from './agreement.ts';
import type { Decision, TaskClause, WantedTask } from './decision.ts';
import { sentence } from './explain/decision-sentences.ts';
import { scoreLine } from './explain/score-line.ts';
import { NEXT_STEPS } from './promise-words.ts';
import { setFrench } from './typography.ts';
import { type Language, makeWords } from './wording.ts';

export interface TaskTextInput {
  readonly agreement: Agreement;
  readonly decision: Decision;
  readonly task: WantedTask;
  readonly language: Language;
  readonly lead: { readonly name?: string; readonly company?: string };
}

/** HubSpot cuts long subjects in its lists. */
const MAX_NAME = 80;

const INSTRUCTIONS: Readonly<Record<Language, Readonly<Record<TaskClause, string>>>> = {
  en: {
    accept:
      'Look at the lead, then set “Accord: your answer” to accept or reject. A reject needs its reason.',
    firstTouch: 'Call, write or meet, and log it on the contact: what is not logged does not count.',
    feedback: 'Fill in “Accord: reject reason”, so that marketing can learn from it.',
  },
  fr: {
    accept:
      'Regardez le lead, puis mettez « Accord : votre réponse » à accepter ou refuser. Un refus demande son motif.',
    firstTouch:
      'Appelez, écrivez ou rencontrez, et saisissez-le sur le contact : ce qui n’est pas saisi ne compte pas.',
    feedback: 'Remplissez « Accord : motif du refus », pour que le marketing en tire parti.',
  },
};

const LABELS = {
  en: {
    due: 'Due',
    why: 'Why now',
    persona: 'Persona',
    again: 'This lead has been handed over before.',
    lead: 'a lead',
    colon: ':',
  },
  fr: {
    due: 'Échéance',
    why: 'Pourquoi maintenant',
    persona: 'Persona',
    again: 'Ce lead a déjà été transmis.',
    lead: 'un lead',
    colon: '\u00a0:',
  },
} as const;

export function taskText(input: TaskTextInput): { readonly subject: string; readonly bodyHtml: string } {
  const { agreement, decision, task, language } = input;
  const labels = LABELS[language];
  const instruction = INSTRUCTIONS[language][task.clause];
  const words = makeWords(language, agreement);
  const { verdict, state } = decision;
  const paragraphs = [
    `<p>${html(language === 'fr' ? setFrench(instruction) : instruction)}</p>`,
    `<p><strong>${labels.due}${labels.colon}</strong> ${html(dueText(task.dueAt, input))}</p>`,
    `<p><strong>${labels.why}${labels.colon}</strong> ${html(scoreLine(verdict, words))}</p>`,
    list(task.context.map((reason) => sentence(reason, language, agreement))),
    verdict.persona === null
      ? ''
      : `<p><strong>${labels.persona}${labels.colon}</strong> ${html(words.persona(verdict.persona))}</p>`,
    state.cycle > 1 ? `<p>${html(labels.again)}</p>` : '',
  ];
  return {
    subject: `${oneLine(task.label ?? NEXT_STEPS[language][task.clause])}${labels.colon} ${leadName(input)}`,
    bodyHtml: paragraphs.filter((paragraph) => paragraph !== '').join('\n'),
  };
}

function dueText(dueAt: Instant, { agreement, language }: TaskTextInput): string {
  return `${makeWords(language, agreement).instant(dueAt)} (${agreement.calendar.timeZone})`;
}

/** The subject is plain text: one line, no markup to escape. */
function leadName({ lead, language }: TaskTextInput): string {
  const name = oneLine(lead.name ?? '');
  const company = oneLine(lead.company ?? '');
  if (name === '') return company === '' ? LABELS[language].lead : company;
  return company === '' ? name : `${name} (${company})`;
}

function oneLine(text: string): string {
  const line = text.replaceAll(/[\p{Cc}\s]+/gu, ' ').trim();
  // Cut by code points, so that no half of a surrogate pair stays.
  const letters = Array.from(line);
  return letters.length > MAX_NAME ? `${letters.slice(0, MAX_NAME - 1).join('')}…` : line;
}

function list(items: readonly string[]): string {
  const filled = items.filter((item) => item !== '');
  return filled.length === 0 ? '' : `<ul>${filled.map((item) => `<li>${html(item)}</li>`).join('')}</ul>`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function html(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}
