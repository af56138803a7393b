// What seniorities and departments are called in sentences. English takes the value's own words.
import type { Department, Seniority } from './taxonomy.ts';

const FRENCH: Readonly<Record<Seniority | Department, string>> = {
  owner: 'propriétaire',
  executive: 'dirigeant',
  vp: 'vice-président',
  director: 'directeur',
  manager: 'responsable',
  senior: 'confirmé',
  employee: 'employé',
  entry: 'débutant',
  general_management: 'direction générale',
  sales: 'ventes',
  marketing: 'marketing',
  finance: 'finance',
  it: 'informatique',
  hr: 'ressources humaines',
  operations: 'opérations',
  legal: 'juridique',
  product: 'produit',
  engineering: 'ingénierie',
  procurement: 'achats',
  customer_service: 'service client',
  administration: 'administration',
  design: 'création',
  research: 'recherche',
  healthcare: 'santé',
  education: 'enseignement',
};
const ENGLISH: Readonly<Record<string, string>> = {
  entry: 'entry level',
  vp: 'vice president',
  it: 'IT',
  hr: 'HR',
};

/** The value itself when it is none of the taxonomy. */
export function nameJobValue(value: string, language: 'en' | 'fr'): string {
  const key = value.toLowerCase();
  if (language === 'en') return ENGLISH[key] ?? key.replaceAll('_', ' ');
  // The lookup may miss: any text may be asked about.
  return FRENCH[key as Seniority] ?? value;
}
