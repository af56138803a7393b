// Seniority and department of job titles, against labels given before the tables were written (README.md here).
import { describe, expect, it } from 'vitest';
import { readJobTitle } from '#domain/job-title/job-title.ts';
import { recognizeWord } from '#domain/job-title/spelling.ts';
import { splitTitle } from '#domain/job-title/title-words.ts';
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

describe('the rules, one title each', () => {
  it.each([
    ['of several jobs the highest', 'CTO & co-founder', 'owner', 'engineering'],
    ['whoever serves a leader is none', 'Assistant to the director', 'employee', 'administration'],
    ['nor is his leader’s field the servant’s', 'Assistant du président', 'employee', 'administration'],
    ['but another’s is', 'Assistante de la directrice marketing', 'employee', 'marketing'],
    ['his rank is his own', 'Comptable du directeur', 'employee', 'finance'],
    ['his field is his own', 'Comptable du PDG', 'employee', 'finance'],
    ['behind an unknown word, an object is the job itself', 'Poste de comptable', 'employee', 'finance'],
    ['also as a rank', 'Position of assistant vice president', 'vp', ''],
    ['in front, an object is the job itself', 'Of counsel', 'employee', 'legal'],
    ['without a preposition it is a rank', 'Assistant director', 'manager', ''],
    ['longer groups of words before shorter ones', 'Account executive', 'employee', 'sales'],
    ['a group of words among others', 'Paris account executive', 'employee', 'sales'],
    ['a spare role alone', 'Partner', 'owner', ''],
    ['a spare role in the same job', 'Marketing executive officer', 'employee', 'marketing'],
    ['a spare role beside another job', 'Partner, accountant', 'owner', 'finance'],
    ['a deputy alone', 'Adjoint', 'manager', ''],
    ['a deputy of whom he does not name', 'Deputy, marketing', 'manager', 'marketing'],
    ['a deputy of the head', 'Deputy CEO', 'director', 'general_management'],
    ['a deputy of the owner', 'Co-gérant adjoint', 'director', 'general_management'],
    ['a deputy of a director', 'Deputy head of sales', 'director', 'sales'],
    ['a deputy of a manager', 'Responsable adjoint', 'manager', ''],
    ['a learner', 'Stagiaire marketing', 'entry', 'marketing'],
    ['a learner beside a job', 'Accountant, trainee', 'entry', 'finance'],
    ['a learner who owns the firm', 'Founder and trainee', 'owner', 'general_management'],
    ['who leads learners', 'Responsable des stagiaires', 'manager', ''],
    ['a student', 'Student', 'entry', ''],
    ['a student beside a job', 'Student manager', 'entry', ''],
    ['a student with a trade later', 'Student and software developer', 'entry', 'engineering'],
    ['a student with an expert’s trade later', 'Graduate programme staff engineer', 'entry', 'engineering'],
    ['a leader named later than students', 'Student recruitment manager', 'manager', 'hr'],
    ['who leads students', 'Manager of students', 'manager', ''],
    ['a senior employee', 'Senior accountant', 'senior', 'finance'],
    ['a senior manager', 'Senior manager', 'manager', ''],
    ['a senior of nothing', 'Senior marketing', '', 'marketing'],
    ['a junior employee', 'Junior accountant', 'entry', 'finance'],
    ['a junior manager', 'Junior manager', 'entry', ''],
    ['a junior director', 'Junior director', 'director', ''],
    ['a junior of nothing', 'Junior marketing', '', 'marketing'],
    ['of two fields the heavier', 'IT finance analyst', 'employee', 'finance'],
    ['of equal fields the first', 'Head of sales and marketing', 'director', 'sales'],
    ['nothing known', 'Wizard', '', ''],
    ['nothing at all', '', '', ''],
  ])('%s: “%s” is “%s” in “%s”', (...[, title, seniority, department]) => {
    expect(readJobTitle(title)).toEqual({ seniority, department });
  });

  it.each([
    ['Directrice du marketing et de la communication', 'directrice marketing* communication*'],
    ['Head of my sales and our marketing', 'head sales* marketing'],
    ['de la vente', 'vente'],
    ['CEO, Founder; owner (France)', 'ceo | founder | owner | france'],
    ['CEO - Founder/CFO – COO', 'ceo | founder | cfo | coo'],
    ['Vice-président', 'vice president'],
    ['R & D, V.P. et D.R.H.', 'rd | vp drh'],
    ['Directeur·rice commercial(e)', 'directeur commercial'],
    ['Chargé·e·s de mission', 'charge mission*'],
    ['Directeur(-trice) R&D', 'directeur rd'],
    ['Employé·es RH/SE', 'employe rh | se'],
    ['P-DG, œnologue', 'pdg | oenologue'],
    ['Apprentissage - vente (alternance)', 'alternant | vente | alternant'],
    ['Responsable alternance', 'responsable alternance'],
    ['Assistant RH en alternance', 'assistant rh alternant'],
    [' ,  - ', ''],
    ['x'.repeat(201), 'x'.repeat(200)],
  ])('“%s” has the words “%s” (* behind “of”)', (title, words) => {
    const parts = splitTitle(title).map((part) =>
      part.map(({ text, isObject }) => (isObject ? `${text}*` : text)).join(' '),
    );

    expect(parts.join(' | ')).toBe(words);
  });

  it.each([
    ['the word itself', 'marketing', 'marketing'],
    ['an alias', 'mktg', 'marketing'],
    ['a feminine', 'directrice', 'directeur'],
    ['a plural', 'commerciaux', 'commercial'],
    ['one letter too many', 'dirrecteur', 'directeur'],
    ['one too few', 'direteur', 'directeur'],
    ['another', 'dirxcteur', 'directeur'],
    ['two swapped', 'dirceteur', 'directeur'],
    ['a slip at the end', 'directeux', 'directeur'],
    ['a slip in a plural', 'directuers', 'directeur'],
    ['a slip in a feminine', 'dirigxante', 'dirigeant'],
    ['a slip in a feminine plural', 'employxees', 'employe'],
    ['in the shortest word for it', 'managre', 'manager'],
    ['not in a shorter one', 'managr', 'managr'],
    ['not in the first letter', 'xirecteur', 'xirecteur'],
    ['not two others', 'dirxxteur', 'dirxxteur'],
    ['not one for two', 'direxxteur', 'direxxteur'],
    ['not two for one', 'dirxteur', 'dirxteur'],
    ['not two swapped and one too few', 'dirceeur', 'dirceeur'],
    ['not two swapped and one too many', 'dircexteur', 'dircexteur'],
    ['not one moved beside another', 'dircxteur', 'dircxteur'],
    ['not two swapped across a third', 'dietcreur', 'dietcreur'],
    ['not two more', 'comptablexx', 'comptablexx'],
    ['nothing', '', ''],
  ])('%s: “%s” is read as “%s”', (...[, typed, known]) => {
    expect(recognizeWord(typed)).toBe(known);
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
