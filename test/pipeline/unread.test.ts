// One sentence for the admin about what the account does not let us read.
import { describe, expect, it } from 'vitest';
import { listUnread, listUnreadableTimes } from '#pipeline/unread.ts';

const LEADS = { object: 'leads', needed: true, granted: true, refused: null } as const;

describe('what is not read', () => {
  it.each([[{ needed: false, granted: false }], [{}]])(
    'is nothing that nobody needs, or that HubSpot shows: %j',
    (change) => {
      expect(listUnread([{ ...LEADS, ...change }], 'en')).toEqual([]);
    },
  );

  it.each([
    ['en', { granted: false }, 'notGranted', 'HubSpot leads are not read', 'install the app again'],
    [
      'en',
      { refused: 'FORBIDDEN' },
      'refused',
      'HubSpot leads are not read',
      'granted (FORBIDDEN); it is asked again every hour',
    ],
    [
      'fr',
      { granted: false },
      'notGranted',
      'Les leads HubSpot ne sont pas lus',
      'réinstallez l’application',
    ],
    [
      'fr',
      { refused: 'WRONG_SHAPE' },
      'refused',
      'ne sont donc pas entendues\u00a0:',
      'accordé (WRONG_SHAPE)\u00a0; la',
    ],
  ] as const)('is told with what to do, in %s: %j', (...[language, change, because, what, remedy]) => {
    const [found] = listUnread([{ ...LEADS, ...change }], language);

    expect(found).toMatchObject({ object: 'leads', because, scope: 'crm.objects.leads.read' });
    expect(found?.note).toContain(what);
    expect(found?.note).toContain(remedy);
    expect(found?.note).toContain('crm.objects.leads.read');
  });
});

describe('lists', () => {
  const LISTS = { object: 'lists', needed: true, granted: true, refused: null } as const;

  it('that are not read have a scope of their own', () => {
    expect(listUnread([{ ...LISTS, granted: false, missing: ['a'] }], 'en')).toEqual([
      {
        object: 'lists',
        because: 'notGranted',
        scope: 'crm.lists.read',
        note: 'Lists are not all read, so that nobody new is known to be in one of them: the account has not granted crm.lists.read; install the app again to grant it.',
      },
    ]);
  });

  it('that the account does not have are named', () => {
    const lists = { ...LISTS, missing: ['competitors', 'partners'] };

    expect(listUnread([lists], 'en')).toMatchObject([
      {
        because: 'missing',
        note: expect.stringContaining('the account has no list of contacts “competitors” and “partners”;'),
      },
    ]);
    expect(listUnread([lists], 'fr')[0]?.note).toContain(
      'le compte n’a pas de liste de contacts «\u00a0competitors\u00a0» et «\u00a0partners\u00a0»\u00a0;',
    );
    expect(listUnread([{ ...LISTS, missing: [] }], 'en')).toEqual([]);
  });
});

describe('users', () => {
  it('that are not read leave the agreement’s hours', () => {
    const users = { object: 'users', needed: true, granted: false, refused: null } as const;

    expect(listUnread([users], 'en')[0]?.note).toBe(
      'HubSpot’s users are not read, so that reps’ working hours and absences are those that the agreement says: the account has not granted crm.objects.users.read; install the app again to grant it.',
    );
    expect(listUnread([users], 'fr')[0]?.note).toContain('ceux que dit l’accord\u00a0:');
  });

  it('whose hours cannot be read are named with the property, by id where they have no name', () => {
    const times = [
      { ownerId: '71', name: 'Nora Blanc', properties: ['hs_working_hours'] },
      { ownerId: '72', name: '', properties: ['hs_working_hours', 'hs_out_of_office_hours'] },
    ];
    const [nora, other] = listUnreadableTimes(times, 'en');

    expect(nora).toMatchObject({ ownerId: '71', properties: ['hs_working_hours'] });
    expect(nora?.note).toContain('when Nora Blanc works can be read (hs_working_hours)');
    expect(other?.note).toContain('when 72 works can be read (hs_working_hours, hs_out_of_office_hours)');
    expect(listUnreadableTimes(times, 'fr')[0]?.note).toContain('des horaires de Nora Blanc n’est pas');
  });
});
