// What a job title is read into. Spelled as HubSpot spells them where HubSpot has the value.

/** From the top down; '' stands for unknown. */
export const SENIORITIES = [
  'owner',
  'executive',
  'vp',
  'director',
  'manager',
  'senior',
  'employee',
  'entry',
] as const;
export type Seniority = (typeof SENIORITIES)[number];

export const DEPARTMENTS = [
  'general_management',
  'sales',
  'marketing',
  'finance',
  'it',
  'hr',
  'operations',
  'legal',
  'product',
  'engineering',
  'procurement',
  'customer_service',
  'administration',
  'design',
  'research',
  'healthcare',
  'education',
] as const;
export type Department = (typeof DEPARTMENTS)[number];

export interface JobTitle {
  readonly seniority: Seniority | '';
  readonly department: Department | '';
}
