// Who may call what (R56): every route of the contract against every role, and what a rep is shown of it.
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { initialState } from '#domain/lead.ts';
import { ROUTES, type RouteName } from '#http/api/contract.ts';
import { portalRolesOf, type RoleFacts } from '#pipeline/portal-roles.ts';
import { ENGLISH_TEMPLATE, templateAgreement } from '#test/support/agreement-text.ts';
import { insertPortal, insertSignedVersion } from '#test/support/portal.ts';
import { fillPortal } from '#test/support/portal-rows.ts';
import { PORTAL, readAnswer, SECRET, signature, startWeb, type TestWeb } from '#test/support/web.ts';

/** One user for each role; HubSpot's owners make 171 and 172 reps, the document the two signatories leads. */
const USERS = {
  admin: { userId: '1', email: 'admin@our-company.example' },
  marketing: { userId: '2', email: 'marketing@portal.example' },
  sales: { userId: '3', email: 'Sales@portal.example' },
  reader: { userId: '4', email: 'reader@our-company.example' },
  teamReader: { userId: '172', email: 'zoe@our-company.example' },
  rep: { userId: '171', email: 'nora@our-company.example' },
  nobody: { userId: '5', email: 'nobody@our-company.example' },
} as const;
type User = keyof typeof USERS;

const READS = ['admin', 'marketing', 'sales', 'reader', 'teamReader'] as const;
const AUTHORS = ['admin', 'marketing', 'sales'] as const;
const OWN = [...READS, 'rep'] as const;
const ANYONE = Object.keys(USERS) as User[];

/** The permission matrix. What `ANYONE` may call looks itself who it is: signing takes a signatory, a pause the lead's owner. */
const MATRIX: Readonly<Record<RouteName, readonly User[]>> = {
  listPortals: [],
  readPortal: READS,
  switchEffect: ['admin'],
  pausePortal: ['admin'],
  resumePortal: ['admin'],
  provisionPortal: ['admin'],
  disconnectPortal: ['admin'],
  listParked: READS,
  retryParked: ['admin'],
  listWithheld: READS,
  readObserveReport: READS,
  readLead: OWN,
  listQueue: OWN,
  listSetAside: ['admin'],
  readAgreement: ANYONE,
  readCompleteness: READS,
  listDuplicates: READS,
  readVolumes: READS,
  readFeedback: READS,
  listSilent: READS,
  listOrphans: READS,
  readBackfill: READS,
  readRebuild: READS,
  pauseBackfill: ['admin'],
  resumeBackfill: ['admin'],
  readReconciliation: READS,
  startReconciliation: ['admin'],
  listAudit: ['admin'],
  readCard: OWN,
  askHandOver: ANYONE,
  askRecycle: ANYONE,
  readSettings: READS,
  setLanguage: ['admin'],
  readRoles: ['admin'],
  setRoles: ['admin'],
  readChannels: ['admin'],
  setChannel: ['admin'],
  listNotices: READS,
  listClocks: READS,
  pauseLead: ANYONE,
  resumeLead: ANYONE,
  excusePromise: ANYONE,
  listConsequences: READS,
  undoConsequence: ANYONE,
  readAgenda: READS,
  listPods: READS,
  listSourcePauses: READS,
  listHeldLeads: READS,
  liftSourcePause: ANYONE,
  readBacklog: READS,
  listReleases: READS,
  startRelease: ANYONE,
  stopRelease: ANYONE,
  eraseContact: ['admin'],
  listErasures: ['admin'],
  readErasure: ['admin'],
  readRetention: ['admin'],
  setRetention: ['admin'],
  listClauses: READS,
  listClauseLeads: READS,
  listVersions: ANYONE,
  verifyAgreements: ['admin'],
  uploadDraft: AUTHORS,
  readMapping: AUTHORS,
  changeMapping: AUTHORS,
  readVersion: ANYONE,
  diffVersions: ANYONE,
  renderVersion: ANYONE,
  previewVersion: AUTHORS,
  readPreview: ANYONE,
  proposeVersion: AUTHORS,
  signVersion: ANYONE,
  activateVersion: ANYONE,
  withdrawVersion: ANYONE,
  revertVersion: ANYONE,
};

let web: TestWeb;

beforeAll(async () => {
  web = await startWeb();
  const { db } = web.test.database;
  await insertPortal(web.test.database, PORTAL);
  await insertPortal(web.test.database, '44000009');
  const document = ENGLISH_TEMPLATE;
  const agreement = { ...templateAgreement('en'), id: 'main' };
  await insertSignedVersion(web.test.database, PORTAL, { agreement, document });
  await sql`insert into owner (portal_id, owner_id, user_id, archived, teams) values
    (${PORTAL}, '71', '171', false, '{North}'), (${PORTAL}, '72', '172', false, '{South,Desk}'), (${PORTAL}, '73', '5', true, '{Desk}')`.execute(
    db,
  );
  await sql`insert into role_grant (portal_id, subject_kind, subject, role, granted_at) values
    (${PORTAL}, 'user', '1', 'admin', now()), (${PORTAL}, 'user', '4', 'reader', now()), (${PORTAL}, 'team', 'Desk', 'reader', now()),
    ('44000009', 'user', '5', 'admin', now())`.execute(db);
  await fillPortal(db, PORTAL, '701');
  for (const [contactId, ownerId] of [
    ['801', '71'],
    ['802', '72'],
  ] as const) {
    const owner = { value: ownerId, before: '', by: 'accord', at: '' };
    const state = JSON.stringify({ ...initialState(), status: 'handedOver', owner });
    await sql`insert into lead (portal_id, lead_id, agreement_id, contact_id, state) values (${PORTAL}, ${contactId}, 'main', ${contactId}, ${state}::jsonb)`.execute(
      db,
    );
    await sql`insert into lead_alias (portal_id, contact_id, lead_id) values (${PORTAL}, ${contactId}, ${contactId})`.execute(
      db,
    );
  }
});
afterAll(() => web.close());

async function call(user: User, method: string, path: string) {
  const { userId, email } = USERS[user];
  const mark = path.includes('?') ? '&' : '?';
  const address = `${web.url}/api/v1${path}${mark}portalId=${PORTAL}&userId=${userId}&userEmail=${encodeURIComponent(email)}&appId=1`;
  const headers = signature(address, '', { secret: SECRET, method });
  return readAnswer(await fetch(address, { method, headers }));
}

const PARAMS: Readonly<Record<string, string>> = {
  portalId: PORTAL,
  contactId: '801',
  version: '1',
  effect: 'scores',
  clauseId: 'volume',
  id: '1',
  hash: '0'.repeat(64),
};

const pathOf = (name: RouteName): string =>
  ROUTES[name].path.replaceAll(/\{(\w+)\}/g, (_all, key: string) => PARAMS[key] ?? 'x');

describe('every route', () => {
  it.each(Object.keys(MATRIX) as RouteName[])('%s is for whom the matrix says', async (name) => {
    const { method } = ROUTES[name];
    // Bodies are left out: whoever may call is told what is wrong with the call, nobody else is.
    const refused = await Promise.all(
      ANYONE.map(async (user) => {
        const { status, json } = await call(user, method.toUpperCase(), pathOf(name));
        return [user, status === 403 && json.error === 'ADMIN_ONLY'] as const;
      }),
    );

    expect(refused.filter(([, isRefused]) => !isRefused).map(([user]) => user)).toEqual(
      ANYONE.filter((user) => MATRIX[name].includes(user)),
    );
  });
});

describe('a rep', () => {
  it('is shown his own lead, and of another’s no more than of one that does not exist', async () => {
    const own = await call('rep', 'GET', `/portals/${PORTAL}/leads/801`);
    const other = await call('rep', 'GET', `/portals/${PORTAL}/leads/802`);
    const none = await call('rep', 'GET', `/portals/${PORTAL}/leads/999`);

    expect(own.status).toBe(200);
    expect([other.status, other.text]).toEqual([404, none.text]);
    expect((await call('reader', 'GET', `/portals/${PORTAL}/leads/802`)).status).toBe(200);
  });

  it('is shown his own queue, whomever he asks for', async () => {
    const own = await call('rep', 'GET', `/portals/${PORTAL}/queue`);
    const other = await call('rep', 'GET', `/portals/${PORTAL}/queue?owner=72`);

    expect(own.status).toBe(200);
    expect([other.status, other.json.error]).toEqual([403, 'NOT_YOURS']);
    expect((await call('sales', 'GET', `/portals/${PORTAL}/queue?owner=72`)).status).toBe(200);
  });
});

describe('roles', () => {
  const facts: RoleFacts = {
    grants: [
      { subjectKind: 'team', subject: 'North', role: 'reader' },
      { subjectKind: 'user', subject: '9', role: 'admin' },
    ],
    ownerTeams: null,
    signatories: [
      { side: 'sales', email: 'Lea@x.example', fromDay: null, untilDay: null },
      { side: 'marketing', email: 'max@x.example', fromDay: '2026-03-02', untilDay: '2026-03-03' },
    ],
    now: '2026-03-03T23:30:00.000Z',
    timeZone: 'UTC',
  };
  const rolesOf = (changes: Partial<RoleFacts>, user = { userId: '1', email: 'a@x.example' }) =>
    portalRolesOf({ ...facts, ...changes }, user);

  it('come from a grant to the user or to a team of his, ownership, and the signatures', () => {
    expect(rolesOf({})).toEqual([]);
    expect(rolesOf({ ownerTeams: [] })).toEqual(['rep']);
    expect(rolesOf({ ownerTeams: ['South', 'North'] })).toEqual(['rep', 'reader']);
    expect(rolesOf({}, { userId: '9', email: 'lea@X.example' })).toEqual(['admin', 'sales']);
  });

  it('of a delegate last his days, on the portal’s calendar', () => {
    const max = { userId: '1', email: 'max@x.example' };
    expect(rolesOf({}, max)).toEqual(['marketing']);
    expect(rolesOf({ timeZone: 'Europe/Paris' }, max)).toEqual([]);
    expect(rolesOf({ now: '2026-03-01T23:00:00.000Z' }, max)).toEqual([]);
  });
});

it('an administrator cannot take his own role away by mistake', async () => {
  const { userId, email } = USERS.admin;
  const address = `${web.url}/api/v1/portals/${PORTAL}/roles?portalId=${PORTAL}&userId=${userId}&userEmail=${encodeURIComponent(email)}&appId=1`;
  const body = JSON.stringify({ grants: [{ subjectKind: 'user', subject: '4', role: 'admin' }] });
  const headers = {
    ...signature(address, body, { secret: SECRET, method: 'PUT' }),
    'content-type': 'application/json',
  };
  const answer = await readAnswer(await fetch(address, { method: 'PUT', headers, body }));

  expect([answer.status, answer.json.error]).toEqual([409, 'OWN_ROLE_LOST']);
  expect((await call('admin', 'GET', `/portals/${PORTAL}/roles`)).status).toBe(200);
});
