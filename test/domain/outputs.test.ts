// Wishes, and what is read back of what was written, go by where the agreement says that outputs are.
import { describe, expect, it } from 'vitest';
import { adoptedProperties, adoptLead, dateByHistory } from '#domain/adopt-lead.ts';
import { answerOf, canonicalJson } from '#domain/canonical.ts';
import { needsOfAll } from '#domain/choose-agreement.ts';
import { decide } from '#domain/decide.ts';
import { initialState } from '#domain/lead.ts';
import { emptyMirror } from '#domain/mirror.ts';
import { OUTPUT_PROPERTIES } from '#domain/names.ts';
import { OUTPUT_DEFINITIONS } from '#domain/output-definitions.ts';
import { OUTPUT_NAMES, type OutputMap, outputIn } from '#domain/outputs.ts';
import { agreementWith, contextAt, factsWith } from '#test/support/builders.ts';

const AT = '2026-11-20T09:00:00.000Z';
const THEMES = [{ id: 'pricing', label: 'Pricing', contains: ['pricing'] }];

function decided(outputs?: OutputMap) {
  const plain = agreementWith();
  const agreement = {
    ...plain,
    nurture: { ...plain.nurture, themes: THEMES },
    ...(outputs === undefined ? {} : { outputs }),
  };
  const facts = factsWith({
    signals: [{ id: 'f1', kind: 'form', at: '2026-11-19T09:00:00.000Z', detail: 'pricing page' }],
  });
  return decide(agreement, { facts, state: initialState() }, contextAt(AT));
}

const names = ({ properties }: ReturnType<typeof decided>): readonly string[] =>
  properties.map(({ name }) => name);

describe('the wishes of a decision', () => {
  it('carry the name that the agreement says, and are none for what is off', () => {
    const [plain, mapped] = [decided(), decided({ score: 'lead_score', persona: null })];

    expect(names(plain)).toContain('accord_score');
    expect(names(mapped)).toEqual(
      names(plain).flatMap((name) => {
        if (name === 'accord_persona') return [];
        return name === 'accord_score' ? ['lead_score'] : [name];
      }),
    );
    const of = (decision: typeof plain, name: string) =>
      decision.properties.find((property) => property.name === name);
    expect(of(mapped, 'lead_score')).toEqual({ ...of(plain, 'accord_score'), name: 'lead_score' });
  });

  it('ride along under another name too, and are the same bytes where nothing is mapped', () => {
    const rider = decided({ agreementVersion: 'crm_version' }).properties.find(
      ({ name }) => name === 'crm_version',
    );

    expect(rider?.ridesAlong).toBe(true);
    expect(canonicalJson(decided({}))).toBe(canonicalJson(decided()));
    expect(canonicalJson(answerOf(decided({})))).toBe(canonicalJson(answerOf(decided())));
  });

  it('leave to tasks and workflows what HubSpot does not get', () => {
    const [plain, off] = [decided(), decided({ theme: null, nurtureTrack: 'crm_track' })];

    expect(outputIn(plain, 'theme')).toBe('pricing');
    expect(plain.elsewhere).toBeUndefined();
    expect(outputIn(off, 'theme')).toBe('pricing');
    expect(names(off)).not.toContain('accord_theme');
    expect(answerOf(off).elsewhere).toEqual({
      theme: 'pricing',
      nurtureTrack: outputIn(plain, 'nurtureTrack'),
    });
  });
});

it('a decision that tells no theme has none for the task and the workflow', () => {
  expect(outputIn({ properties: [] }, 'theme')).toBe('');
});

it('every output has a definition and a property of its own', () => {
  expect(Object.keys(OUTPUT_DEFINITIONS)).toEqual(OUTPUT_NAMES);
  expect(new Set(Object.values(OUTPUT_PROPERTIES)).size).toBe(OUTPUT_NAMES.length);
});

it('what outputs are written to is read for all agreements together', () => {
  const one = agreementWith({ id: 'a' });
  const needs = { ...one.needs, outputs: ['lead_score'] };
  const other = { ...one, id: 'b', needs };

  expect(needsOfAll([one, other]).needs.outputs).toEqual(['lead_score']);
  expect(needsOfAll([one, { ...one, id: 'c' }]).needs).not.toHaveProperty('outputs');
});

describe('a lead taken over from HubSpot', () => {
  const HANDED_OVER = '2026-11-10T09:00:00.000Z';
  const versions = (value: string) => [{ value, at: HANDED_OVER }];
  const mapped = agreementWith({ outputs: { handOverStatus: 'crm_status', cycle: null } });
  const date = String(Date.parse(HANDED_OVER));
  const shown = { crm_status: versions('accepted'), accord_handover_date: versions(date) };

  it('is read where the agreement in force keeps it', () => {
    expect(adoptedProperties(mapped)).toContain('crm_status');
    expect(adoptedProperties(mapped)).not.toContain('accord_handover_status');
    expect(adoptedProperties(mapped)).not.toContain('accord_cycle');
    expect(adoptLead(mapped, shown, AT)).toMatchObject({ status: 'accepted', cycle: 1 });
    expect(adoptLead(agreementWith(), shown, AT)).toBeNull();
  });

  it('keeps its owner and its answer, which are HubSpot’s and ours everywhere', () => {
    const owned = '2026-11-11T09:00:00.000Z';
    const answered = '2026-11-12T09:00:00.000Z';
    const beside = {
      hubspot_owner_id: [{ value: '71', at: owned }],
      accord_answer: [{ value: 'accept', at: answered }],
    };

    expect(adoptLead(mapped, { ...shown, ...beside }, AT)).toMatchObject({
      assignedAt: owned,
      acceptedAt: answered,
      answeredAt: answered,
    });
    expect(adoptedProperties(mapped)).toHaveLength(adoptedProperties(agreementWith()).length - 1);
  });

  it('is not read from a property that its output has left', () => {
    const left = { accord_handover_status: versions('accepted'), accord_handover_date: versions(date) };

    expect(adoptLead(mapped, left, AT)).toBeNull();
    expect(adoptLead(mapped, { ...shown, accord_cycle: versions('7') }, AT)?.cycle).toBe(1);
  });

  it('is dated there as well', () => {
    const mirror = { ...emptyMirror(AT), cells: { crm_status: { v: 'accepted', at: AT, k: '' } } };

    expect(dateByHistory(mapped, mirror, shown).cells['crm_status']?.at).toBe(HANDED_OVER);
  });
});
