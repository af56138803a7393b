// What seniorities and departments are called where a lead's page or the contract names them.
import { expect, it } from 'vitest';
import { nameJobValue } from '#domain/job-title/taxonomy-labels.ts';

it.each([
  ['vp', 'vice president', 'vice-président'],
  ['customer_service', 'customer service', 'service client'],
  ['general_management', 'general management', 'direction générale'],
  ['Head_Of_Nothing', 'head of nothing', 'Head_Of_Nothing'],
])('%s is called “%s” and “%s”', (value, english, french) => {
  expect([nameJobValue(value, 'en'), nameJobValue(value, 'fr')]).toEqual([english, french]);
});
