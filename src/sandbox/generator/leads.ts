// One believable lead: who it is, where it works, where it came from, how warm it is. No portal, no time.
import type { Random } from '#sandbox/random.ts';
import type { Company } from './companies.ts';
import { drawPerson, drawPhone, type Person, plainLetters } from './people.ts';

export interface Lead {
  readonly email: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly source: string;
  /** 0 cold to 1 hot: how much it visits, clicks and converts. */
  readonly warmth: number;
}

const SOURCES: readonly (readonly [string, number])[] = [
  ['ORGANIC_SEARCH', 26],
  ['DIRECT_TRAFFIC', 18],
  ['PAID_SEARCH', 13],
  ['REFERRALS', 9],
  ['EMAIL_MARKETING', 9],
  ['SOCIAL_MEDIA', 8],
  ['PAID_SOCIAL', 7],
  ['OFFLINE', 6],
  ['AI_REFERRALS', 4],
];
const BANDS: readonly (readonly [number, string])[] = [
  [5, '1-5'],
  [25, '5-25'],
  [50, '25-50'],
  [100, '50-100'],
  [500, '100-500'],
  [1_000, '500-1000'],
];
/** Filled in by decision makers more than by students. */
const WARMTH_BY_SENIORITY: Readonly<Record<string, number>> = {
  owner: 0.6,
  executive: 0.6,
  vp: 0.65,
  director: 0.6,
  manager: 0.55,
  senior: 0.45,
  employee: 0.35,
  entry: 0.15,
};

export function drawLead(random: Random, company: Company | null, serial: number): Lead {
  const language = company?.place.language ?? (random.chance(0.65) ? 'fr' : 'en');
  const person = drawPerson(random, language);
  const source = random.weighted(SOURCES);
  const warmth = Math.min(
    1,
    Math.max(0, (WARMTH_BY_SENIORITY[person.seniority] ?? 0.4) + random.between(-0.3, 0.3)),
  );
  const email = buildEmail(person, company, serial);
  const known = company === null ? {} : describeCompany(random, company);
  return {
    email,
    source,
    warmth,
    properties: { email, ...describePerson(random, person, language), ...known },
  };
}

function buildEmail(person: Person, company: Company | null, serial: number): string {
  const mailbox = `${plainLetters(person.firstName)}.${plainLetters(person.lastName)}`;
  return company === null
    ? `${mailbox}.${serial}@freemail.example`
    : `${mailbox}.${serial}@${company.domain}`;
}

/** Forms are filled in with gaps, as in life. */
function describePerson(random: Random, person: Person, language: string): Record<string, string> {
  return {
    firstname: person.firstName,
    lastname: person.lastName,
    hs_language: language,
    ...(random.chance(0.82)
      ? { jobtitle: person.title, hs_role: person.role, hs_seniority: person.seniority }
      : {}),
  };
}

function describeCompany(random: Random, company: Company): Record<string, string> {
  const band = BANDS.find(([limit]) => company.employees <= limit)?.[1] ?? '1000+';
  return {
    company: company.name,
    ...(random.chance(0.9)
      ? { country: company.place.country, hs_country_region_code: company.place.code }
      : {}),
    ...(random.chance(0.7) ? { city: company.city } : {}),
    ...(random.chance(0.6) ? { phone: drawPhone(random, company.place) } : {}),
    ...(random.chance(0.75) ? { numemployees: band } : {}),
    ...(random.chance(0.5) ? { industry: company.industry } : {}),
  };
}
