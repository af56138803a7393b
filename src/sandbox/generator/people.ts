// Names, job titles and places in French and English. Only word lists and draws; no portal.
import type { Random } from '#sandbox/random.ts';

export type Language = 'fr' | 'en';

const FIRST_NAMES: Readonly<Record<Language, readonly string[]>> = {
  fr: [
    'Camille',
    'Léa',
    'Manon',
    'Chloé',
    'Inès',
    'Sarah',
    'Juliette',
    'Margaux',
    'Élodie',
    'Aurélie',
    'Céline',
    'Nathalie',
    'Sandrine',
    'Valérie',
    'Hugo',
    'Lucas',
    'Théo',
    'Nathan',
    'Maxime',
    'Antoine',
    'Julien',
    'Nicolas',
    'Sébastien',
    'Frédéric',
    'Olivier',
    'Mehdi',
    'Karim',
    'Jean-Baptiste',
    'François',
    'Gaël',
  ],
  en: [
    'Emma',
    'Olivia',
    'Charlotte',
    'Amelia',
    'Sophie',
    'Grace',
    'Hannah',
    'Lauren',
    'Rachel',
    'Claire',
    'Priya',
    'Aisha',
    'Megan',
    'Siobhan',
    'Oliver',
    'James',
    'William',
    'Thomas',
    'Daniel',
    'Michael',
    'Andrew',
    'Ryan',
    'Liam',
    'Patrick',
    'Raj',
    'Marcus',
    'Ethan',
    'Noah',
    'Gareth',
    'Callum',
  ],
};

const LAST_NAMES: Readonly<Record<Language, readonly string[]>> = {
  fr: [
    'Martin',
    'Bernard',
    'Dubois',
    'Thomas',
    'Robert',
    'Petit',
    'Durand',
    'Leroy',
    'Moreau',
    'Simon',
    'Laurent',
    'Lefèvre',
    'Michel',
    'Garcia',
    'Roux',
    'Fournier',
    'Girard',
    'Bonnet',
    'Lambert',
    'Rousseau',
    'Mercier',
    'Faure',
    'Chevalier',
    'Gauthier',
    'Benali',
    'Nguyen',
    'Le Goff',
    'd’Almeida',
    'Peltier',
    'Marchand',
  ],
  en: [
    'Smith',
    'Jones',
    'Taylor',
    'Brown',
    'Williams',
    'Wilson',
    'Johnson',
    'Davies',
    'Patel',
    'Wright',
    'Walker',
    'Evans',
    'Roberts',
    'Thompson',
    'Hughes',
    'Edwards',
    'Green',
    'Clarke',
    'Murphy',
    'O’Brien',
    'Kelly',
    'Campbell',
    'Khan',
    'Singh',
    'Anderson',
    'Miller',
    'Davis',
    'Moore',
    'Bennett',
    'Fletcher',
  ],
};

/** Title, function, seniority as HubSpot's enrichment names it, weight. */
type Job = readonly [title: string, role: string, seniority: string, weight: number];

const JOBS: Readonly<Record<Language, readonly Job[]>> = {
  fr: [
    ['Directrice générale', 'operations', 'executive', 4],
    ['Président', 'operations', 'owner', 3],
    ['Directeur commercial', 'sales', 'director', 6],
    ['Directrice marketing', 'marketing', 'director', 7],
    ['Responsable marketing', 'marketing', 'manager', 10],
    ['Chargée de communication', 'marketing', 'employee', 6],
    ['Responsable des ventes', 'sales', 'manager', 7],
    ['DSI', 'information_technology', 'executive', 5],
    ['Chef de projet informatique', 'information_technology', 'manager', 8],
    ['Responsable administratif et financier', 'finance', 'manager', 6],
    ['Directeur financier', 'finance', 'executive', 4],
    ['Responsable RH', 'human_resources', 'manager', 5],
    ['Ingénieure logiciel', 'engineering', 'employee', 6],
    ['Acheteur', 'operations', 'employee', 5],
    ['Alternante marketing digital', 'marketing', 'entry', 4],
    ['Étudiant', 'marketing', 'entry', 5],
  ],
  en: [
    ['Chief Executive Officer', 'operations', 'executive', 4],
    ['Founder', 'operations', 'owner', 4],
    ['VP Sales', 'sales', 'vp', 5],
    ['VP Marketing', 'marketing', 'vp', 5],
    ['Head of Growth', 'marketing', 'director', 6],
    ['Marketing Manager', 'marketing', 'manager', 10],
    ['Demand Generation Specialist', 'marketing', 'employee', 6],
    ['Sales Operations Manager', 'sales', 'manager', 7],
    ['IT Director', 'information_technology', 'director', 6],
    ['Systems Administrator', 'information_technology', 'employee', 5],
    ['Finance Director', 'finance', 'director', 4],
    ['HR Business Partner', 'human_resources', 'senior', 4],
    ['Procurement Officer', 'operations', 'employee', 5],
    ['Software Engineer', 'engineering', 'employee', 7],
    ['Marketing Intern', 'marketing', 'entry', 4],
    ['Student', 'marketing', 'entry', 4],
  ],
};

export interface Place {
  readonly country: string;
  readonly code: string;
  readonly language: Language;
  readonly prefix: string;
  readonly cities: readonly string[];
}

export const PLACES: readonly (readonly [Place, number])[] = [
  [
    {
      country: 'France',
      code: 'FR',
      language: 'fr',
      prefix: '+33 1',
      cities: [
        'Paris',
        'Lyon',
        'Lille',
        'Nantes',
        'Bordeaux',
        'Toulouse',
        'Rennes',
        'Strasbourg',
        'Montpellier',
        'Grenoble',
      ],
    },
    48,
  ],
  [
    {
      country: 'Belgium',
      code: 'BE',
      language: 'fr',
      prefix: '+32 2',
      cities: ['Bruxelles', 'Liège', 'Namur', 'Charleroi'],
    },
    8,
  ],
  [
    {
      country: 'Switzerland',
      code: 'CH',
      language: 'fr',
      prefix: '+41 22',
      cities: ['Genève', 'Lausanne', 'Neuchâtel', 'Fribourg'],
    },
    6,
  ],
  [
    {
      country: 'Canada',
      code: 'CA',
      language: 'fr',
      prefix: '+1 514',
      cities: ['Montréal', 'Québec', 'Gatineau', 'Sherbrooke'],
    },
    5,
  ],
  [
    {
      country: 'United Kingdom',
      code: 'GB',
      language: 'en',
      prefix: '+44 20',
      cities: ['London', 'Manchester', 'Leeds', 'Bristol', 'Edinburgh', 'Birmingham'],
    },
    16,
  ],
  [
    {
      country: 'United States',
      code: 'US',
      language: 'en',
      prefix: '+1 617',
      cities: ['Boston', 'New York', 'Austin', 'Denver', 'Chicago', 'Seattle'],
    },
    12,
  ],
  [
    {
      country: 'Ireland',
      code: 'IE',
      language: 'en',
      prefix: '+353 1',
      cities: ['Dublin', 'Cork', 'Galway'],
    },
    5,
  ],
];

export interface Person {
  readonly firstName: string;
  readonly lastName: string;
  readonly title: string;
  readonly role: string;
  readonly seniority: string;
}

export function drawPerson(random: Random, language: Language): Person {
  const [title, role, seniority] = random.weighted(JOBS[language].map((job) => [job, job[3]] as const));
  return {
    firstName: random.pick(FIRST_NAMES[language]),
    lastName: random.pick(LAST_NAMES[language]),
    title,
    role,
    seniority,
  };
}

export function drawPhone(random: Random, place: Place): string {
  return `${place.prefix} ${10 + random.int(90)} ${10 + random.int(90)} ${10 + random.int(90)} ${10 + random.int(90)}`;
}

/** Letters a mailbox or a domain can have. */
export function plainLetters(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
}
