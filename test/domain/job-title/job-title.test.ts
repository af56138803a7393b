// Seniority and department of job titles, against labels given before the tables were written (README.md here).
import { describe, expect, it } from 'vitest';
import { readJobTitle } from '#domain/job-title/job-title.ts';
import { type Figures, measure, readLabelledTitles } from './labelled-titles.ts';

const LABELLED = readLabelledTitles('labelled-titles.tsv');
const HELD_OUT = readLabelledTitles('held-out-titles.tsv');
const FIELDS = ['seniority', 'department'] as const;

/** The confusion, so that a failure says what was read wrongly. */
function report({ precision, coverage, mistakes }: Figures): string {
  return [`precision ${precision.toFixed(3)}, coverage ${coverage.toFixed(3)}`, ...mistakes].join('\n');
}

describe('the labelled titles', () => {
  it('are at least 300, in both languages, and 60 were held back', () => {
    expect(LABELLED.length).toBeGreaterThanOrEqual(300);
    expect(HELD_OUT.length).toBeGreaterThanOrEqual(60);
    const titles = [...LABELLED, ...HELD_OUT].map(({ title }) => title);
    const french = titles.filter((title) => isFrench(title));

    expect(french.length / titles.length).toBeGreaterThan(0.4);
    expect(french.length / titles.length).toBeLessThan(0.6);
    expect(new Set(titles).size).toBe(titles.length);
  });

  it.each(FIELDS)('are read for their %s with precision ≥ 0.97 and coverage ≥ 0.85', (field) => {
    const figures = measure(LABELLED, field, (title) => readJobTitle(title)[field]);

    const isGood = figures.precision >= 0.97 && figures.coverage >= 0.85;
    expect(isGood ? '' : report(figures)).toBe('');
  });

  it.each(FIELDS)('that were held back are read for their %s nearly as well', (field) => {
    const { precision, coverage } = measure(HELD_OUT, field, (title) => readJobTitle(title)[field]);

    // Without the mistakes: whoever reads them tunes on them.
    expect(precision).toBeGreaterThanOrEqual(0.9);
    expect(coverage).toBeGreaterThanOrEqual(0.85);
  });
});

describe('a title that is nobody’s job, or not the one that it names', () => {
  it.each([
    'Ex-directeur',
    'Ex-directrice commerciale',
    'Former Marketing Director',
    'Ancien directeur général',
    'Retired CEO',
    'CEO (retired)',
    'Consultant, ex-directeur financier',
    'CEO, ex-Google',
    'Directeur retraite et prévoyance',
    'Head hunter',
    'Bras droit du dirigeant',
    'Right hand of the CEO',
  ])('%s is read as it is labelled', (title) => {
    const { seniority, department } = LABELLED.find((each) => each.title === title) ?? {};

    expect(readJobTitle(title)).toEqual({ seniority, department });
  });
});

/** By words that only one of the languages has; titles alike in both count as English. */
function isFrench(title: string): boolean {
  return /[éèêôîç·’]|\b(de|du|des|et|en|chef|charg|dir\b|resp\b|d[a-z]?g|daf|dsi|drh|rrh|rssi|raf|g[eé]rant|assist(ant)?e|commerciale?|acheteu|comptable|juriste|avocate|stagiaire|alternan|apprenti|technico|directe|directr|directuer|responsable|reponsable|mme|m\.$|autre|aucun|dircom|fondat|ingénieur|formateur|vendeuse|graphiste|chercheur|enseignant|dirigeant|associ|auto-|traffic|etudiant|cdp|attach|manager commercial|cadre|aide)/i.test(
    title,
  );
}
