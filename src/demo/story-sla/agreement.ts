// The agreement of the story: the shipped template, with promises in hours and what follows when one is broken.
import { parseDocument } from 'yaml';
import { readTemplate } from '#agreement/template.ts';
import type { Language } from '../texts.ts';
import { ILLNESS, REPS, repWith } from './cast.ts';

/** Of every touch: a call of Friday may be entered on Monday. */
const LOG_WITHIN = '72 elapsed hours';
const AWAY = { en: 'The lead is away', fr: 'Le lead est absent' } as const;

export interface StoryAgreements {
  readonly first: string;
  /** With the days on which the one who fell ill takes no leads. */
  readonly withAbsence: string;
}

export async function writeAgreements(language: Language): Promise<StoryAgreements> {
  const template = await readTemplate(language);
  return { first: write(template, language, false), withAbsence: write(template, language, true) };
}

function write(template: string, language: Language, hasAbsence: boolean): string {
  const document = parseDocument(template);
  const { email: ill } = repWith('ill');
  document.setIn(
    ['routing', 'pool'],
    REPS.map(({ email }) => (hasAbsence && email === ill ? { email, absences: [{ ...ILLNESS }] } : email)),
  );
  document.setIn(['promises', 'sales'], {
    acceptWithin: '4 working hours',
    firstTouchWithin: '4 working hours',
    feedbackWithin: '8 working hours',
    logWithin: LOG_WITHIN,
    warnAt: '75 %',
    pauses: [{ id: 'prospect-away', label: AWAY[language], atMost: '4 working days', perLead: 1 }],
    consequences: [
      { do: 'warn' },
      { after: '1 working hour', do: 'escalate', to: 'sales lead' },
      { after: '2 working hours', do: 'reassign' },
    ],
  });
  // Hugo's customers stay with who knows them until he leaves: no rule looks at companies here.
  document.setIn(['routing', 'useCompanyOwner'], false);
  document.setIn(['promises', 'marketing', 'volume'], [{ unit: 'mql', perMonth: 70 }]);
  document.setIn(['notify'], { marketing: [{ channel: 'email' }], sales: [{ channel: 'task' }] });
  return document.toString({ lineWidth: 0 });
}
