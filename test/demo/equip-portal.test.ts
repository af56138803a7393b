// A user's own agreement in the demo's portal: whatever it names of his account is there, so that the check that precedes
// every proposal finds nothing to complain about.
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { parseAgreement, readDocument } from '#agreement/parse.ts';
import { equipPortal } from '#demo/equip-portal.ts';
import { portalId } from '#domain/ids.ts';
import { readPropertyTypes } from '#pipeline/read-property-types.ts';
import { importContacts } from '#sandbox/import-csv.ts';
import type { Portal } from '#sandbox/model.ts';
import { createSandbox } from '#sandbox/sandbox.ts';
import { edited } from '#test/support/agreement-text.ts';

const OWN = edited(
  '  gates:\n',
  `  gates:
    - { id: tier, label: Tier, when: [{ property: tier, type: enumeration, operator: IN, values: [gold, silver] }] }
    - { id: budget, label: Budget, when: [{ property: budget, operator: LT, value: 1000 }] }
    - { id: ends, label: Contract ends, when: [{ property: contract_end, type: date, operator: LT, value: today }] }
    - { id: bank, label: Bank, when: [{ company: segment, operator: EQ, value: Bank }] }
    - { id: busy, label: Busy, when: [{ property: hs_lead_status, operator: EQ, value: ON_HOLIDAY }] }
    - { id: old, label: Old, when: [{ daysSince: renewed, operator: GTE, value: 30 }] }
`,
)
  .replace(/^stages:\n/m, 'stages:\n  custom: [{ id: met, label: Met, lifecycle: 4711, after: mql }]\n')
  .replace(/^ {2}protected: .*$/m, '  protected: [customer, partner]')
  .replace(
    /^routing:\n/m,
    `outputs:
  score: { property: lead_score, overwrite: true }
  priority: { property: urgency, overwrite: true }
  slaDue: { property: answer_by, overwrite: true }
routing:
`,
  );

describe('the portal of the demo', () => {
  it('has what a user’s own agreement names, also where his export said less of it', async () => {
    const sandbox = createSandbox({ portals: [{ portalId: 77, timeZone: 'Europe/Paris' }] });
    const portal = sandbox.requirePortal(77);
    await importContacts(portal, Readable.from(['Email,Budget\nann@corp.example,12 k€\n']));
    const before = await problemsIn(portal);
    const document = readDocument(OWN);
    if (!document.ok) throw new Error(JSON.stringify(document.error));

    const lacked = equipPortal(portal, document.value);

    expect(lacked.toSorted()).toEqual(['contract_end', 'renewed', 'segment', 'tier']);
    expect(equipPortal(portal, document.value)).toEqual([]);
    expect(before.length).toBeGreaterThan(6);
    expect(await problemsIn(portal)).toEqual([]);
    expect(portal.properties.contacts.get('budget')?.type).toBe('number');
    const stages = portal.properties.contacts.get('lifecyclestage')?.options ?? [];
    expect(stages.map(({ value }) => value).slice(2, 5)).toEqual([
      'marketingqualifiedlead',
      '4711',
      'salesqualifiedlead',
    ]);
  });
});

/** By the portal's own definitions, as its API would list them. */
async function problemsIn(portal: Portal): Promise<readonly string[]> {
  const call = { portalId: portalId('77'), lane: 'interactive', signal: AbortSignal.timeout(1_000) } as const;
  const listProperties = async (_call: unknown, type: string) =>
    [...portal.properties[type === 'contacts' ? 'contacts' : 'companies'].values()].map((def) => {
      return { ...def, isOwn: !def.hubspotDefined };
    });
  const propertyTypes = await readPropertyTypes({ listProperties }, call);
  const portalStages = propertyTypes.contact['lifecyclestage']?.options ?? [];
  const parsed = parseAgreement(OWN, { id: 'main', version: 1, year: 2026, propertyTypes, portalStages });
  return parsed.ok ? [] : parsed.error.map(({ path, problem }) => `${path}: ${problem}`);
}
