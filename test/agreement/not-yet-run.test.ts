// What `agreement check` calls kept but not run is what no decision can know: it does not reach the compiled agreement.
import { describe, expect, it } from 'vitest';
import { compileAgreement } from '#agreement/compile.ts';
import { listNotYetRun, NOT_YET_RUN } from '#agreement/not-yet-run.ts';
import type { AgreementDocument } from '#agreement/schema.ts';
import { BASE, MUTANTS, type Mutant } from '#test/support/document-mutants.ts';
import { fullDocument } from '#test/support/full-agreement.ts';

/**
 * Read from the signed document itself, not by decisions: who signs, how much a version may move, what meetings are like. Deals are read in any case
 * where an answer may come from one, as here.
 */
const READ_ELSEWHERE =
  /^(?:signatories\.|blastLimit$|review\.\w+\.(?:day|at|minutes|agenda|leads)$|stages\.opportunity\.deals$)/;
/** Words for readers: nothing could run them. */
const WORDS =
  /^(?:name$|criteria\.|responsibilities\.|(?:.*\.)?note$|promises\.sales\.(?:\w+\.)?id$|routing\.pools\.(?:id|label)$|routing\.(?:.*\.)?absences\.label$)/;
/** The one objective that is measured: its rate, and the name its clause goes by. */
function isOfMeetings({ path: [part, place] }: Mutant): boolean {
  const objective = part === 'objectives' ? BASE.objectives[Number(place)] : undefined;
  return objective?.kind === 'ratio' && objective.measure === 'meetings';
}
/** The one that `pool` names takes turns. */
const NAMED_POOL = /^routing\.pools\.(?:id|members(?:\.email)?)$/;

function compiled(document: AgreementDocument): string {
  return JSON.stringify(compileAgreement(document, { id: 'a', version: 1, year: 2026 }));
}

const UNCHANGED = compiled(BASE);

/** Keys without places: `routing.pools.members.weight`. */
function placeOf({ path }: Mutant): string {
  return path.filter((key) => typeof key === 'string').join('.');
}

function isListed(mutant: Mutant): boolean {
  const place = placeOf(mutant);
  // What one value alone asks for in vain runs with every other.
  return NOT_YET_RUN.flatMap(({ paths, values }) => (values === undefined ? paths : [])).some((path) => {
    const pattern = path.replaceAll('[]', '').replaceAll('.', '\\.').replaceAll('*', '\\w+');
    return new RegExp(`^${pattern}(?:\\.|$)`).test(place);
  });
}

describe('a part that is called not run yet', () => {
  const [running, resting] = [
    MUTANTS.filter(({ document }) => compiled(document) !== UNCHANGED),
    MUTANTS.filter(({ document }) => compiled(document) === UNCHANGED),
  ];

  it('is one that no decision knows', () => {
    const isExempt = (mutant: Mutant): boolean => NAMED_POOL.test(placeOf(mutant)) || isOfMeetings(mutant);
    const wrong = running.filter((mutant) => isListed(mutant) && !isExempt(mutant));

    expect(running.length).toBeGreaterThan(80);
    expect(wrong.map(placeOf)).toEqual([]);
  });

  it('is every one that no decision knows, beside words and what is read from the document itself', () => {
    const silent = resting
      .filter((mutant) => !isListed(mutant))
      .map(placeOf)
      .filter((place) => !READ_ELSEWHERE.test(place) && !WORDS.test(place));

    expect(resting.length).toBeGreaterThan(30);
    expect(silent).toEqual([]);
  });

  it('is told once, with French typography', () => {
    const told = listNotYetRun(fullDocument());

    expect(new Set(told.map(({ en }) => en)).size).toBe(told.length);
    expect(told.length).toBeGreaterThan(2);
    expect(told.filter(({ fr }) => / [:;?!]/.test(fr))).toEqual([]);
  });
});
