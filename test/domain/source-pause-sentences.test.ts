// Hand-overs from a source are paused: what the decision, the log, the lead's clauses and the way back say of it.
import { describe, expect, it } from 'vitest';
import type { SourcePause } from '#domain/decision.ts';
import { sentence } from '#domain/explain/decision-sentences.ts';
import { explain } from '#domain/explain/explanation.ts';
import {
  type LoggedPause,
  type PauseNumbers,
  pauseLogLine,
  tellPause,
} from '#domain/explain/source-pause-sentences.ts';
import { contextAt, daysAfter, T0 } from '#test/support/builders.ts';
import { HANDED_OVER, inputOf } from '#test/support/clause-stories.ts';
import { visible } from '#test/support/lead-stories.ts';

const PAUSE: PauseNumbers = {
  source: 'PAID_SOCIAL',
  clause: 'quality',
  month: '2026-10',
  from: 'mql',
  to: 'sql',
  reached: 1,
  matured: 40,
  floor: 100_000,
};
const ENGLISH =
  'Hand-overs from “PAID_SOCIAL” are paused: 2.5% of the MQLs of October 2026 became SQLs (1 of 40), below the floor of 10% (clause quality).';
const FRENCH =
  'Les transmissions de la source «~PAID_SOCIAL~» sont suspendues~: 2,5~% des MQL (octobre 2026) sont devenus des SQL (1 sur 40), sous le plancher de 10~% (clause quality).';

describe('a pause of a source', () => {
  it('is told with its cohort, its floor and its clause', () => {
    expect(tellPause(PAUSE, 'en')).toBe(ENGLISH);
    expect(visible(tellPause(PAUSE, 'fr'))).toBe(FRENCH);
  });

  it('is told the same as the reason of a decision', () => {
    const reason = { code: 'sourcePaused', params: { ...PAUSE } };

    expect(sentence(reason, 'en')).toBe(ENGLISH);
    expect(visible(sentence(reason, 'fr'))).toBe(FRENCH);
  });

  it('names the units that the agreement compares', () => {
    const pause: PauseNumbers = { ...PAUSE, from: 'sql', to: 'customer' };

    expect(tellPause(pause, 'en')).toContain('2.5% of the SQLs of October 2026 became customers (1 of 40)');
    expect(tellPause(pause, 'fr')).toContain('des SQL (octobre 2026) sont devenus des clients (1 sur 40)');
  });

  it.each([
    ['of a cohort in which nobody had the time: nothing, not an error', 0, 0, '0%', '0~%'],
    ['rounded down, so that it never looks as if it met the floor', 2, 30, '6.6%', '6,6~%'],
    ['just below the floor', 9_999, 100_000, '9.9%', '9,9~%'],
    ['in whole percents where it is whole', 3, 60, '5%', '5~%'],
  ])('tells the share %s', (...[, reached, matured, english, french]) => {
    const pause = { ...PAUSE, reached, matured };

    expect(tellPause(pause, 'en')).toContain(`are paused: ${english} of the MQLs`);
    expect(visible(tellPause(pause, 'fr'))).toContain(`sont suspendues~: ${french} des MQL`);
  });
});

const BEGUN = `Since Monday 2 March 2026 at 09:00 UTC. ${ENGLISH}`;
const DEPUIS = `Depuis le lundi 2 mars 2026 à 9~h~00 UTC. ${FRENCH}`;
const RUNNING: LoggedPause = { ...PAUSE, since: T0, until: null, endedBy: null, metBy: null, held: 0 };
const OVER: LoggedPause = { ...RUNNING, until: '2026-03-09T10:30:00.000Z' };

describe('a line of the log of pauses', () => {
  it.each([
    [0, '0 leads', '0 lead'],
    [1, '1 lead', '1 lead'],
    [2, '2 leads', '2 leads'],
    [1_200, '1,200 leads', '1_200 leads'],
  ])('says of one that lasts how many leads wait for it alone: %i', (held, english, french) => {
    const pause = { ...RUNNING, held };

    expect(pauseLogLine(pause, 'en')).toBe(`${BEGUN} Held back for this alone: ${english}.`);
    expect(visible(pauseLogLine(pause, 'fr'))).toBe(`${DEPUIS} Retenus pour cette seule raison~: ${french}.`);
  });

  it.each<[string, Partial<LoggedPause>, string, string]>([
    [
      'a later cohort that met the floor, with its own numbers',
      { endedBy: 'met', metBy: { month: '2026-11', reached: 6, matured: 50 } },
      'as 12% of the MQLs of November 2026 became SQLs (6 of 50)',
      'car 12~% des MQL (novembre 2026) sont devenus des SQL (6 sur 50)',
    ],
    [
      'a version of the agreement without the floor',
      { endedBy: 'agreement' },
      'as the agreement asks for it no more',
      'car l’accord ne le demande plus',
    ],
    ['a person', { endedBy: 'person' }, 'by a person', 'par une personne'],
  ])('says of one that is over what ended it: %s', (...[, end, english, french]) => {
    const pause = { ...OVER, ...end, held: 3 };

    expect(pauseLogLine(pause, 'en')).toBe(`${BEGUN} Ended on Monday 9 March 2026 at 10:30 UTC, ${english}.`);
    expect(visible(pauseLogLine(pause, 'fr'))).toBe(
      `${DEPUIS} Levée le lundi 9 mars 2026 à 10~h~30 UTC, ${french}.`,
    );
  });

  it.each<[string, LoggedPause]>([
    ['an end without what ended it', { ...OVER, held: 4 }],
    ['what ended it without an end', { ...RUNNING, endedBy: 'person', held: 4 }],
  ])('never tells half an end: %s', (_what, pause) => {
    expect(pauseLogLine(pause, 'en')).toBe(`${BEGUN} Held back for this alone: 4 leads.`);
  });
});

describe('the page of a lead from a paused source', () => {
  const sourcePause: SourcePause = { ...PAUSE, id: 'pause-1', since: daysAfter(T0, -1) };
  const context = contextAt(T0, { sourcePause });
  const page = (language: 'en' | 'fr', state = {}) => explain({ ...inputOf({ state }), context }, language);
  const pausedClauses = (language: 'en' | 'fr', state = {}) =>
    page(language, state).clauses.filter(({ clause }) => clause.startsWith('promises.marketing'));

  it('shows the clause that holds it back as not met', () => {
    const line = { clause: 'promises.marketing.quality', standing: 'notMet', conditions: [] };

    expect(pausedClauses('en')).toEqual([{ ...line, text: ENGLISH }]);
    expect(pausedClauses('fr').map(({ text }) => visible(text))).toEqual([FRENCH]);
  });

  it('shows it beside what comes back, before what sales promises', () => {
    const names = page('en').clauses.map(({ clause }) => clause);
    const at = names.indexOf('promises.marketing.quality');

    expect([names[at - 1], names[at + 1]]).toEqual(['nurture.freshSignal', 'promises.sales.acceptWithin']);
  });

  it('shows no such clause of a lead that sales has already, nor without a pause', () => {
    expect(pausedClauses('en', HANDED_OVER)).toEqual([]);
    expect(
      explain(inputOf({}), 'en').clauses.filter(({ clause }) => clause.startsWith('promises.marketing')),
    ).toEqual([]);
  });

  it('says that nothing the lead does ends the pause', () => {
    expect(page('en').whatWouldItTake).toEqual([
      'Nothing that a lead can change: hand-overs from “PAID_SOCIAL” are paused.',
    ]);
    expect(page('fr').whatWouldItTake.map(visible)).toEqual([
      'Rien qu’un lead puisse changer~: les transmissions de la source «~PAID_SOCIAL~» sont suspendues.',
    ]);
  });
});
