// What the routes of an agreement's life do: the use cases of pipeline/versions, and their refusals as HTTP.
import type { Language } from '#agreement/messages.ts';
import type { Instant } from '#domain/agreement.ts';
import { fromEpochMs, toEpochMs } from '#domain/instant.ts';
import type { Result } from '#domain/result.ts';
import { HttpProblem, inWords } from '#http/problem.ts';
import { activateVersion, withdrawVersion } from '#pipeline/versions/activate.ts';
import { diffVersions } from '#pipeline/versions/diff.ts';
import { type Uploaded, uploadDraft } from '#pipeline/versions/draft.ts';
import { describeFinding, type Finding, verifyAndPark, verifyPortal } from '#pipeline/versions/integrity.ts';
import { previewVersion, readPreview } from '#pipeline/versions/preview.ts';
import { proposeVersion } from '#pipeline/versions/propose.ts';
import { describeRefusal } from '#pipeline/versions/refusals.ts';
import { renderVersion } from '#pipeline/versions/render.ts';
import { revertVersion } from '#pipeline/versions/revert.ts';
import { signVersion, validSides } from '#pipeline/versions/sign.ts';
import { noSuchVersion, type VersionRecord, type VersionRefusal } from '#pipeline/versions/version.ts';
import type { VersionKey } from '#pipeline/versions/version-store.ts';
import { actorOf } from './caller.ts';
import type { AGREEMENT_ROUTES } from './contract-agreements.ts';
import type { HandlersOf } from './handler.ts';

export const AGREEMENT_HANDLERS: HandlersOf<typeof AGREEMENT_ROUTES> = {
  listVersions: async ({ versions: { store } }, { params: { portalId }, language }) => ({
    items: [...(await store.listVersions(portalId))],
    periods: (await store.listPeriods(portalId)).map(({ agreementId, version, from, until, cause }) => ({
      agreementId,
      version,
      from,
      until,
      cause,
    })),
    findings: inWordsOf(await verifyPortal(store, portalId), language),
  }),
  verifyAgreements: async ({ versions }, { params: { portalId }, language }) => {
    const findings = inWordsOf(await verifyAndPark(versions.store, portalId), language);
    await versions.wake(portalId);
    return { findings };
  },
  uploadDraft: async ({ versions }, { params, query, body, caller, language }) => {
    const outcome = await uploadDraft(versions, params.portalId, {
      agreementId: query.agreement,
      document: body.document,
      language,
      caller: actorOf(caller, body.reason),
    });
    return showUploaded(done(outcome));
  },
  readVersion: async ({ versions: { store } }, input) => {
    const record = await store.readVersion(keyOf(input));
    if (record === null) throw refuse(noSuchVersion(input.params.version));
    const findings = await verifyPortal(store, input.params.portalId);
    const fault = findings.find(
      (one) => one.version === record.version && one.agreementId === record.agreementId,
    );
    return {
      ...showVersion(record),
      fault: fault === undefined ? null : describeFinding(fault, input.language),
    };
  },
  diffVersions: async ({ versions }, input) =>
    done(
      await diffVersions(versions, keyOf(input), {
        against: input.query.against ?? null,
        ...languageOf(input.query),
      }),
    ),
  renderVersion: async ({ versions }, input) =>
    done(
      await renderVersion(versions, keyOf(input), { format: input.query.format, ...languageOf(input.query) }),
    ),
  previewVersion: async ({ versions }, input) =>
    done(await previewVersion(versions, keyOf(input), { language: input.language })),
  readPreview: async ({ versions }, input) => done(await readPreview(versions, keyOf(input))),
  proposeVersion: async ({ versions }, input) => {
    const { body, caller, language } = input;
    const wish = {
      startsAt: instantOf(body?.startsAt),
      caller: actorOf(caller, body?.reason),
      language,
    };
    return done(await proposeVersion(versions, keyOf(input), wish));
  },
  signVersion: async ({ versions }, input) => {
    const { contentHash, side, reason } = input.body;
    const wish = { contentHash, side: side ?? null, caller: actorOf(input.caller, reason) };
    return done(await signVersion(versions, keyOf(input), wish));
  },
  activateVersion: async ({ versions }, input) => {
    const { body, caller } = input;
    const wish = {
      from: instantOf(body?.from),
      confirm: body?.confirm ?? null,
      caller: actorOf(caller, body?.reason),
    };
    return done(await activateVersion(versions, keyOf(input), wish));
  },
  withdrawVersion: async ({ versions }, input) =>
    done(await withdrawVersion(versions, keyOf(input), actorOf(input.caller, input.body?.reason))),
  revertVersion: async ({ versions }, input) =>
    done(await revertVersion(versions, keyOf(input), actorOf(input.caller, input.body?.reason))),
};

export function showUploaded({ version, problems, notes, notYetRun }: Uploaded) {
  return {
    version,
    problems: problems.map((problem) => ({ ...problem })),
    notes: notes.map((note) => ({ ...note })),
    notYetRun: [...notYetRun],
  };
}

function keyOf(input: {
  readonly params: { readonly portalId: string; readonly version: number };
  readonly query: { readonly agreement: string };
}): VersionKey & { readonly version: number } {
  return {
    portalId: input.params.portalId,
    agreementId: input.query.agreement,
    version: input.params.version,
  };
}

function languageOf(query: { readonly language?: 'en' | 'fr' | undefined }): {
  readonly language?: 'en' | 'fr';
} {
  return query.language === undefined ? {} : { language: query.language };
}

/** Without salts, hashes of people and the compiled form, which only machines read. */
function showVersion(record: VersionRecord) {
  const {
    compiled: _compiled,
    hashScheme: _scheme,
    shape: _shape,
    signatories,
    signatures,
    ...version
  } = record;
  const valid = validSides(record);
  return {
    ...version,
    signatories: signatories.map(({ side, delegate, name, email, fromDay, untilDay }) => ({
      side,
      delegate,
      name,
      email,
      fromDay,
      untilDay,
    })),
    signatures: signatures.map(({ side, userId, signedAt }) => ({
      side,
      userId,
      signedAt,
      valid: valid.includes(side),
    })),
  };
}

const STATUSES = {
  'not-found': 404,
  forbidden: 403,
  conflict: 409,
  problems: 422,
  unavailable: 503,
} as const;

export function done<T>(outcome: Result<T, VersionRefusal>): T {
  if (outcome.ok) return outcome.value;
  throw refuse(outcome.error);
}

function refuse(refusal: VersionRefusal): HttpProblem {
  const { kind, code, details } = refusal;
  const rest = { status: STATUSES[kind], code, ...(details === undefined ? {} : { details }) };
  return new HttpProblem(inWords((language) => describeRefusal(refusal, language), rest));
}

function inWordsOf(findings: readonly Finding[], language: Language) {
  return findings.map((finding) => ({
    agreementId: finding.agreementId,
    version: finding.version,
    problem: describeFinding(finding, language),
  }));
}

/** As the database spells it: what is hashed must read back the same. */
function instantOf(given: string | undefined): Instant | null {
  return given === undefined ? null : fromEpochMs(toEpochMs(given));
}
