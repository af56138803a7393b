// One sentence for the admin about what the account does not let us read.
import { describe, expect, it } from 'vitest';
import { listUnread } from '#pipeline/unread.ts';

const LEADS = { object: 'leads', needed: true, granted: true, refused: false } as const;

describe('what is not read', () => {
  it.each([[{ needed: false, granted: false }], [{}]])(
    'is nothing that nobody needs, or that HubSpot shows: %j',
    (change) => {
      expect(listUnread([{ ...LEADS, ...change }], 'en')).toEqual([]);
    },
  );

  it.each([
    ['en', { granted: false }, 'notGranted', 'HubSpot leads are not read', 'install the app again'],
    ['en', { refused: true }, 'refused', 'HubSpot leads are not read', 'asked again every hour'],
    [
      'fr',
      { granted: false },
      'notGranted',
      'Les leads HubSpot ne sont pas lus',
      'réinstallez l’application',
    ],
    ['fr', { refused: true }, 'refused', 'ne sont donc pas entendues\u00a0:', 'toutes les heures'],
  ] as const)('is told with what to do, in %s: %j', (...[language, change, because, what, remedy]) => {
    const [found] = listUnread([{ ...LEADS, ...change }], language);

    expect(found).toMatchObject({ object: 'leads', because, scope: 'crm.objects.leads.read' });
    expect(found?.note).toContain(what);
    expect(found?.note).toContain(remedy);
    expect(found?.note).toContain('crm.objects.leads.read');
  });
});
