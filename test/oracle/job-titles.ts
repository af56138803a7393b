// Job titles whose meaning the oracle takes from their labels, so that it need not read titles itself.
import { readLabelledTitles } from '#test/domain/job-title/labelled-titles.ts';

const LABELS = new Map(
  readLabelledTitles('labelled-titles.tsv').map((labelled) => [labelled.title, labelled]),
);

/** Drawn by the generators; a title that is hard to read tests the reading, which is no matter of the oracle. */
export const TITLES: readonly string[] = [
  'CEO',
  'DAF',
  'VP Sales',
  'Directrice marketing',
  'Marketing Manager',
  'Assistante de direction',
  'Stagiaire marketing',
  'Développeur senior',
  'N/A',
];

export function labelOf(title: string, field: 'seniority' | 'department'): string {
  if (title === '') return '';
  const labelled = LABELS.get(title);
  if (labelled === undefined)
    throw new Error(`no label for the title "${title}": add it to test/domain/job-title/labelled-titles.tsv`);
  return labelled[field];
}
