// The labelled job titles, and how well an answer does on them.
import { readFileSync } from 'node:fs';

export interface LabelledTitle {
  readonly title: string;
  readonly seniority: string;
  readonly department: string;
}

export interface Figures {
  /** Share right among those answered. */
  readonly precision: number;
  /** Share answered among those whose label is known. */
  readonly coverage: number;
  /** `title: said … instead of …`, for people. */
  readonly mistakes: readonly string[];
}

export function readLabelledTitles(
  file: 'labelled-titles.tsv' | 'held-out-titles.tsv',
): readonly LabelledTitle[] {
  const lines = readFileSync(new URL(file, import.meta.url), 'utf8')
    .trimEnd()
    .split('\n')
    .slice(1);
  return lines.map((line) => {
    const [title = '', seniority = '', department = ''] = line.split('\t');
    return { title, seniority, department };
  });
}

export function measure(
  titles: readonly LabelledTitle[],
  field: 'seniority' | 'department',
  answer: (title: string) => string,
): Figures {
  const rows = titles.map((row) => ({ title: row.title, label: row[field], said: answer(row.title) }));
  const answered = rows.filter(({ said }) => said !== '');
  const right = answered.filter(({ said, label }) => said === label);
  const known = rows.filter(({ label }) => label !== '');
  return {
    precision: right.length / answered.length,
    coverage: known.filter(({ said }) => said !== '').length / known.length,
    mistakes: rows
      .filter(({ said, label }) => said !== label)
      .map(
        ({ title, said, label }) => `${title}: said ${said || 'nothing'} instead of ${label || 'nothing'}`,
      ),
  };
}
