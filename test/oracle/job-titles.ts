// Job titles whose meaning the oracle takes from their labels, so that it need not read titles itself.
import { readLabelledTitles } from '#test/domain/job-title/labelled-titles.ts';

/** Plain ones: a title that is hard to read tests the reading, which is no matter of the oracle. */
const DRAWN = [
  'CEO',
  'DAF',
  'VP Sales',
  'Directrice marketing et communication',
  'Marketing Manager',
  'Assistante de direction',
  'Stagiaire marketing',
  'Développeur senior',
  'N/A',
];

export const LABELLED_TITLES = readLabelledTitles('labelled-titles.tsv').filter(({ title }) =>
  DRAWN.includes(title),
);

export const TITLES: readonly string[] = LABELLED_TITLES.map(({ title }) => title);
