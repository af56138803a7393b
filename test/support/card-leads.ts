// Leads that the record card shows: one handed over and due, one not yet there.
import { sql } from 'kysely';
import { fromEpochMs } from '#domain/instant.ts';
import type { Language } from '#domain/wording.ts';
import { templateAgreement } from './agreement-text.ts';
import { contextAt, factsWith, signal } from './builders.ts';
import { insertJudgedLead } from './judged-lead.ts';
import { installInBrowser, PORTAL, startWeb, type TestWeb } from './web.ts';

const PERSON = {
  email: 'claire@nordfil.example',
  firstname: 'Claire',
  lastname: 'Moreau',
  company: 'Nordfil',
  jobtitle: 'Marketing director',
  country: 'France',
  hubspot_owner_id: '71',
};

const ago = (hours: number): string => fromEpochMs(Date.now() - hours * 3_600_000);

/** Owner 71 is the HubSpot user 171. */
export async function insertOwner({ test }: Pick<TestWeb, 'test'>, portalId: string): Promise<void> {
  await sql`
    insert into owner (portal_id, owner_id, user_id, archived) values (${portalId}, '71', '171', false)`.execute(
    test.database.db,
  );
}

export async function insertCardLead(
  { test }: Pick<TestWeb, 'test'>,
  lead: {
    readonly portalId: string;
    readonly contactId: string;
    readonly kind: 'handedOver' | 'cold';
    readonly live?: boolean;
    readonly language?: Language;
  },
): Promise<void> {
  const { portalId, contactId, kind, live = true, language = 'en' } = lead;
  const context = contextAt(ago(40), {
    baselineAt: ago(100),
    pool: { activeOwners: ['71'], companyOwner: '' },
    ownerShownAt: ago(40),
  });
  const facts =
    kind === 'cold'
      ? factsWith({ contact: { ...PERSON, jobtitle: '' } })
      : factsWith({
          contact: PERSON,
          signals: [signal('form', ago(41), 'Request a demo'), signal('meeting', ago(41))],
        });
  const agreement = { ...templateAgreement(language), id: 'main' };
  await insertJudgedLead(test.database, { portalId, contactId, agreement, facts, context, live });
}

export const OTHER_PORTAL = '55001234';
export const HANDED_OVER = '9001';
export const COLD = '9002';
/** Handed over, in the other portal. */
export const ELSEWHERE = '9003';

/** Two installed portals: the one with a lead of each kind, the other with one that nobody of the first may see. */
export async function startCardWeb(): Promise<TestWeb> {
  const web = await startWeb({
    sandbox: {
      portals: [
        { portalId: Number(PORTAL), timeZone: 'Europe/Paris' },
        { portalId: Number(OTHER_PORTAL), timeZone: 'UTC' },
      ],
    },
  });
  await installInBrowser(web);
  await installInBrowser(web, { portalId: OTHER_PORTAL });
  await insertOwner(web, PORTAL);
  await insertCardLead(web, { portalId: PORTAL, contactId: HANDED_OVER, kind: 'handedOver' });
  await insertCardLead(web, { portalId: PORTAL, contactId: COLD, kind: 'cold' });
  await insertCardLead(web, { portalId: OTHER_PORTAL, contactId: ELSEWHERE, kind: 'handedOver' });
  return web;
}
