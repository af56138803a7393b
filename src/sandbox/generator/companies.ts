// Believable companies: a name, an industry with its usual sizes, a place, a domain in .example or .test.
import { INDUSTRIES } from '#sandbox/catalog/company-properties.ts';
import type { Random } from '#sandbox/random.ts';
import { PLACES, type Place, plainLetters } from './people.ts';

export interface Company {
  readonly name: string;
  readonly domain: string;
  readonly industry: string;
  readonly employees: number;
  readonly revenue: number;
  readonly place: Place;
  readonly city: string;
}

const STEMS = [
  'Alti',
  'Boréa',
  'Cadence',
  'Delta',
  'Équinoxe',
  'Ferro',
  'Galéo',
  'Helio',
  'Ivoire',
  'Juno',
  'Kéops',
  'Lumen',
  'Mistral',
  'Nova',
  'Orion',
  'Pollux',
  'Quartz',
  'Rivage',
  'Solis',
  'Tessera',
  'Umbra',
  'Vento',
  'Wick',
  'Xylo',
  'Ypres',
  'Zéphyr',
  'Ashdown',
  'Brook',
  'Carver',
  'Dunmore',
  'Ellis',
  'Fenwick',
  'Harrow',
  'Kestrel',
  'Lark',
  'Marlow',
  'Northgate',
  'Oakley',
  'Pembroke',
  'Redwood',
];
const SECONDS: Readonly<Record<'fr' | 'en', readonly string[]>> = {
  fr: [
    'Conseil',
    'Industries',
    'Logistique',
    'Santé',
    'Systèmes',
    'Énergie',
    'Distribution',
    'Digital',
    'Ingénierie',
    'Assurances',
    'Formation',
    'Habitat',
  ],
  en: [
    'Consulting',
    'Industries',
    'Logistics',
    'Health',
    'Systems',
    'Energy',
    'Retail',
    'Digital',
    'Engineering',
    'Insurance',
    'Learning',
    'Homes',
  ],
};
/** Headcount bands and how common they are among prospects. */
const SIZES: readonly (readonly [readonly [number, number], number])[] = [
  [[2, 10], 18],
  [[11, 50], 30],
  [[51, 200], 26],
  [[201, 1_000], 16],
  [[1_001, 5_000], 7],
  [[5_001, 40_000], 3],
];

export function drawCompany(random: Random, serial: number): Company {
  const place = random.weighted(PLACES);
  const name = `${random.pick(STEMS)}${random.chance(0.3) ? plainLetters(random.pick(STEMS)) : ''} ${random.pick(SECONDS[place.language])}`;
  const [low, high] = random.weighted(SIZES);
  const employees = Math.round(random.between(low, high));
  return {
    name,
    domain: `${plainLetters(name)}-${serial}.${random.chance(0.8) ? 'example' : 'test'}`,
    industry: random.pick(INDUSTRIES),
    employees,
    revenue: Math.round(employees * random.between(60_000, 240_000)),
    place,
    city: random.pick(place.cities),
  };
}

export function companyProperties(company: Company, ownerId: string | null): Record<string, string> {
  return {
    name: company.name,
    domain: company.domain,
    industry: company.industry,
    numberofemployees: String(company.employees),
    annualrevenue: String(company.revenue),
    country: company.place.country,
    hs_country_code: company.place.code,
    city: company.city,
    ...(ownerId === null ? {} : { hubspot_owner_id: ownerId }),
  };
}
