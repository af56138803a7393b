// The agreement of the story: the shipped template, with promises in hours and what follows when one is broken.
import { adaptTemplate } from '#agreement/template.ts';
import type { Language } from '#demo/texts.ts';
import { AD, ILLNESS, REPS, repWith } from './cast.ts';

/** Of every touch: a call of Friday may be entered on Monday. */
const LOG_WITHIN = '72 elapsed hours';
/** Judged soon, for three weeks to show what follows; the last of March has been answered by then. */
const QUALITY = { from: 'mql', to: 'accepted', rate: '50 %', floor: '40 %', matureAfter: '1 day' } as const;
const AWAY = { en: 'The lead is away', fr: 'Le lead est absent' } as const;

export interface StoryAgreements {
  readonly first: string;
  /** With the days on which the one who fell ill takes no leads. */
  readonly withAbsence: string;
}

export async function writeAgreements(language: Language): Promise<StoryAgreements> {
  return { first: await write(language, false), withAbsence: await write(language, true) };
}

function write(language: Language, hasAbsence: boolean): Promise<string> {
  const { email: ill } = repWith('ill');
  const pool = REPS.map(({ email }) =>
    hasAbsence && email === ill ? { email, absences: [{ ...ILLNESS }] } : email,
  );
  return adaptTemplate(language, [
    { path: ['routing', 'pool'], value: pool },
    // Each lead is its own: who has what must come from turns and promises alone.
    { path: ['routing', 'useCompanyOwner'], value: false },
    { path: ['routing', 'rules'], value: [{ id: 'ad', sources: [AD.source], to: [repWith('ads').email] }] },
    { path: ['promises', 'sales'], value: salesPromises(language) },
    { path: ['promises', 'marketing', 'volume'], value: [{ unit: 'mql', perMonth: 70 }] },
    { path: ['promises', 'marketing', 'quality'], value: QUALITY },
    { path: ['promises', 'marketing', 'consequences'], value: [{ do: 'agenda' }, { do: 'suspend' }] },
    { path: ['notify'], value: { marketing: [{ channel: 'email' }], sales: [{ channel: 'task' }] } },
  ]);
}

function salesPromises(language: Language): unknown {
  return {
    acceptWithin: '4 working hours',
    firstTouchWithin: '4 working hours',
    feedbackWithin: {
      within: '8 working hours',
      consequences: [
        { do: 'agenda' },
        { after: '1 working hour', do: 'suspend' },
        { after: '2 working hours', do: 'return' },
      ],
    },
    logWithin: LOG_WITHIN,
    warnAt: '75 %',
    pauses: [{ id: 'prospect-away', label: AWAY[language], atMost: '4 working days', perLead: 1 }],
    consequences: [
      { do: 'warn' },
      { after: '1 working hour', do: 'escalate', to: 'sales lead' },
      { after: '2 working hours', do: 'reassign' },
    ],
  };
}
