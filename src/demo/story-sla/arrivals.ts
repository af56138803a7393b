// The leads of the story: who comes when, by which form. The same seed gives the same leads.

import type { Language } from '#demo/texts.ts';
import { DAY_MS, fromEpochMs } from '#domain/instant.ts';
import { toLocal } from '#domain/zone.ts';
import { drawCompany } from '#sandbox/generator/companies.ts';
import { drawPerson, drawPhone, plainLetters } from '#sandbox/generator/people.ts';
import { createRandom, type Random } from '#sandbox/random.ts';
import { FIRST_DAY, instantOf, LAST_ARRIVALS } from './cast.ts';

export interface Arrival {
  readonly atMs: number;
  readonly email: string;
  readonly form: string;
  readonly properties: Readonly<Record<string, string>>;
}

/** Leads on a day, Monday first: fewer at the weekend, when nobody is there. */
const PER_DAY = [4, 4, 4, 4, 3, 1, 0];
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
const SOURCES = ['ORGANIC_SEARCH', 'PAID_SEARCH', 'REFERRALS', 'DIRECT_TRAFFIC', 'SOCIAL_MEDIA'] as const;

export function drawArrivals(seed: number, language: Language, timeZone: string): readonly Arrival[] {
  const random = createRandom(seed, 'story');
  const days = [...eachDay(FIRST_DAY, LAST_ARRIVALS)];
  const instants = days.flatMap((day) =>
    Array.from({ length: PER_DAY[weekdayOf(day)] ?? 0 }, () => drawInstant(random, timeZone, day)),
  );
  // The first morning is for agreeing.
  return instants
    .sort((a, b) => a - b)
    .map((atMs, serial) => drawArrival(random, language, { atMs, serial }));
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
  { atMs, serial }: { readonly atMs: number; readonly serial: number },
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
      hs_analytics_source: random.pick(SOURCES),
    },
  };
}
