// The contract of a stored version over HTTP: what people read before they sign (R01, R02).
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ENGLISH_TEMPLATE } from '#test/support/agreement-text.ts';
import { askAs, propose, STRANGER } from '#test/support/agreements.ts';
import { installInBrowser, PORTAL, startWeb, type TestWeb } from '#test/support/web.ts';

let web: TestWeb;

beforeAll(async () => {
  web = await startWeb();
  await installInBrowser(web);
});
afterAll(() => web.close());

const agreements = (rest: string): string => `/portals/${PORTAL}/agreements${rest}`;

describe('the contract of a version', () => {
  it('is read by the admin and by HubSpot users, in either language and format, with what is signed', async () => {
    const proposed = await propose(web, ENGLISH_TEMPLATE);
    const { version, contentHash } = proposed;
    const plain = await web.api('GET', agreements(`/${version}/render`));
    const french = await askAs(web, STRANGER, {
      method: 'GET',
      path: `${version}/render?language=fr&format=markdown`,
    });

    expect(plain.json).toMatchObject({ version, contentHash, format: 'html', language: 'en' });
    expect(plain.json.text).toContain('<h1>Agreement between marketing and sales</h1>');
    expect(plain.json.text).toContain(`<p>Seal: ${contentHash}.</p>`);
    expect(plain.json.text).toContain('Sales accepts or rejects within 8 working hours');
    expect(french.json).toMatchObject({ version, contentHash, format: 'markdown', language: 'fr' });
    expect(french.json.text).toContain(`Empreinte\u00a0: ${contentHash}.`);
    expect(french.json.text).toContain('Les ventes acceptent ou refusent sous 8 heures ouvrées');
  });

  it('is refused for a draft with problems, which it names, and for a version that there is not', async () => {
    const broken = ENGLISH_TEMPLATE.replace('acceptWithin: 8 working hours', 'acceptWithin: 24 h');
    const uploaded = await web.api('POST', agreements('/draft'), { body: { document: broken } });
    const { version } = uploaded.json;
    const refused = await web.api('GET', agreements(`/${version}/render?language=fr`));
    await web.api('POST', agreements('/draft'), { body: { document: ENGLISH_TEMPLATE } });
    const draft = await web.api('GET', agreements(`/${version}/render?format=markdown`));
    const unknown = await web.api('GET', agreements('/99/render'));
    const wrong = await web.api('GET', agreements(`/${version}/render?format=pdf`));

    expect([refused.status, refused.json.error]).toEqual([422, 'AGREEMENT_PROBLEMS']);
    expect(refused.json.problems).toEqual([
      expect.objectContaining({
        path: 'promises.sales.acceptWithin',
        problem: expect.stringContaining('ne dit pas de quel temps il s’agit'),
      }),
    ]);
    expect(draft.json).toMatchObject({ version, contentHash: '', language: 'en' });
    expect(draft.json.text).toContain('A draft: nobody can sign it yet.');
    expect([unknown.status, unknown.json.error]).toEqual([404, 'NO_SUCH_VERSION']);
    expect(wrong.status).toBe(400);
  });
});
