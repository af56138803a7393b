// `agreement check FILE --portal PORTAL` against the sandbox portal over HTTP.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { agreementCheckPortal } from '#cli/agreement-check.ts';
import type { PortalAccess } from '#cli/agreement-portal.ts';
import { callOf, createMemoryTokens, PORTAL, startHubspot, tokensOf } from '#test/hubspot/harness.ts';
import { ALL_SCOPES, type Harness, PORTAL_ID, startHarness } from '#test/sandbox/harness.ts';
import { ENGLISH_TEMPLATE } from '#test/support/agreement-text.ts';

let folder = '';
let hub: Harness;
let access: PortalAccess;
const tokens = createMemoryTokens();
const EXPIRES = '2030-01-01T00:00:00.000Z';
const WITH_LEADS = [...ALL_SCOPES, 'crm.objects.leads.read'];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'accord-portal-'));
  hub = await startHarness();
  const people: readonly Record<string, string>[] = [
    { email: 'a@corp.example', jobtitle: 'CFO', hs_email_optout: 'true', lifecyclestage: 'lead' },
    { email: 'b@corp.example', jobtitle: 'Finance manager', lifecyclestage: 'lead' },
    { email: 'c@our-company.example', jobtitle: 'CFO', lifecyclestage: 'lead' },
    { email: 'd@corp.example', jobtitle: 'Baker', lifecyclestage: 'customer' },
  ];
  for (const properties of people) hub.act({ type: 'create', properties });
  tokens.stored.set(PORTAL, { ...tokensOf(PORTAL), accessToken: hub.token, expiresAt: EXPIRES });
  const { hubspot } = startHubspot({ apiUrl: hub.url, tokens });
  const nowMs = Date.parse('2026-11-22T10:00:00.000Z');
  access = { portalId: PORTAL, hubspot, call: callOf(), others: [], nowMs, journal: false, language: 'en' };
});

afterAll(async () => {
  await hub.stop();
  await rm(folder, { recursive: true });
});

async function check(
  text: string,
  language: 'en' | 'fr' = 'en',
  journal = false,
): ReturnType<typeof agreementCheckPortal> {
  const file = join(folder, 'agreement.yaml');
  await writeFile(file, text);
  return agreementCheckPortal(file, { ...access, language, journal });
}

describe('checking an agreement against a HubSpot account', () => {
  it('tells how soon each fact is known and how many contacts match', async () => {
    const { exitCode, output } = await check(ENGLISH_TEMPLATE);

    expect(exitCode).toBe(0);
    expect(output).toMatch(
      /within 5 s of HubSpot’s webhook: .*meetings.*contacts by sales; .*jobtitle.*company\.country/,
    );
    expect(output).toMatch(/within 60 s, by polling: forms, .*page views/);
    expect(output).toContain('Contacts of HubSpot account 44001234 that match today\n');
    expect(output).toContain('  - Gate “Unsubscribed from all e-mail”: 1\n');
    expect(output).toMatch(
      /Gate “Competitor”: HubSpot cannot count them \(.*domain depends on the company\)/,
    );
    expect(output).toMatch(/Segment “Small companies.*”: HubSpot cannot count them/);
  }, 30_000);

  it('tells what the webhooks journal adds, where it is read', async () => {
    const without = await check(ENGLISH_TEMPLATE);
    const english = await check(ENGLISH_TEMPLATE, 'en', true);
    const french = await check(ENGLISH_TEMPLATE, 'fr', true);

    expect(without.output).not.toMatch(/journal/);
    expect(english.output).toMatch(
      /by HubSpot’s webhooks journal, within a minute: what a webhook of the last three days lost, and each value in between of these properties: .*hs_email_domain/,
    );
    expect(french.output).toMatch(
      /par le journal des webhooks de HubSpot, en une minute\u00a0: ce qu’un webhook a perdu ces trois derniers jours, et chaque valeur intermédiaire de ces propriétés\u00a0: .*hs_email_domain/,
    );
  }, 30_000);

  it('says the same in French', async () => {
    const { output } = await check(ENGLISH_TEMPLATE, 'fr');

    expect(output).toContain('Contacts du compte HubSpot 44001234 concernés aujourd’hui\n');
    expect(output).toContain('  - Exclusion «\u00a0Unsubscribed from all e-mail\u00a0»\u00a0: 1\n');
  }, 30_000);

  it('checks stages and reasons of HubSpot leads against its pipelines, or says that it may not', async () => {
    const mapped = ENGLISH_TEMPLATE.replace(
      '    dealCreated: true\n',
      `    dealCreated: true
    hubspotLeads:
      stages: { connected: working, qualified-stage: accept }
      reasons: { NO_BUDGETS: no-budget }
`,
    );
    const refused = await check(mapped.replace('qualified-stage: accept', '"4711": accept'), 'fr');
    const { body } = await hub.control('POST', `/portals/${PORTAL_ID}/install`, { scopes: WITH_LEADS });
    tokens.stored.set(PORTAL, { ...tokensOf(PORTAL), accessToken: body.access_token, expiresAt: EXPIRES });
    const { exitCode, output } = await check(mapped);
    const fine = await check(
      mapped.replace('qualified-stage', 'qualified-stage-id').replace('NO_BUDGETS', 'NO_BUDGET'),
    );

    expect(refused.exitCode).toBe(0);
    expect(refused.output).toContain('Ce compte ne laisse pas Accord lire les leads HubSpot');
    expect(exitCode).toBe(1);
    expect(output).toContain('“qualified-stage” is no stage of a HubSpot lead');
    expect(output).toContain('→ write qualified-stage-id');
    expect(output).toContain('hs_lead_disqualification_reason has no value “NO_BUDGETS”');
    expect(output).toContain('→ write NO_BUDGET');
    expect(fine.exitCode).toBe(0);
    expect(fine.output).toMatch(/HubSpot’s webhook: .*hubspotLead\.hs_pipeline_stage/);
    expect(fine.output).not.toContain('does not let Accord read');
  }, 60_000);

  it('checks the names of lists against those of the account, or says that it may not', async () => {
    const listed = ENGLISH_TEMPLATE.replace(
      '[{ property: hs_email_optout, operator: EQ, value: true }]',
      '[{ list: competitors, operator: MEMBER }]',
    );
    hub.act({ type: 'createList', list: 'Competitors' });
    const refused = await check(listed);
    const { body } = await hub.control('POST', `/portals/${PORTAL_ID}/install`, {
      scopes: [...ALL_SCOPES, 'crm.lists.read'],
    });
    tokens.stored.set(PORTAL, { ...tokensOf(PORTAL), accessToken: body.access_token, expiresAt: EXPIRES });
    const fine = await check(listed);
    const french = await check(listed, 'fr');
    const wrong = await check(listed.replace('list: competitors', 'list: competitor'));
    hub.sandbox.state.faults.configure({ script: [{ kind: '400', times: 1, pathIncludes: '/lists/' }] });
    const unreadable = await check(listed);

    expect(refused.exitCode).toBe(0);
    expect(refused.output).toContain('This account does not let Accord read its lists');
    expect(refused.output).not.toContain('in the list “');
    expect(fine.exitCode).toBe(0);
    expect(fine.output).toContain(
      'in the list “Competitors”: who joins, within 60 s, by polling; who leaves, when',
    );
    expect(fine.output).toMatch(
      /Gate “Unsubscribed from all e-mail”: HubSpot cannot count them \(depends on a list\)/,
    );
    expect(french.output).toContain(
      'dans la liste «\u00a0Competitors\u00a0»\u00a0: les entrées, sous 60\u00a0s',
    );
    expect(wrong.exitCode).toBe(1);
    expect(wrong.output).toContain(
      'This HubSpot account has no list of contacts “competitor”. Lists: Competitors.',
    );
    expect(wrong.output).toContain('→ write Competitors');
    expect(unreadable.exitCode).toBe(0);
    expect(unreadable.output).toContain('This account does not let Accord read its lists');
  }, 60_000);

  it('names a lead status that the account does not have', async () => {
    const { exitCode, output } = await check(
      ENGLISH_TEMPLATE.replace('{ OPEN_DEAL: accept', '{ OPEN_DEALS: accept'),
    );

    expect(exitCode).toBe(1);
    expect(output).toContain('hs_lead_status has no value “OPEN_DEALS” in this HubSpot account.');
    expect(output).toContain('→ write OPEN_DEAL');
  }, 30_000);

  it('names what the account lacks, with its line and the nearest word', async () => {
    const text = ENGLISH_TEMPLATE.replace('property: hs_email_optout', 'property: hs_email_opt_out')
      .replace('lifecycle: salesqualifiedlead', 'lifecycle: salesqualified')
      .replace('pool: everyone', 'pool: [nobody@corp.example]');
    const { exitCode, output } = await check(text);

    expect(exitCode).toBe(1);
    expect(output).toContain('Contacts have no property hs_email_opt_out in this HubSpot account.');
    expect(output).toContain('→ write hs_email_optout');
    expect(output).toContain('no lifecycle stage with the value “salesqualified”');
    expect(output).toContain('→ write salesqualifiedlead');
    expect(output).toContain('Nobody with the address nobody@corp.example can own records');
  }, 30_000);

  it('knows, polls and counts fields by the properties that they are read from, and checks their types', async () => {
    for (const [name, type, fieldType] of [
      ['fonction', 'string', 'text'],
      ['effectif', 'number', 'number'],
    ]) {
      const body = { name, label: name, groupName: 'contactinformation', type, fieldType };
      expect((await hub.call('POST', '/crm/properties/2026-03/0-1', body)).status).toBe(201);
    }
    for (const [email, fonction, jobtitle] of [
      ['e@corp.example', 'Stagiaire', 'CFO'],
      ['f@corp.example', 'Stagiaire en vente', ''],
      ['g@corp.example', 'Directrice', 'Stagiaire'],
    ] as const)
      hub.act({ type: 'create', properties: { email, fonction, jobtitle, lifecyclestage: 'lead' } });
    const text = (own: string) =>
      ENGLISH_TEMPLATE.replace(
        '  mandatory:\n',
        `  readFrom: { contact: { jobtitle: ${own} } }\n  mandatory:\n`,
      ).replace(
        '[{ property: hs_email_optout, operator: EQ, value: true }]',
        '[{ property: jobtitle, operator: CONTAINS_TOKEN, value: stagiaire }]',
      );

    const { exitCode, output } = await check(text('fonction'));
    const typo = await check(text('fonctions'), 'fr');
    const number = await check(text('effectif'));

    expect(exitCode).toBe(0);
    expect(output).toContain('  - Gate “Unsubscribed from all e-mail”: 2\n');
    expect(output).toMatch(/within 60 s, by polling: .*fonction/);
    expect(output).not.toMatch(/jobtitle/);
    expect(typo.exitCode).toBe(1);
    expect(typo.output).toContain('Les contacts n’ont pas de propriété fonctions');
    expect(number.output).toContain(
      '“effectif” holds numbers, and “jobtitle” is text. Name a property of that type.',
    );
  }, 60_000);

  it('names properties that an output cannot go to, and notes what will be overwritten where it can', async () => {
    for (const [name, type, fieldType] of [
      ['lead_score', 'number', 'number'],
      ['lead_day', 'date', 'date'],
    ]) {
      const body = { name, label: name, groupName: 'contactinformation', type, fieldType };
      expect((await hub.call('POST', '/crm/properties/2026-03/0-1', body)).status).toBe(201);
    }
    const text = (property: string) =>
      ENGLISH_TEMPLATE.replace(
        'routing:\n',
        `outputs:\n  score: { property: ${property}, overwrite: true }\nrouting:\n`,
      );

    const { exitCode, output } = await check(text('lead_score'));
    const typo = await check(text('lead_scores'), 'fr');
    const day = await check(text('lead_day'));

    expect(exitCode).toBe(0);
    expect(output).toContain('Whatever stands in “lead_score” will be overwritten');
    // It is no fact that anything is judged by.
    expect(output).not.toMatch(/by polling: .*lead_score/);
    expect(typo.exitCode).toBe(1);
    expect(typo.output).toContain('Les contacts n’ont pas de propriété lead_scores');
    expect(day.output).toContain(
      '“lead_day” holds days. “score” needs a property that holds numbers or text.',
    );
  }, 60_000);

  it('names teams that nobody is in, of overlays and of notices', async () => {
    const text = ENGLISH_TEMPLATE.replace(
      'overlays:\n',
      `overlays:
  - id: north
    teams: [sales NORTH, Sales Nort]
    language: fr
`,
    );
    const before = await check(text);
    hub.act({
      type: 'createOwner',
      ownerId: '81',
      userId: 181,
      email: 'nora@corp.example',
      firstName: 'Nora',
      lastName: 'Nord',
      team: 'Sales North',
    });
    const { exitCode, output } = await check(text);
    const french = await check(text, 'fr');
    const fine = await check(text.replace(', Sales Nort]', ']'));

    expect(before.output).toContain('“sales NORTH” is no team of this HubSpot account');
    expect(exitCode).toBe(1);
    expect(output).toContain('overlays[0].teams[1]: Nobody who can own records');
    expect(output).toContain('is in a team “Sales Nort”. Teams: Sales North.');
    expect(output).toContain('→ write Sales North');
    expect(output).not.toContain('teams[0]');
    expect(french.output).toContain('n’est dans une équipe «\u00a0Sales Nort\u00a0»');
    expect(fine.exitCode).toBe(0);
  }, 60_000);
});
