// A version against the portal that is to run it, over HTTP: what HubSpot does not have is refused with place, value and
// fix before anybody signs it; where HubSpot is away a draft is kept, and nothing is frozen.
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Agreement, Filter } from '#domain/agreement.ts';
import { edited } from '#test/support/agreement-text.ts';
import { propose } from '#test/support/agreements.ts';
import { defineProperty } from '#test/support/define-property.ts';
import { installInBrowser, PORTAL, startWeb, type TestWeb } from '#test/support/web.ts';

let web: TestWeb;

beforeAll(async () => {
  web = await startWeb();
  await installInBrowser(web);
  await defineProperty(web.sandboxUrl, PORTAL, { name: 'renewal_on', type: 'date', fieldType: 'date' });
  await defineProperty(web.sandboxUrl, PORTAL, {
    name: 'interests',
    type: 'enumeration',
    fieldType: 'checkbox',
    options: ['Audit', 'Cloud', 'Training'],
  });
});
afterAll(() => web.close());
afterEach(() => setFaults({ shares: {}, pathIncludes: '', script: [] }));

const agreements = (rest: string): string => `/portals/${PORTAL}/agreements${rest}`;

async function setFaults(faults: unknown): Promise<void> {
  const response = await fetch(`${web.sandboxUrl}/sandbox/faults`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(faults),
  });
  if (!response.ok) throw new Error(await response.text());
}

const propertiesAway = () => setFaults({ shares: { '503': 1 }, pathIncludes: '/crm/properties/' });

/** The template with one more gate. */
function withGate(...conditions: readonly string[]): string {
  const list = conditions.map((condition) => `{ ${condition} }`).join(', ');
  return edited('  gates:\n', `  gates:\n    - { id: tried, label: Tried, when: [${list}] }\n`);
}

interface Shown {
  readonly path: string;
  readonly line: number;
  readonly code: string;
  readonly problem: string;
  readonly suggestion?: string;
}

describe('a document that the portal cannot run', () => {
  it.each([
    [
      'an option it does not have',
      'property: interests, operator: IN, values: [Audit, Clout]',
      'values[1]',
      'unknownOption',
      'Cloud',
    ],
    [
      'a property it does not have',
      'property: interrests, operator: HAS_PROPERTY',
      'property',
      'unknownProperty',
      'interests',
    ],
    [
      'an operator that HubSpot does not offer for the type',
      'property: interests, operator: CONTAINS_TOKEN, value: Audit',
      'operator',
      'operatorNotOffered',
      undefined,
    ],
    ['a day that is none', 'property: renewal_on, operator: LT, value: soon', 'value', 'noDay', undefined],
  ] as const)(
    'with %s: is kept as a draft, but neither previewed nor proposed',
    async (...[, condition, place, code, suggestion]) => {
      const document = withGate(condition);
      const draft = await web.api('POST', agreements('/draft'), { body: { document } });
      const { version } = draft.json;
      const preview = await web.api('POST', agreements(`/${version}/preview`));
      const proposed = await web.api('POST', agreements(`/${version}/propose?language=fr`));

      for (const problems of [
        draft.json.problems,
        preview.json.problems,
        proposed.json.problems,
      ] as Shown[][]) {
        expect(problems.map((one) => [one.path, one.code, one.suggestion])).toEqual([
          [`score.gates[0].when[0].${place}`, code, suggestion],
        ]);
        expect(problems[0]?.line).toBe(document.slice(0, document.indexOf('id: tried')).split('\n').length);
      }
      expect([preview, proposed].map((a) => [a.status, a.json.error])).toEqual([
        [422, 'AGREEMENT_PROBLEMS'],
        [422, 'AGREEMENT_PROBLEMS'],
      ]);
      expect(proposed.json.fix).toMatch(/\.$/);
    },
  );

  it('hears which operators HubSpot offers instead', async () => {
    const document = withGate('property: interests, operator: CONTAINS_TOKEN, value: Audit');
    const { json } = await web.api('POST', agreements('/draft'), { body: { document } });

    expect(json.problems[0].problem).toBe(
      'HubSpot does not offer CONTAINS_TOKEN for interests, which holds several of its options. ' +
        'It offers: EQ, NEQ, IN, NOT_IN, HAS_PROPERTY, NOT_HAS_PROPERTY.',
    );
  });

  it('names a lifecycle stage that it lacks once, custom ones too', async () => {
    const document = edited('lifecycle: salesqualifiedlead', 'lifecycle: salesqualified')
      .replace(/^ {2}protected: .*$/m, '  protected: [customer, evangelists]')
      .replace(/^stages:\n/m, 'stages:\n  custom: [{ id: met, label: Met, lifecycle: 4711, after: sql }]\n');
    const draft = await web.api('POST', agreements('/draft'), { body: { document } });

    expect(
      (draft.json.problems as Shown[]).map(({ path, code, suggestion }) => [path, code, suggestion]),
    ).toEqual([
      ['stages.custom[0].lifecycle', 'unknownStageValue', undefined],
      ['stages.sql.lifecycle', 'unknownStageValue', 'salesqualifiedlead'],
      ['stages.protected[1]', 'unknownStageValue', 'evangelist'],
    ]);
  });
});

describe('what is frozen', () => {
  it('carries HubSpot’s types, and is previewed as it would run, whatever the portal has become', async () => {
    const document = withGate(
      'property: interests, operator: EQ, value: Audit',
      'property: renewal_on, operator: LT, value: today + 30 days',
    );
    const { version } = await propose(web, document);
    const before = await web.api('POST', agreements(`/${version}/preview`));
    web.sandbox.apply(Number(PORTAL), [{ type: 'deleteProperty', name: 'interests' }]);
    await propertiesAway();
    const after = await web.api('POST', agreements(`/${version}/preview`));
    const diff = await web.api('GET', agreements(`/${version}/diff`));
    await setFaults({ shares: {} });
    const again = await web.api('POST', agreements('/draft'), { body: { document } });
    await web.api('POST', agreements(`/${version}/withdraw`));

    const record = await web.context.versions.store.readVersion({
      portalId: PORTAL,
      agreementId: 'main',
      version,
    });
    const agreement = JSON.parse(record?.compiled ?? '') as Agreement;
    const gate: Filter | undefined = agreement.score.gates.find(({ id }) => id === 'tried')?.when;
    expect(gate?.anyOf[0]).toMatchObject([
      { property: 'interests', type: 'multi' },
      { property: 'renewal_on', type: 'date', value: 'today+30' },
    ]);
    expect([before.status, after.status, diff.status]).toEqual([200, 200, 200]);
    expect(after.json.previewHash).toBe(before.json.previewHash);
    expect(again.json.problems.map((one: Shown) => one.code)).toEqual(['unknownProperty']);
  });
});

describe('while HubSpot does not answer', () => {
  it('a draft is kept and says what was not checked; nothing is frozen and no draft previewed', async () => {
    const document = withGate('property: renewal_on, operator: LT, value: today + 30 days');
    await propertiesAway();
    const draft = await web.api('POST', agreements('/draft?language=fr'), { body: { document } });
    const { version } = draft.json;
    const preview = await web.api('POST', agreements(`/${version}/preview`));
    const proposed = await web.api('POST', agreements(`/${version}/propose`));
    const read = await web.api('GET', agreements(`/${version}`));
    await setFaults({ shares: {} });
    // The calls' rest after so many failures is over.
    await sql`update api_circuit set open_until = clock_timestamp()`.execute(web.test.database.db);
    const later = await web.api('POST', agreements('/draft'), { body: { document } });

    // That its day is compared as one is known once HubSpot has said that the property is a date.
    expect([draft.status, draft.json.problems]).toEqual([200, []]);
    expect(draft.json.notes[0]).toMatchObject({ path: '', code: 'typesNotChecked' });
    expect(draft.json.notes[0].problem).toContain('HubSpot n’a pas répondu');
    expect(read.json.document).toBe(document);
    for (const refused of [preview, proposed]) {
      expect([refused.status, refused.json.error]).toEqual([503, 'PORTAL_NOT_READ']);
      expect(refused.json.fix).toBe('Try again in a minute.');
    }
    expect(later.json.problems).toEqual([]);
    expect(later.json.notes.map((note: Shown) => note.code)).not.toContain('typesNotChecked');
  });
});

describe('a document beside another agreement of the account', () => {
  const to = (output: string, property: string): string =>
    edited('routing:\n', `outputs:\n  ${output}: { property: ${property}, overwrite: true }\nrouting:\n`);
  const EMEA = '?agreement=emea';
  const upload = (document: string, query = EMEA, language?: string) =>
    web.api('POST', agreements(`/draft${query}`), {
      body: { document },
      ...(language === undefined ? {} : { language }),
    });

  it('is refused where it writes what the other reads, or to what it writes, at upload and proposal', async () => {
    await defineProperty(web.sandboxUrl, PORTAL, { name: 'lead_score', type: 'number', fieldType: 'number' });
    const free = await upload(to('score', 'lead_score'));
    expect(free.json.problems).toEqual([]);
    const { version } = await propose(web, to('fit', 'lead_score'));

    const refused = await web.api('POST', agreements(`/${free.json.version}/propose${EMEA}`));
    expect(refused.status).toBe(422);
    expect(refused.json.problems).toMatchObject([
      { path: 'outputs.score.property', code: 'outputTwiceElsewhere' },
    ]);
    const french = await upload(to('score', 'lead_score'), EMEA, 'fr');
    expect(french.json.problems[0].problem).toContain(
      'l’accord «\u00a0main\u00a0» y écrit «\u00a0fit\u00a0»',
    );
    const reading = withGate('property: lead_score, type: number, operator: GT, value: 1');
    expect((await upload(reading)).json.problems).toMatchObject([{ code: 'inputIsOutputElsewhere' }]);

    await web.api('POST', agreements(`/${version}/withdraw`));
    expect((await upload(to('score', 'lead_score'))).json.problems).toEqual([]);
  });
});
