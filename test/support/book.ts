// A book of versions for the rules alone: two signatories, one delegate, an agreement in force and one proposed.
import { COMPILED_SHAPE } from '#agreement/compile.ts';
import { canonicalJson } from '#domain/canonical.ts';
import { contentHash, periodSeal, previewHash, signatoryHash } from '#pipeline/versions/content-hash.ts';
import type { Book, Caller, Period, Signatory, VersionRecord } from '#pipeline/versions/version.ts';
import { ENGLISH_TEMPLATE, templateAgreement } from './agreement-text.ts';

export const NOW = '2026-11-20T10:00:00.000Z';

const PEOPLE = [
  { side: 'marketing', name: 'Marie Curie', email: 'marie@portal.example' },
  { side: 'sales', name: 'Sam Hill', email: 'sam@portal.example' },
  {
    side: 'sales',
    name: 'Dana Deputy',
    email: 'dana@portal.example',
    from: '2026-11-01',
    until: '2026-11-30',
  },
] as const;

function signatories(): Signatory[] {
  return PEOPLE.map((person, position) => {
    const salt = `salt ${position}`;
    const isDelegate = 'from' in person;
    return {
      position,
      side: person.side,
      delegate: isDelegate,
      fromDay: isDelegate ? person.from : null,
      untilDay: isDelegate ? person.until : null,
      salt,
      hash: signatoryHash(salt, person),
      name: person.name,
      email: person.email,
    };
  });
}

export function versionRecord(changes: Partial<VersionRecord> & { readonly version: number }): VersionRecord {
  const compiled = canonicalJson({ ...templateAgreement('en'), version: changes.version });
  const record: VersionRecord = {
    agreementId: 'main',
    status: 'proposed',
    language: 'en',
    contentHash: '',
    createdAt: NOW,
    proposedAt: NOW,
    startsAt: null,
    activatesAt: null,
    activeFrom: null,
    hashScheme: 2,
    shape: COMPILED_SHAPE,
    document: ENGLISH_TEMPLATE,
    compiled,
    previousHash: 'before',
    signatories: signatories(),
    signatures: [],
    revertWish: null,
    ...changes,
  };
  return { ...record, contentHash: changes.contentHash ?? contentHash(record) };
}

export const USERS = {
  marketing: userOf('marie@portal.example', '11'),
  sales: userOf('sam@portal.example', '12'),
  delegate: userOf('dana@portal.example', '13'),
  stranger: userOf('eve@portal.example', '14'),
} as const;

export function userOf(email: string, userId: string): Extract<Caller, { kind: 'user' }> {
  return { kind: 'user', userId, email, by: { actor: `user ${userId}`, origin: 'hubspot' } };
}

export const ADMIN: Caller = { kind: 'admin', by: { actor: 'admin token', origin: 'api' } };

export function signedBy(record: VersionRecord, ...users: readonly (keyof typeof USERS)[]): VersionRecord {
  const signatures = users.map((name) => {
    const user = USERS[name];
    const person = record.signatories.find(({ email }) => email === user.email);
    return {
      side: person?.side ?? 'marketing',
      position: person?.position ?? 0,
      userId: user.userId,
      contentHash: record.contentHash,
      signedAt: NOW,
    } as const;
  });
  return { ...record, signatures };
}

/** Version 1 in force, version 2 the target. */
export function bookWith(target: VersionRecord, changes: Partial<Book> = {}): Book {
  const inForce = signedBy(versionRecord({ version: 1, status: 'active' }), 'marketing', 'sales');
  const period: Period = {
    agreementId: 'main',
    seq: 1,
    version: 1,
    from: '2026-10-01T00:00:00.000Z',
    until: null,
    cause: 'activate',
    seal: periodSeal({
      previousSeal: '',
      version: 1,
      contentHash: inForce.contentHash,
      from: '2026-10-01T00:00:00.000Z',
    }),
    regime: 3,
    regimeBefore: 2,
    baselineBefore: '2026-09-01T00:00:00.000Z',
  };
  return {
    agreementId: 'main',
    now: NOW,
    portal: {
      language: 'en',
      timeZone: 'Europe/Paris',
      lastNow: '2026-11-20T09:59:59.000Z',
      regime: 3,
      baselineAt: '2026-10-01T00:00:00.000Z',
      acts: true,
    },
    versions: [inForce, target],
    target,
    inForce,
    previous: null,
    periods: [period],
    previews: [previewOf(target, { changed: 0 })],
    users: [],
    ...changes,
  };
}

export function previewOf(record: VersionRecord, found: { readonly changed: number; readonly at?: string }) {
  return {
    previewHash: previewHash(record.compiled),
    against: 1,
    at: found.at ?? NOW,
    token: 'the token of the preview',
    changed: found.changed,
    inScope: 1_000,
    blastLimit: 50_000,
  };
}
