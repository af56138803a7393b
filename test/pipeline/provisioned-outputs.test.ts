// Which of our properties an account gets: each that a decision may wish for, and none that no agreement writes.
import { describe, expect, it } from 'vitest';
import { OUTPUT_PROPERTIES, OWNER_PROPERTY, STAGE_PROPERTY } from '#domain/names.ts';
import { contactOutputDefinitions, OUTPUT_PROPERTY_NAMES } from '#pipeline/outputs.ts';
import { agreementWith } from '#test/support/builders.ts';
import { WISHES } from '#test/support/planned.ts';

const { score, persona } = OUTPUT_PROPERTIES;

function namesFor(...agreements: Parameters<typeof contactOutputDefinitions>[1]): readonly string[] {
  return contactOutputDefinitions('en', agreements).map(({ name }) => name);
}

describe('the properties that an account gets', () => {
  it('are those that decisions wish for, beside stage and owner', () => {
    const wished = [...WISHES.keys()].filter((name) => ![STAGE_PROPERTY, OWNER_PROPERTY].includes(name));

    expect(OUTPUT_PROPERTY_NAMES.toSorted()).toEqual(wished.toSorted());
    expect(namesFor()).toEqual(OUTPUT_PROPERTY_NAMES);
    expect(namesFor(agreementWith())).toEqual(OUTPUT_PROPERTY_NAMES);
  });

  it('are not those that every agreement writes elsewhere, or not at all', () => {
    const elsewhere = agreementWith({ outputs: { score: 'lead_score', persona: null } });

    expect(OUTPUT_PROPERTY_NAMES.filter((name) => !namesFor(elsewhere).includes(name))).toEqual([
      score,
      persona,
    ]);
    expect(namesFor(elsewhere, agreementWith({ outputs: { persona: null } }))).toContain(score);
    expect(namesFor(elsewhere, agreementWith({ outputs: { persona: null } }))).not.toContain(persona);
  });
});
