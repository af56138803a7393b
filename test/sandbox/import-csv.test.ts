import { createReadStream, existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type ImportResult, importContacts } from '#sandbox/import-csv.ts';
import type { Portal } from '#sandbox/model.ts';
import { createSandbox } from '#sandbox/sandbox.ts';

const PORTAL_ID = 5;
const newPortal = (timeZone = 'Europe/Paris'): Portal =>
  createSandbox({ portals: [{ portalId: PORTAL_ID, timeZone }] }).requirePortal(PORTAL_ID);

async function importText(portal: Portal, text: string, chunkSize = 7): Promise<ImportResult> {
  async function* chunks(): AsyncGenerator<Uint8Array> {
    const bytes = new TextEncoder().encode(text);
    for (let at = 0; at < bytes.length; at += chunkSize) yield bytes.subarray(at, at + chunkSize);
  }
  return importContacts(portal, chunks());
}

const values = (portal: Portal, id: string): Record<string, string> => ({
  ...portal.objects.contacts.live.get(id)?.values,
});

describe('importing a contact export', () => {
  it('maps HubSpot’s labels, option labels, dates in the portal’s zone, and a BOM', async () => {
    const portal = newPortal();
    const text =
      '\uFEFFRecord ID,Email,First Name,Lifecycle Stage,Lead Status,Original Source,Create Date,Unsubscribed from all email,Number of Pageviews\r\n' +
      '700,Zoé@Lead.example,Zoé,Marketing Qualified Lead,In Progress,Organic Search,2026-07-01 09:30,No,12\r\n';

    const result = await importText(portal, text.replace('Zoé@', 'zoe@'));

    expect(result).toEqual({ contacts: 1, properties: [], problems: [] });
    expect(values(portal, '700')).toMatchObject({
      email: 'zoe@lead.example',
      firstname: 'Zoé',
      lifecyclestage: 'marketingqualifiedlead',
      hs_lead_status: 'IN_PROGRESS',
      hs_analytics_source: 'ORGANIC_SEARCH',
      hs_email_optout: 'false',
      hs_analytics_num_page_views: '12',
    });
    expect(portal.objects.contacts.live.get('700')?.createdAtMs).toBe(Date.parse('2026-07-01T07:30:00Z'));
  });

  it('reads semicolons, internal names and quoted newlines, and mints missing ids', async () => {
    const portal = newPortal();
    const text =
      'hs_object_id;email;message;lifecyclestage\n;a@lead.example;"two\nlines; and ""quotes""";lead\n900;b@lead.example;;lead\n;c@lead.example;;\n';

    const result = await importText(portal, text);

    expect(result).toMatchObject({ contacts: 3, problems: [] });
    const all = [...portal.objects.contacts.live.values()];
    expect(all[0]!.values['message']).toBe('two\nlines; and "quotes"');
    expect(new Set(all.map((record) => record.id)).size).toBe(3);
    expect(all[2]!.values['lifecyclestage']).toBeUndefined();
  });

  it('makes properties of unknown columns, numbers where every value is one', async () => {
    const portal = newPortal();
    const text =
      'Record ID,Email,Time on Website (s),Spécialité\n1,a@lead.example,12,Gestion\n2,b@lead.example,3.5,\n3,c@lead.example,,Santé\n';

    const result = await importText(portal, text);

    expect(result.properties).toEqual([
      { name: 'time_on_website_s', label: 'Time on Website (s)', type: 'number' },
      { name: 'specialite', label: 'Spécialité', type: 'string' },
    ]);
    expect(values(portal, '1')).toMatchObject({ time_on_website_s: '12', specialite: 'Gestion' });
    expect(portal.properties.contacts.get('time_on_website_s')?.type).toBe('number');
  });

  it('keeps labels that are no option beside the property and says so once per label', async () => {
    const portal = newPortal();
    const text = 'Record ID,Original Source\n1,Welingak Website\n2,Welingak Website\n3,Direct Traffic\n';

    const result = await importText(portal, text);

    expect(result.problems).toEqual([
      {
        line: 2,
        column: 'Original Source',
        message:
          '"Welingak Website" is no option of hs_analytics_source; kept in hs_analytics_source_as_imported (2 lines)',
      },
    ]);
    expect(values(portal, '2')).toMatchObject({ hs_analytics_source_as_imported: 'Welingak Website' });
    expect(values(portal, '3')['hs_analytics_source']).toBe('DIRECT_TRAFFIC');
  });

  it('reports bad lines by number, with the problem, and takes the others', async () => {
    const portal = newPortal();
    const text = [
      'Record ID,Email,Create Date,Number of Pageviews,Note',
      '1,a@lead.example,2026-01-01 10:00,1,"first\nsecond"',
      '1,b@lead.example,2026-01-01 10:00,1,',
      '2,A@lead.example,2026-01-01 10:00,1,',
      '3,not an address,2026-01-01 10:00,1,',
      '4,d@lead.example,2026-02-30 10:00,1,',
      '5,e@lead.example,2026-01-01 10:00,many,',
      '6,f@lead.example,2026-01-01 10:00',
      'x7,g@lead.example,2026-01-01 10:00,1,',
      '8,h@lead.example,2026-01-01 10:00,1,a "stray" quote"',
      '9,i@lead.example,2026-01-01 10:00,1,',
    ].join('\n');

    const result = await importText(portal, text);

    const told = result.problems.map(({ line, column }) => [line, column]);
    expect(told).toEqual([
      [4, 'Record ID'],
      [5, 'Email'],
      [6, 'Email'],
      [7, 'Create Date'],
      [8, 'Number of Pageviews'],
      [9, undefined],
      [10, 'Record ID'],
      [11, undefined],
    ]);
    expect(result.contacts).toBe(2);
    expect([...portal.objects.contacts.live.keys()]).toEqual(['1', '9']);
  });

  it('loses no line to a quote that is never closed', async () => {
    const portal = newPortal();
    const text =
      'Record ID,Note\n1,ok\n2,"abc"def\n3,x\n4,"never closed\n5,"fine\ntext"\n6,a "stray\n7,x\n8,"open to the end\n9,x\n';

    const result = await importText(portal, text);

    expect(new Set(portal.objects.contacts.live.keys())).toEqual(new Set(['1', '3', '5', '7', '9']));
    expect(values(portal, '5')['note']).toBe('fine\ntext');
    expect(result.problems.map((problem) => problem.line)).toEqual([3, 5, 8, 10]);
  });

  it('finds owners by name or makes them, and reports a column that is there twice', async () => {
    const portal = newPortal();
    const text =
      'Record ID,Contact owner,Email,Email\n1,Marie Curie,a@lead.example,old@lead.example\n2,marie curie,b@lead.example,\n';

    const result = await importText(portal, text);

    expect(portal.owners.size).toBe(1);
    expect(values(portal, '1')['hubspot_owner_id']).toBe(values(portal, '2')['hubspot_owner_id']);
    expect(values(portal, '1')['email_2']).toBe('old@lead.example');
    expect(result.problems).toMatchObject([{ line: 1, column: 'Email' }]);
  });

  it('takes 20,000 lines in a stream without losing one', async () => {
    const portal = newPortal();
    const lines = Array.from(
      { length: 20_000 },
      (_, index) =>
        `${index + 1},p${index}@lead.example,Lead,2026-03-${String((index % 28) + 1).padStart(2, '0')} 08:00`,
    );

    const result = await importText(
      portal,
      `Record ID,Email,Lifecycle Stage,Create Date\n${lines.join('\n')}\n`,
      65_536,
    );

    expect(result).toEqual({ contacts: 20_000, properties: [], problems: [] });
    expect(portal.objects.contacts.live.size).toBe(20_000);
  });

  // The real export may not be copied into the project; this runs only where a path to it is given.
  const real = process.env['ACCORD_LEADS_CSV'] ?? '';
  it.runIf(existsSync(real))('accounts for every line of the real export', async () => {
    const portal = newPortal();

    const result = await importContacts(portal, createReadStream(real));

    expect(result.contacts).toBe(9_240);
    expect(result.problems.every((problem) => problem.message.includes('kept in'))).toBe(true);
  });
});
