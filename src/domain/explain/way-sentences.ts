// What it would take, in sentences: “Demo request” would give 35 points: 72 points in all (60 needed).
import type { Agreement, SignalKind } from '#domain/agreement.ts';
import { pointWord } from '#domain/amounts.ts';
import { capitalize, join, quote, setFrench } from '#domain/typography.ts';
import { type Language, makeWords, type Words } from '#domain/wording.ts';
import type { Ceiling } from './ceiling.ts';
import { type Change, waitOf } from './changes.ts';
import { type NeededPoints, neededPoints } from './score-line.ts';
import type { Outlook, Way } from './what-would-it-take.ts';

/** One sentence per way, or one that says what no lead and no team can change; none for a lead that is with sales. */
export function tellWays(agreement: Agreement, outlook: Outlook, language: Language): readonly string[] {
  const words = makeWords(language, agreement);
  const texts = TEXTS[language];
  const told = tell(outlook, { words, texts, needed: neededPoints(agreement) });
  const sentences = told.map(capitalize);
  return language === 'fr' ? sentences.map(setFrench) : sentences;
}

interface Voice {
  readonly words: Words;
  readonly texts: Texts;
  readonly needed: NeededPoints | null;
}

function tell(outlook: Outlook, voice: Voice): readonly string[] {
  switch (outlook.kind) {
    case 'withSales':
      return [];
    case 'ways':
      return outlook.ways.map((way) => tellWay(way, voice));
    default:
      return [tellNone(outlook, voice)];
  }
}

function tellWay(way: Way, voice: Voice): string {
  const { words, texts } = voice;
  const wait = waitOf(way.changes);
  const from = wait === '' ? null : words.instant(wait);
  const deeds = countAlike(way.changes.filter(({ kind }) => kind !== 'wait')).map(([change, times]) =>
    tellChange(change, times, voice),
  );
  const score = tellScore(way, voice);
  if (deeds.length === 0) return from === null ? texts.nothing(score) : texts.waited(from, score);
  const done = join(deeds, words.language, 'and');
  if (from !== null) return texts.withWait(from, done, score);
  const gain = gainOf(way, voice);
  return gain === null ? texts.with(done, score) : texts.gives(done, gain, score);
}

/** '' where the line is no plain number of points. */
function tellScore({ after }: Way, { words, texts, needed }: Voice): string {
  if (needed === null) return '';
  const points = after[needed.part];
  const reached = `${words.points(points)} ${pointWord(points, words.language)}`;
  return texts.reached(reached, words.points(needed.milliPoints));
}

/** Where signals alone do it: how much they add. */
function gainOf({ changes, before, after }: Way, { words, needed }: Voice): string | null {
  if (needed === null || changes.some(({ kind }) => kind !== 'signal')) return null;
  const gain = after[needed.part] - before[needed.part];
  return gain > 0 ? `${words.points(gain)} ${pointWord(gain, words.language)}` : null;
}

function tellChange(change: Change, times: number, { words, texts }: Voice): string {
  switch (change.kind) {
    case 'signal': {
      const name =
        change.rule === null ? texts.signals[change.signal] : quote(words.rule(change.rule), words.language);
      return times === 1 ? name : texts.times(name, times);
    }
    case 'field':
      return texts.filled(words.field(change.property));
    case 'property':
      return texts.changed[change.property] ?? `${words.field(change.property)} = ${change.value}`;
    default:
      return '';
  }
}

function tellNone({ blockers, upTo, ceiling }: Extract<Outlook, { kind: 'none' }>, voice: Voice): string {
  const { words, texts } = voice;
  const fixed = blockers.filter(({ kind }) => kind !== 'entry');
  if (fixed.length === 0) return ceiling === null ? texts.tooFar(upTo) : tellCeiling(ceiling, voice);
  const named = fixed.map((blocker) => {
    switch (blocker.kind) {
      case 'gate':
        return texts.gate(words.gate(blocker.id));
      case 'disqualified':
        return texts.disqualified(words.disqualification(blocker.id));
      case 'never':
        return texts.never;
      case 'stage':
        return texts.stage(words.stage(blocker.value));
      case 'sourcePause':
        return texts.sourcePause(quote(blocker.source, words.language));
      default:
        return blocker.kind === 'gone' ? texts.gone : texts.scope;
    }
  });
  return texts.fixed(named);
}

function tellCeiling({ part, fit, cap, most, needed }: Ceiling, { words, texts }: Voice): string {
  const told = (points: number): string => `${words.points(points)} ${pointWord(points, words.language)}`;
  if (part === 'fit') return texts.fitOnly(told(fit), words.points(needed));
  return texts.capped({
    cap: told(cap),
    fit: words.points(fit),
    most: told(most),
    needed: words.points(needed),
  });
}

/** The same change made several times is told once. */
function countAlike(changes: readonly Change[]): readonly (readonly [Change, number])[] {
  const counts = new Map<string, [Change, number]>();
  for (const change of changes) {
    const key = JSON.stringify(change);
    const known = counts.get(key);
    if (known === undefined) counts.set(key, [change, 1]);
    else known[1] += 1;
  }
  return [...counts.values()];
}

interface Texts {
  readonly times: (name: string, times: number) => string;
  readonly signals: Readonly<Record<SignalKind, string>>;
  readonly filled: (field: string) => string;
  /** By changeable property. */
  readonly changed: Readonly<Record<string, string>>;
  readonly waited: (until: string, score: string) => string;
  readonly withWait: (until: string, deeds: string, score: string) => string;
  readonly reached: (points: string, needed: string) => string;
  readonly gives: (deeds: string, gain: string, score: string) => string;
  readonly with: (deeds: string, score: string) => string;
  readonly nothing: (score: string) => string;
  readonly tooFar: (changes: number) => string;
  readonly capped: (points: Readonly<Record<'cap' | 'fit' | 'most' | 'needed', string>>) => string;
  readonly fitOnly: (fit: string, needed: string) => string;
  readonly fixed: (named: readonly string[]) => string;
  readonly gate: (label: string) => string;
  readonly disqualified: (label: string) => string;
  readonly never: string;
  readonly stage: (stage: string) => string;
  readonly sourcePause: (source: string) => string;
  readonly scope: string;
  readonly gone: string;
}

const TEXTS: Readonly<Record<Language, Texts>> = {
  en: {
    times: (name, times) => `${name} ${times} times`,
    signals: {
      form: 'a form filled in',
      pageView: 'a page seen',
      emailOpen: 'an e-mail opened',
      emailClick: 'a click in an e-mail',
      emailReply: 'a reply to an e-mail',
      meeting: 'a meeting booked',
      call: 'a call',
      touch: 'a contact by sales',
    },
    filled: (field) => `the field ${field} filled in`,
    changed: { hs_email_optout: 'the person subscribed to e-mail again' },
    waited: (until, score) => `From ${until} on: handed over${told(score)}.`,
    withWait: (until, deeds, score) => `From ${until} on, with ${deeds}: handed over${told(score)}.`,
    reached: (points, needed) => `${points} in all (${needed} needed)`,
    gives: (deeds, gain, score) => `${deeds} would give ${gain}: ${score}.`,
    with: (deeds, score) => `With ${deeds}: handed over${told(score)}.`,
    nothing: (score) => `Nothing more: the lead is due${told(score)}.`,
    tooFar: (changes) => `Too far for now: not even ${changes} changes would be enough.`,
    capped: ({ cap, fit, most, needed }) =>
      `Out of reach: the agreement caps engagement at ${cap}, so with ${fit} of fit at best the lead gets ${most} at most (${needed} needed).`,
    fitOnly: (fit, needed) =>
      `Out of reach: only fit counts for the line, whatever the lead does, and it is ${fit} at best (${needed} needed).`,
    fixed: (named) => `Nothing that a lead can change: ${named.join('; ')}.`,
    gate: (label) => `held back as “${label}”`,
    disqualified: (label) => `disqualified as “${label}”`,
    never: 'it does not come back, as the agreement says',
    stage: (stage) => `the stage is ${stage}`,
    sourcePause: (source) => `hand-overs from ${source} are paused`,
    scope: 'not in the scope of the agreement',
    gone: 'the contact is no longer in HubSpot',
  },
  fr: {
    times: (name, times) => `${name} ${times} fois`,
    signals: {
      form: 'un formulaire rempli',
      pageView: 'une page vue',
      emailOpen: 'un e-mail ouvert',
      emailClick: 'un clic dans un e-mail',
      emailReply: 'une réponse à un e-mail',
      meeting: 'un rendez-vous pris',
      call: 'un appel',
      touch: 'un contact par les ventes',
    },
    filled: (field) => `le champ « ${field} » rempli`,
    changed: { hs_email_optout: 'la personne réabonnée aux e-mails' },
    waited: (until, score) => `À partir du ${until} : transmis${told(score)}.`,
    withWait: (until, deeds, score) => `À partir du ${until}, avec ${deeds} : transmis${told(score)}.`,
    reached: (points, needed) => `${points} en tout (${needed} demandés)`,
    gives: (deeds, gain, score) => `${deeds} : ${gain} de plus, soit ${score}.`,
    with: (deeds, score) => `Avec ${deeds} : transmis${told(score)}.`,
    nothing: (score) => `Plus rien : le lead est à transmettre${told(score)}.`,
    tooFar: (changes) => `Trop loin pour l’instant : même ${changes} changements n’y suffiraient pas.`,
    capped: ({ cap, fit, most, needed }) =>
      `Hors d’atteinte : l’accord plafonne l’engagement à ${cap} ; avec un profil à ${fit} au mieux, le lead aura au plus ${most} (${needed} demandés).`,
    fitOnly: (fit, needed) =>
      `Hors d’atteinte : seul le profil compte pour le seuil, quoi que fasse le lead, et il est de ${fit} au mieux (${needed} demandés).`,
    fixed: (named) => `Rien qu’un lead puisse changer : ${named.join(' ; ')}.`,
    gate: (label) => `retenu au titre de « ${label} »`,
    disqualified: (label) => `écarté au titre de « ${label} »`,
    never: 'il ne revient plus, selon l’accord',
    stage: (stage) => `le stade est ${stage}`,
    sourcePause: (source) => `les transmissions de la source ${source} sont suspendues`,
    scope: 'hors du champ de l’accord',
    gone: 'le contact n’est plus dans HubSpot',
  },
};

function told(score: string): string {
  return score === '' ? '' : `, ${score}`;
}
