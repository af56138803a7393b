// R02, R12, R33 and T5 as tables a RevOps person can read: who may sign, what puts a version in force, which version judges
// which month, what a changed threshold would do.
import { describe, expect, it } from 'vitest';
import { decide } from '#domain/decide.ts';
import { initialState } from '#domain/lead.ts';
import { planActivation } from '#pipeline/versions/activate.ts';
import { contentHash, withoutNames } from '#pipeline/versions/content-hash.ts';
import { startTally } from '#pipeline/versions/preview-report.ts';
import { planRevert } from '#pipeline/versions/revert.ts';
import { planSignature } from '#pipeline/versions/sign.ts';
import type { Book, Caller, VersionRecord } from '#pipeline/versions/version.ts';
import { templateAgreement } from '#test/support/agreement-text.ts';
import {
  ADMIN,
  bookWith,
  NOW,
  previewOf,
  signedBy,
  USERS,
  userOf,
  versionRecord,
} from '#test/support/book.ts';
import { contextAt, factsWith, signal } from '#test/support/builders.ts';

const proposed = versionRecord({ version: 2 });
const signed = { ...signedBy(proposed, 'marketing', 'sales'), status: 'signed' as const };

/** What the step comes to: its action, or the code of its refusal. */
function outcome(result: ReturnType<typeof planActivation>): string {
  return result.ok ? `${result.value.action} as ${result.value.role}` : result.error.code;
}

describe('R02: both teams agree', () => {
  const sign = (
    record: VersionRecord,
    caller: Extract<Caller, { kind: 'user' }>,
    book: Partial<Book> = {},
  ): string =>
    outcome(planSignature(bookWith(record, book), { contentHash: record.contentHash, side: null, caller }));

  it.each<[string, string, string]>([
    [
      'marketing’s signatory signs',
      sign(proposed, USERS.marketing),
      'agreement: signed as signatory (marketing)',
    ],
    ['sales’ signatory signs', sign(proposed, USERS.sales), 'agreement: signed as signatory (sales)'],
    [
      'sales’ delegate signs on one of his days',
      sign(proposed, USERS.delegate),
      'agreement: signed as delegate (sales)',
    ],
    [
      'the delegate signs after his last day',
      sign(proposed, USERS.delegate, { now: '2026-12-01T09:00:00.000Z' }),
      'NOT_A_SIGNATORY',
    ],
    [
      'the delegate signs just before midnight in Paris',
      sign(proposed, USERS.delegate, { now: '2026-11-30T22:59:59.000Z' }),
      'agreement: signed as delegate (sales)',
    ],
    [
      'the delegate signs just after midnight in Paris',
      sign(proposed, USERS.delegate, { now: '2026-11-30T23:00:00.000Z' }),
      'NOT_A_SIGNATORY',
    ],
    ['somebody who is not named signs', sign(proposed, USERS.stranger), 'NOT_A_SIGNATORY'],
    [
      'the same user signs for the other side too',
      sign(signedBy(proposed, 'marketing'), { ...USERS.sales, userId: '11' }),
      'SAME_USER_TWICE',
    ],
    ['the same side signs again', sign(signedBy(proposed, 'marketing'), USERS.marketing), 'ALREADY_SIGNED'],
    [
      'another user takes the signatory’s address',
      sign(proposed, userOf('sam@portal.example', '99'), {
        users: [{ userId: '12', email: 'sam@portal.example' }],
      }),
      'USER_MISMATCH',
    ],
    ['the signatory signs a draft', sign({ ...proposed, status: 'draft' }, USERS.sales), 'NOT_PROPOSED'],
    [
      'the content was changed since it was frozen',
      sign({ ...proposed, document: `${proposed.document} ` }, USERS.sales),
      'AGREEMENT_TAMPERED',
    ],
  ])('%s: %s', (_what, is, expected) => {
    expect(is).toBe(expected);
  });

  it('signs what was read: another hash is refused', () => {
    const wish = { contentHash: 'of yesterday', side: null, caller: USERS.sales };

    expect(outcome(planSignature(bookWith(proposed), wish))).toBe('CONTENT_CHANGED');
  });

  const activate = (record: VersionRecord, book: Partial<Book> = {}, confirm: string | null = null): string =>
    outcome(planActivation(bookWith(record, book), { from: null, confirm, caller: ADMIN }));

  it.each<[string, string, string]>([
    ['signed by both', activate(signed), 'agreement: activated as admin'],
    ['signed by marketing only', activate(signedBy(proposed, 'marketing')), 'NOT_SIGNED'],
    [
      'signed over other content',
      activate({ ...signed, signatures: signed.signatures.map((one) => ({ ...one, contentHash: 'x' })) }),
      'SIGNATURES_VOID',
    ],
    [
      'changed after it was signed',
      activate({ ...signed, compiled: signed.compiled.replace('"cap":', '"cap": ') }),
      'AGREEMENT_TAMPERED',
    ],
    [
      'older than the one in force',
      activate(signed, { inForce: versionRecord({ version: 3, status: 'active' }) }),
      'OVERTAKEN',
    ],
  ])('in force, when %s: %s', (_what, is, expected) => {
    expect(is).toBe(expected);
  });

  it('keeps two identities over one hash', () => {
    const hashes = new Set(signed.signatures.map((signature) => signature.contentHash));
    const users = new Set(signed.signatures.map(({ userId }) => userId));

    expect([hashes.size, users.size]).toEqual([1, 2]);
    expect([...hashes][0]).toBe(contentHash(signed));
  });

  it('keeps the hash when a signatory is erased (10.8)', () => {
    const erased: VersionRecord = {
      ...signed,
      document: withoutNames(signed.document, signed.signatories),
      signatories: signed.signatories.map((person) => ({ ...person, name: null, email: null })),
    };

    expect(contentHash(erased)).toBe(signed.contentHash);
  });
});

describe('R12: tested before it is put in force', () => {
  it.each([
    { what: 'nothing changes', changed: 0, confirm: null, is: 'agreement: activated as admin' },
    {
      what: '50 of 1,000 change: the limit of 5 %',
      changed: 50,
      confirm: null,
      is: 'agreement: activated as admin',
    },
    { what: '51 change', changed: 51, confirm: null, is: 'BLAST_LIMIT' },
    { what: '51 change, confirmed with another token', changed: 51, confirm: 'guessed', is: 'BLAST_LIMIT' },
    {
      what: '51 change, confirmed with the preview’s token',
      changed: 51,
      confirm: 'the token of the preview',
      is: 'agreement: activated as admin',
    },
  ])('$what: $is', ({ changed, confirm, is }) => {
    const book = bookWith(signed, { previews: [previewOf(signed, { changed })] });

    expect(outcome(planActivation(book, { from: null, confirm, caller: ADMIN }))).toBe(is);
  });

  it.each<[string, Partial<Book>]>([
    ['nobody has looked', { previews: [] }],
    [
      'the look is older than a day',
      { previews: [previewOf(signed, { changed: 0, at: '2026-11-19T09:59:59.000Z' })] },
    ],
    [
      'another version came into force since',
      { previews: [{ ...previewOf(signed, { changed: 0 }), against: null }] },
    ],
    [
      'the look was at another document',
      { previews: [{ ...previewOf(signed, { changed: 0 }), previewHash: 'x' }] },
    ],
  ])('is asked for a preview where %s', (_what, book) => {
    expect(
      outcome(planActivation(bookWith(signed, book), { from: null, confirm: null, caller: ADMIN })),
    ).toBe('PREVIEW_NEEDED');
  });

  it.each(['en', 'fr'] as const)('tells who moves and why, in %s', (language) => {
    const strict = templateAgreement(language);
    const lower = {
      ...strict,
      stages: {
        ...strict.stages,
        mqlEntry: {
          anyOf: [[{ kind: 'score', part: 'total', operator: 'GTE', milliPoints: 20_000 } as const]],
        },
      },
    };
    const form = language === 'fr' ? 'Demande de démo' : 'Request a demo';
    const facts = factsWith({
      contact: { email: 'a@b.example', lastname: 'A', company: 'B', lifecyclestage: 'lead' },
      signals: [signal('form', '2026-11-20T09:00:00.000Z', form)],
    });
    const judge = (agreement: typeof strict, baselineAt: string) => ({
      agreement,
      decision: decide(agreement, { facts, state: initialState() }, contextAt(NOW, { baselineAt })),
    });
    const tally = startTally({ language, timeZone: 'Europe/Paris' });

    tally.add({ contactId: '7', before: judge(strict, NOW), after: judge(lower, NOW) });
    tally.add({ contactId: '8', before: judge(strict, NOW), after: judge(strict, NOW) });
    const counts = tally.counts();

    expect(counts).toMatchObject({ leads: 2, inScope: 2, changed: 1, baseline: 1, changedShare: 500_000 });
    expect(counts.moves.map(({ contactId, from, to }) => [contactId, from.status, to.status])).toEqual([
      ['7', 'none', 'baseline'],
    ]);
    expect(counts.moves[0]?.reason).toContain(language === 'fr' ? 'points' : 'points');
    expect(counts.moves[0]?.reason).toMatch(language === 'fr' ? /Déjà|déjà/ : /already/);
  });
});

describe('R33, T5: a month is judged by the version in force in it', () => {
  const start = (from: string | null, book: Partial<Book> = {}, record: VersionRecord = signed): string => {
    const result = planActivation(bookWith(record, book), { from, confirm: null, caller: ADMIN });
    if (!result.ok) return result.error.code;
    const { change } = result.value;
    return change.kind === 'activate'
      ? `active ${change.period.from}`
      : change.kind === 'schedule'
        ? `due ${change.at}`
        : '';
  };
  const later = '2026-12-01T00:00:00.000Z';
  const december = {
    ...signedBy(versionRecord({ version: 2, startsAt: later }), 'marketing', 'sales'),
    status: 'signed' as const,
  };

  it.each<[string, string, string]>([
    ['now', start(null), 'active 2026-11-20T10:00:00.000Z'],
    ['from the first of December', start(later), `due ${later}`],
    ['from the day both signed', start(null, {}, december), `due ${later}`],
    ['before the day both signed', start(NOW, {}, december), 'STARTS_LATER'],
    [
      'now, though a lead was judged a moment later',
      start(null, { portal: { ...bookWith(signed).portal, lastNow: '2026-11-20T10:00:05.000Z' } }),
      'active 2026-11-20T10:00:05.001Z',
    ],
  ])('comes into force %s: %s', (_what, is, expected) => {
    expect(is).toBe(expected);
  });

  it('tells who has to confirm a revert, and whom to tell', () => {
    const previous = signedBy(versionRecord({ version: 1, status: 'superseded' }), 'marketing', 'sales');
    const target = { ...signed, status: 'active' as const };
    const [first] = bookWith(signed).periods;
    const open = { ...first!, seq: 2, version: 2 };
    const book = bookWith(target, { previous, periods: [open, first!], inForce: target });
    const unsigned = { ...book, previous: { ...previous, signatures: [] } };

    const told = (caller: Caller, from: Book = book): unknown => {
      const result = planRevert(from, caller);
      return result.ok ? [result.value.action, result.value.after] : result.error.code;
    };
    expect(told(ADMIN)).toEqual(['agreement: revert prepared', { agreementId: 'main', version: 2, to: 1 }]);
    expect(told(USERS.sales)).toEqual([
      'agreement: reverted',
      expect.objectContaining({ version: 1, tell: 'marketing' }),
    ]);
    expect(told(USERS.marketing)).toEqual([
      'agreement: reverted',
      expect.objectContaining({ tell: 'sales' }),
    ]);
    expect(told(USERS.stranger)).toBe('NOT_A_SIGNATORY');
    expect(told(USERS.sales, unsigned)).toBe('PREVIOUS_UNSIGNED');
    expect(told(USERS.sales, { ...book, periods: [{ ...open, cause: 'revert' }, first!] })).toBe(
      'NOTHING_TO_REVERT_TO',
    );
    expect(told(USERS.sales, { ...book, target: previous })).toBe('NOT_IN_FORCE');
  });
});
