// Which overlay a lead or an owner's team is under, and what each of its changes changes.
import { describe, expect, it } from 'vitest';
import type { Agreement, Overlay, OverlayChanges } from '#domain/agreement.ts';
import { agreementForLead, agreementForOwner, teamsThatMatter, viewUnderOverlay } from '#domain/overlays.ts';
import {
  agreementWith,
  clausesWith,
  contactIs,
  contextAt,
  engagementRule,
  factsWith,
  NINE_TO_FIVE,
  scoreAtLeast,
  signal,
  T0,
  when,
} from '#test/support/builders.ts';

const inFrance = when(contactIs('country', 'FR'));
const french = factsWith({ contact: { country: 'FR' } });
const german = factsWith({ contact: { country: 'DE' } });

function overlay(id: string, changes: OverlayChanges, more: Partial<Overlay> = {}): Overlay {
  return { id, label: id, when: null, teams: [], changes, ...more };
}
function under(...overlays: Overlay[]): Agreement {
  return agreementWith({ overlays });
}

describe('the lead’s overlay', () => {
  const FR = overlay('fr', { language: 'fr' }, { when: inFrance });
  const REST = overlay('rest', { language: 'fr' });

  it.each<[string, Agreement, typeof french, 'en' | 'fr']>([
    ['is the first whose filter matches', under(FR, overlay('rest', { language: 'en' })), french, 'fr'],
    ['is one for all where none before it matches', under(FR, REST), german, 'fr'],
    ['is none where none matches', under(FR), german, 'en'],
    ['is none of a team', under(overlay('team', { language: 'fr' }, { teams: ['Paris'] })), french, 'en'],
  ])('%s', (...[, agreement, facts, language]) => {
    expect(agreementForLead(agreement, facts).language).toBe(language);
  });

  it('looks at no signal', () => {
    const seen = overlay(
      'seen',
      { language: 'fr' },
      { when: when({ kind: 'signals', signal: 'form', operator: 'GTE', count: 1, withinDays: 9 }) },
    );

    expect(agreementForLead(under(seen), factsWith({ signals: [signal('form', T0)] })).language).toBe('en');
  });

  it('is what the lead is looked at by: its days are those of its own calendar', () => {
    const calendar = { timeZone: 'Asia/Tokyo', week: { 1: NINE_TO_FIVE }, daysOff: [] };
    const tokyo = under(overlay('tokyo', { calendar }, { when: inFrance }));

    expect(viewUnderOverlay(tokyo, french).view.timeZone).toBe('Asia/Tokyo');
    expect(viewUnderOverlay(tokyo, german).view.timeZone).toBe('Europe/Paris');
  });

  it('is put on once for all leads under it, and the agreement stays itself without', () => {
    const agreement = under(FR);

    expect(agreementForLead(agreement, french)).toBe(
      agreementForLead(agreement, { ...french, contactId: '102' }),
    );
    expect(agreementForLead(agreement, german)).toBe(agreement);
  });

  const calendar = { timeZone: 'Europe/Berlin', week: { 1: NINE_TO_FIVE }, daysOff: [] };
  const entry = when(scoreAtLeast(70));
  const plain = agreementWith({
    score: {
      engagement: { cap: 90_000, groups: [], rules: [engagementRule('form', 40), engagementRule('open', 5)] },
    },
  });
  const { stages, score, data, sales } = plain;

  it.each<[string, OverlayChanges, Partial<Agreement>]>([
    ['nothing', {}, {}],
    ['the language', { language: 'fr' }, { language: 'fr' }],
    ['the calendar', { calendar }, { calendar }],
    [
      'a time of sales',
      { sales: { accept: { unit: 'workingHours', amount: 2 } } },
      {
        sales: {
          ...sales,
          clauses: clausesWith({ accept: { within: { unit: 'workingHours', amount: 2 } } }),
        },
      },
    ],
    ['who enters MQL', { mqlEntry: entry }, { stages: { ...stages, mqlEntry: entry } }],
    ['who leaves it', { mqlExit: entry }, { stages: { ...stages, mqlExit: entry } }],
    ['that nobody leaves it', { mqlExit: null }, { stages: { ...stages, mqlExit: null } }],
    [
      'what MQL asks for',
      { mandatoryForMql: ['phone'] },
      {
        data: {
          ...data,
          mandatory: { ...data.mandatory, mql: { ...data.mandatory.mql, fields: ['phone'] } },
        },
      },
    ],
    [
      'points, of rules that it names alone',
      { points: { big: 1_000, open: 0 } },
      {
        score: {
          ...score,
          fit: { ...score.fit, rules: score.fit.rules.map((rule) => ({ ...rule, points: 1_000 })) },
          engagement: {
            ...score.engagement,
            rules: score.engagement.rules.map((rule) => (rule.id === 'open' ? { ...rule, points: 0 } : rule)),
          },
        },
      },
    ],
  ])('changes %s and nothing else', (_, changes, expected) => {
    const agreement = { ...plain, overlays: [overlay('x', changes)] };

    expect(agreementForLead(agreement, german)).toEqual({ ...agreement, ...expected });
  });
});

describe('the team’s overlay', () => {
  const agreement = under(
    overlay('all', { language: 'en' }),
    overlay('berlin', { language: 'fr' }, { teams: ['Ghent', ' Berlin '] }),
  );
  const pool = (teams?: Record<string, readonly string[]>) =>
    contextAt(T0, { pool: teams === undefined ? {} : { teams } }).pool;

  it.each<[string, Record<string, readonly string[]> | undefined, 'en' | 'fr']>([
    ['is that of a team of the owner, however its name is written', { 7: ['Paris', 'BERLIN'] }, 'fr'],
    ['is none for another team', { 7: ['Paris'] }, 'en'],
    ['is none for another owner’s team', { 8: ['Berlin'] }, 'en'],
    ['is none where no team is known', undefined, 'en'],
  ])('%s', (_, teams, language) => {
    expect(agreementForOwner(agreement, pool(teams), '7').language).toBe(language);
  });

  it('needs the teams that some overlay names, of the owners that are in one', () => {
    const owners = [
      { id: '7', teams: ['Paris', 'berlin'] },
      { id: '8', teams: ['Paris'] },
      { id: '9', teams: [] },
    ];

    expect(teamsThatMatter(agreement, owners)).toEqual({ 7: ['berlin'] });
    expect(teamsThatMatter(under(overlay('all', {})), owners)).toBeUndefined();
  });
});
