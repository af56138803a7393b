// The leads of the story: who comes when, by which form. The same seed gives the same leads.

import type { Language } from '#demo/texts.ts';
import { DAY_MS, fromEpochMs } from '#domain/instant.ts';
import { toLocal } from '#domain/zone.ts';
import { drawCompany } from '#sandbox/generator/companies.ts';
import { drawPerson, drawPhone, plainLetters } from '#sandbox/generator/people.ts';
import { createRandom, type Random } from '#sandbox/random.ts';
import { AD, FIRST_DAY, instantOf, LAST_ARRIVALS } from './cast.ts';

export interface Arrival {
  readonly atMs: number;
  readonly email: string;
  readonly form: string;
  readonly properties: Readonly<Record<string, string>>;
}

const OPENS_AT = 8.5;
const HOURS = 9;
const TITLES = {
  en: [
    'Marketing Director',
    'Chief Financial Officer',
    'Head of Sales',
    'Managing Director',
    'Sales Manager',
  ],
  fr: [
    'Directrice marketing',
    'Directeur financier',
    'Directrice commerciale',
    'Directeur général',
    'Responsable commercial',
  ],
} as const;
const COUNTRIES = { en: 'United Kingdom', fr: 'France' } as const;
const FORMS = {
  en: ['Demo request', 'Pricing request'],
  fr: ['Demande de démo', 'Demande de tarif'],
} as const;

/** What brings leads. Each has dice of its own: what one brings is the same without the other. */
interface Stream {
  readonly dice: string;
  readonly from: string;
  /** Leads on a day, Monday first. */
  readonly perDay: readonly number[];
  readonly sources: readonly string[];
  /** Companies' domains are numbered. */
  readonly firstSerial: number;
}

const STREAMS: readonly Stream[] = [
  {
    dice: 'story',
    from: FIRST_DAY,
    // Fewer at the weekend, when nobody is there.
    perDay: [4, 4, 4, 4, 3, 1, 0],
    sources: ['ORGANIC_SEARCH', 'PAID_SEARCH', 'REFERRALS', 'DIRECT_TRAFFIC', 'SOCIAL_MEDIA'],
    firstSerial: 0,
  },
  {
    // Before AD.mended as many as it misses.
    dice: 'story ad',
    from: AD.from,
    perDay: [2, 1, 1, 2, 1, 0, 0],
    sources: [AD.source],
    firstSerial: 1_000,
  },
];

export function drawArrivals(seed: number, language: Language, timeZone: string): readonly Arrival[] {
  return STREAMS.flatMap((stream) => {
    const { dice, from, perDay, sources, firstSerial } = stream;
    const random = createRandom(seed, dice);
    const instants = [...eachDay(from, LAST_ARRIVALS)].flatMap((day) =>
      Array.from({ length: perDay[weekdayOf(day)] ?? 0 }, () => drawInstant(random, timeZone, day)),
    );
    return instants
      .sort((a, b) => a - b)
      .map((atMs, index) => drawArrival(random, language, { atMs, serial: firstSerial + index, sources }));
  }).sort((a, b) => a.atMs - b.atMs);
}

/** Local days, both ends included. */
export function* eachDay(from: string, until: string): Generator<string> {
  for (let ms = Date.parse(from); ms <= Date.parse(until); ms += DAY_MS) yield fromEpochMs(ms).slice(0, 10);
}

export function dayOf(timeZone: string, atMs: number): string {
  return fromEpochMs(toLocal(timeZone, atMs)).slice(0, 10);
}

/** 0 is Monday. */
export function weekdayOf(day: string): number {
  return (new Date(day).getUTCDay() + 6) % 7;
}

/** On a minute of its own, between opening and evening. */
function drawInstant(random: Random, timeZone: string, day: string): number {
  const minutes = Math.round(OPENS_AT * 60) + random.int(HOURS * 60);
  const time = `${Math.floor(minutes / 60)}:${minutes % 60}`;
  return instantOf(timeZone, day, time);
}

function drawArrival(
  random: Random,
  language: Language,
  { atMs, serial, sources }: Pick<Arrival, 'atMs'> & Pick<Stream, 'sources'> & { readonly serial: number },
): Arrival {
  const person = drawPerson(random, language);
  const company = drawCompany(random, serial);
  const email = `${plainLetters(person.firstName)}.${plainLetters(person.lastName)}@${company.domain}`;
  return {
    atMs,
    email,
    form: random.pick(FORMS[language]),
    properties: {
      firstname: person.firstName,
      lastname: person.lastName,
      company: company.name,
      jobtitle: random.pick(TITLES[language]),
      country: COUNTRIES[language],
      numemployees: '100-500',
      phone: drawPhone(random, company.place),
      hs_analytics_source: random.pick(sources),
    },
  };
}
