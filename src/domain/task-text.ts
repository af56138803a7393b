// Subject and body of the one task a rep has for a lead: what to do, by when, and what to know before the call (R19).
// HubSpot shows the body as HTML, so every value from outside is escaped. Nothing of it depends on when it is read: the
// body alone never causes an update of the task (5a.12).
import type { Agreement, Instant } from './agreement.ts';
import { SIDES } from './agreement-data.ts';
import { suggestOpener } from './call-context/opener.ts';
import { shorten, signalWords } from './call-context/signal-words.ts';
import { type Trace, traceSignals } from './call-context/trace.ts';
import type { Decision, TaskClause, WantedTask } from './decision.ts';
import { sentence } from './explain/decision-sentences.ts';
import { ending } from './explain/reason-sentences.ts';
import { scoreLine } from './explain/score-line.ts';
import { toEpochMs } from './instant.ts';
import type { LeadFacts } from './lead.ts';
import { outputIn } from './outputs.ts';
import { SIDE_NAMES } from './owes.ts';
import { nextStepOf } from './promise-words.ts';
import { latestStrong } from './strong-signals.ts';
import { quote, setIn } from './typography.ts';
import { type Language, makeWords, type Words } from './wording.ts';

export interface TaskTextInput {
  readonly agreement: Agreement;
  readonly decision: Decision;
  readonly task: WantedTask;
  readonly language: Language;
  readonly facts: Pick<LeadFacts, 'signals'>;
  /** Of the decision. */
  readonly now: Instant;
  readonly lead: { readonly name?: string; readonly company?: string };
}

/** HubSpot cuts long subjects in its lists. */
const MAX_NAME = 80;
const MAX_FRESH = 50;
/** Of what the lead did, told with its date; as many again are named. */
const MAX_TRACES = 5;
const MAX_MISSING = 10;
/** Notes of a persona are written for the contract, and may be long. */
const MAX_NOTE = 300;

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
    fresh: 'New',
    why: 'Why now',
    did: 'What the lead did last',
    also: 'Before that',
    missing: 'Still missing',
    by: 'by',
    interest: 'Interested in',
    persona: 'Persona',
    opener: 'To open the call',
    again: 'Handed over before',
    times: 'times',
    lead: 'a lead',
    colon: ':',
  },
  fr: {
    due: 'Échéance',
    fresh: 'Nouveau',
    why: 'Pourquoi maintenant',
    did: 'Ce que le lead a fait en dernier',
    also: 'Auparavant',
    missing: 'Ce qui manque encore',
    by: 'avant le',
    interest: 'S’intéresse à',
    persona: 'Persona',
    opener: 'Pour ouvrir l’appel',
    again: 'Déjà transmis',
    times: 'fois',
    lead: 'un lead',
    colon: '\u00a0:',
  },
} as const;

interface Voice extends TaskTextInput {
  readonly words: Words;
  readonly labels: (typeof LABELS)[Language];
  /** What the lead did, newest first. */
  readonly traces: readonly Trace[];
}

export function taskText(input: TaskTextInput): { readonly subject: string; readonly bodyHtml: string } {
  const { agreement, decision, task, language, facts, now } = input;
  const labels = LABELS[language];
  const words = makeWords(language, agreement);
  const voice = { ...input, words, labels, traces: traceSignals(facts.signals, now, language) };
  const instruction = INSTRUCTIONS[language][task.clause];
  const fresh = freshSignal(voice);
  const paragraphs = [
    `<p>${html(setIn(instruction, language))}</p>`,
    fresh === null ? '' : told(voice, labels.fresh, dated(fresh, voice)),
    told(voice, labels.due, `${words.instant(task.dueAt)} (${agreement.calendar.timeZone})`),
    told(voice, labels.why, scoreLine(decision.verdict, words)),
    list(task.context.map((reason) => sentence(reason, language, agreement))),
    ...whatTheLeadDid(voice),
    ...whatIsMissing(voice),
    ...whomToTalkTo(voice),
    ...howToBegin(voice),
    history(voice),
  ];
  const step = shorten(task.label ?? nextStepOf(task, language), MAX_NAME);
  const name = `${step}${labels.colon} ${leadName(input)}`;
  return {
    subject:
      fresh === null ? name : `${labels.fresh}${labels.colon} ${shorten(fresh.words, MAX_FRESH)} · ${name}`,
    bodyHtml: paragraphs.filter((paragraph) => paragraph !== '').join('\n'),
  };
}

/** Of what the owner was told since sales' last step; null also where it has been taken back since. */
function freshSignal({ agreement, task, facts, language }: Voice): Pick<Trace, 'words' | 'at'> | null {
  if (task.noticedAt === undefined) return null;
  const strong = latestStrong(agreement, facts.signals, toEpochMs(task.noticedAt));
  return strong === null ? null : { words: signalWords(strong, language), at: strong.at };
}

function whatTheLeadDid(voice: Voice): readonly string[] {
  const { traces, labels } = voice;
  const last = traces.slice(0, MAX_TRACES);
  if (last.length === 0) return [];
  const before = traces.slice(MAX_TRACES, 2 * MAX_TRACES).map((trace) => counted(trace, voice));
  return [
    `<p><strong>${html(labels.did)}${labels.colon}</strong></p>`,
    list(last.map((trace) => dated({ ...trace, words: counted(trace, voice) }, voice))),
    before.length === 0 ? '' : told(voice, labels.also, before.join(', ')),
  ];
}

function counted({ words, times }: Trace, { labels }: Voice): string {
  return times === 1 ? words : `${words} (${times} ${labels.times})`;
}

function dated({ words: what, at }: Pick<Trace, 'words' | 'at'>, { words }: Voice): string {
  return `${what}, ${words.instant(at)}`;
}

/** `Marketing: country · Sales: phone number (by …)` */
function whatIsMissing(voice: Voice): readonly string[] {
  const { decision, words, labels, language } = voice;
  const missing = decision.reasons.filter(({ code }) => code === 'missingField').slice(0, MAX_MISSING);
  const owed = SIDES.flatMap((side) => {
    const fields = missing
      .filter(({ params }) => params['owedBy'] === side)
      .map(({ params: { name, dueAt } }) => {
        const due = dueAt === undefined ? '' : ` (${labels.by} ${words.instant(String(dueAt))})`;
        return `${words.field(String(name))}${due}`;
      });
    return fields.length === 0 ? [] : [`${SIDE_NAMES[language][side]}${labels.colon} ${fields.join(', ')}`];
  });
  return owed.length === 0 ? [] : [told(voice, labels.missing, owed.join(' · '))];
}

function whomToTalkTo(voice: Voice): readonly string[] {
  const { agreement, decision, words, labels, language } = voice;
  const { persona: id } = decision.verdict;
  if (id === null) return [];
  const notes = agreement.personas.find((persona) => persona.id === id)?.notes ?? {};
  const said = SIDES.map((side) => {
    const note = shorten(notes[side] ?? '', MAX_NOTE);
    return note === '' ? '' : setIn(`${SIDE_NAMES[language][side]}${labels.colon} ${note}`, language);
  });
  return [told(voice, labels.persona, words.persona(id)), list(said)];
}

function howToBegin(voice: Voice): readonly string[] {
  const { agreement, decision, task, facts, now, language, labels } = voice;
  const id = outputIn(decision, 'theme');
  const theme = agreement.nurture.themes.find((each) => each.id === id)?.label ?? '';
  // Whoever has said no is not called again for the reason.
  const opener =
    task.clause === 'feedback' ? '' : suggestOpener({ signals: facts.signals, now, theme, language });
  return [
    theme === '' ? '' : told(voice, labels.interest, theme),
    opener === '' ? '' : told(voice, labels.opener, quote(opener, language)),
  ];
}

/** A lead that comes back: how its cycle before this one ended, where that is known. */
function history(voice: Voice): string {
  const { decision, words, labels, language } = voice;
  const { cycle, lastEnd } = decision.state;
  if (cycle < 2) return '';
  const before = cycle - 1;
  const often = language === 'fr' ? `${before} fois` : before === 1 ? 'once' : `${before} times`;
  if (lastEnd === undefined) return told(voice, labels.again, `${often}.`);
  const how = shorten(ending(lastEnd.reason, language, words), MAX_NOTE);
  const at = words.instant(lastEnd.at);
  const end =
    language === 'fr' ? `Fin du dernier passage le ${at} : ${how}` : `The last time ended on ${at}: ${how}`;
  return told(voice, labels.again, `${often}. ${end}.`);
}

function told({ labels, language }: Voice, label: string, text: string): string {
  return `<p><strong>${html(label)}${labels.colon}</strong> ${html(setIn(text, language))}</p>`;
}

/** The subject is plain text: one line, no markup to escape. */
function leadName({ lead, language }: TaskTextInput): string {
  const name = shorten(lead.name ?? '', MAX_NAME);
  const company = shorten(lead.company ?? '', MAX_NAME);
  if (name === '') return company === '' ? LABELS[language].lead : company;
  return company === '' ? name : `${name} (${company})`;
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
