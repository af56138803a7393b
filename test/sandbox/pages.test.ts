// The portal's screens without a browser: what is drawn, whom the proxy serves, and what a wrong address gets.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { COMPONENTS } from '#sandbox/pages/browser/draw/components.ts';
import { type Harness, PORTAL_ID, startHarness } from './harness.ts';

const APP = 'app-manifest/src/app';
/** Nobody may listen there. */
const ACCORD = 'http://127.0.0.1:9';
/** Imported with the components, and none of them. */
const OTHERS = ['hubspot', 'useExtensionActions', 'useExtensionContext'];

let harness: Harness;

beforeAll(async () => {
  harness = await startHarness({ project: { folder: 'app-manifest', variables: { PUBLIC_URL: ACCORD } } });
});
afterAll(() => harness.stop());

const get = (path: string): Promise<Response> => fetch(`${harness.url}/portals/${path}`);

describe('the pages', () => {
  it('draw every component that the app uses, and none besides', () => {
    const files = readdirSync(APP, { recursive: true, encoding: 'utf8' }).filter((file) =>
      /\.tsx?$/.test(file),
    );
    const imported = files.flatMap((file) => {
      const text = readFileSync(join(APP, file), 'utf8');
      const lists = [...text.matchAll(/import \{([^}]*)\} from '@hubspot\/ui-extensions'/g)];
      return lists.flatMap(([, list = '']) => list.split(',').map((name) => name.trim()));
    });
    const used = new Set(imported.filter((name) => name !== '' && !OTHERS.includes(name)));

    expect([...used].sort()).toEqual([...COMPONENTS].sort());
  });

  it('bundle the cards and the settings page of the manifest for a worker', async () => {
    const id = harness.act({ type: 'create', properties: { email: 'a@lead.example' } });
    const record = await (await get(`${PORTAL_ID}/contacts/${id}?language=fr`)).text();
    expect(record).toContain('/portals/extensions/accord_lead_sidebar.js');
    expect(record).toContain('Informations du contact');

    const script = await get('extensions/accord_lead_sidebar.js');
    expect(script.headers.get('content-type')).toContain('javascript');
    expect(await script.text()).toContain('__HUBSPOT_EXTENSION_WORKER__');
  });

  it('sign calls only to what the manifest permits', async () => {
    const call = (url: string): Promise<Response> =>
      fetch(`${harness.url}/portals/${PORTAL_ID}/proxy`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ userId: 1, userEmail: 'a@corp.example', url }),
      });

    expect((await call(`${ACCORD}9/x`)).status).toBe(403);
    expect((await call(harness.url)).status).toBe(403);
    expect((await call(`${ACCORD}/x`)).status).toBe(502);
  });

  it('say in words what does not exist', async () => {
    for (const path of [`${PORTAL_ID}/contacts/1`, '1/contacts', '1/settings', 'extensions/other.js'])
      expect((await get(path)).status).toBe(404);
  });
});
