// What a version would do, before anybody signs it: every known lead is judged under it and under the version in force, at
// one instant and without writing (R12, 5a.9). Leads come in pages, so that memory does not grow with their number.
import { randomBytes } from 'node:crypto';
import { readDocument } from '#agreement/parse.ts';
import type { Agreement } from '#domain/agreement.ts';
import { canonicalJson } from '#domain/canonical.ts';
import { chooseAgreement, needsOfAll } from '#domain/choose-agreement.ts';
import { decide } from '#domain/decide.ts';
import type { DecisionContext } from '#domain/decision.ts';
import type { LeadFacts, LeadState } from '#domain/lead.ts';
import type { Mirror } from '#domain/mirror.ts';
import { err, ok, type Result } from '#domain/result.ts';
import { needsRep } from '#domain/routing/unattended.ts';
import { type DeskStore, type Desks, openDesks, questionOf, sideOf } from '#pipeline/desks.ts';
import {
  contextOf,
  factsOf,
  foldLead,
  type ReadyLead,
  signalsSince,
  stateOf,
} from '#pipeline/lead-inputs.ts';
import type { LoadedLead, PortalRecord } from '#pipeline/turn-store.ts';
import type { ShareWork } from '#platform/share-work.ts';
import { type CheckDeps, checkProposal, hasProblems, type Proposal } from './check-proposal.ts';
import { readCompiled } from './compiled-form.ts';
import { contentHash, previewHash } from './content-hash.ts';
import { notRead } from './not-read.ts';
import { type Judged, type PreviewCounts, startTally, type Tally } from './preview-report.ts';
import { tampered } from './sign.ts';
import { noSuchVersion, refusal, type VersionRecord, type VersionRefusal } from './version.ts';
import type { VersionKey } from './version-store.ts';

/** 5 % of the leads in scope, where the document names no limit (5a.9). */
const DEFAULT_BLAST_LIMIT = 50_000;
/** A page's leads with their signals are some megabytes at most. */
const PAGE_SIZE = 250;

export interface PreviewStore extends DeskStore {
  /** Business time. */
  readClock(portalId: string): Promise<{ readonly now: string }>;
  /** Leads after the given lead id, `''` at first; `next` is null at the end. */
  readPage(
    portalId: string,
    page: { readonly after: string; readonly limit: number },
  ): Promise<{
    readonly leads: readonly LoadedLead[];
    readonly companies: Readonly<Record<string, Mirror>>;
    readonly next: string | null;
  }>;
  /** As it was found last; null: never, not yet, or more than a day ago. */
  readStored(asked: Asked): Promise<Preview | null>;
}

interface Asked extends Pick<VersionKey, 'portalId' | 'agreementId'> {
  readonly previewHash: string;
}

export interface PreviewDeps extends CheckDeps {
  readonly leads: PreviewStore;
  readonly loadPortal: (portalId: string) => Promise<PortalRecord | null>;
  /** Two who look at the same at once wait for one judging: it takes a processor for minutes where leads are many. */
  readonly share: ShareWork<Preview>;
}

export interface Preview extends PreviewCounts {
  readonly agreementId: string;
  readonly against: number | null;
  readonly previewHash: string;
  readonly token: string;
  readonly at: string;
  readonly blastLimit: number;
  readonly overLimit: boolean;
  /** Properties and lists that the document looks at and the version in force did not: judged as empty until they are read. */
  readonly notRead: readonly string[];
}

type Options = { readonly language?: 'en' | 'fr' };

type Ask = Pick<VersionKey, 'portalId' | 'agreementId'> & Options;

/** Of a stored version: a draft is checked and compiled, a frozen one is judged as it would run. */
export async function previewVersion(
  deps: PreviewDeps,
  key: VersionKey & { readonly version: number },
  options: Options = {},
): Promise<Result<Preview, VersionRefusal>> {
  const found = await readCandidate(deps, key, options);
  if (!found.ok) return found;
  const { portalId, agreementId } = key;
  return preview(deps, { portalId, agreementId, ...options }, found.value);
}

/**
 * What the last preview of this very content found, for whoever could not wait: judging some thousands of leads takes
 * longer than HubSpot lets a card wait, and goes on when nobody waits any more.
 */
export async function readPreview(
  deps: PreviewDeps,
  key: VersionKey & { readonly version: number },
): Promise<Result<Preview, VersionRefusal>> {
  const found = await readCandidate(deps, key, {});
  if (!found.ok) return found;
  const { portalId, agreementId } = key;
  const hash = previewHash(canonicalJson(found.value.agreement));
  const stored = await deps.leads.readStored({ portalId, agreementId, previewHash: hash });
  return stored === null ? err(noPreview(key.version)) : ok(stored);
}

async function readCandidate(
  deps: CheckDeps,
  key: VersionKey & { readonly version: number },
  options: Options,
): Promise<Result<Candidate, VersionRefusal>> {
  const version = await deps.store.readVersion(key);
  if (version === null) return err(noSuchVersion(key.version));
  const { portalId, agreementId } = key;
  const { document, status } = version;
  return status === 'draft'
    ? checkCandidate(deps, { portalId, agreementId, document, ...options })
    : readFrozen(version);
}

/** Of a document that need not be stored. Its result is kept, for the activation to ask for. */
export async function previewDocument(
  deps: PreviewDeps,
  key: Pick<VersionKey, 'portalId' | 'agreementId'>,
  wish: Options & { readonly document: string },
): Promise<Result<Preview, VersionRefusal>> {
  const checked = await checkCandidate(deps, { ...key, ...wish });
  return checked.ok ? preview(deps, { ...key, ...wish }, checked.value) : checked;
}

async function checkCandidate(
  deps: CheckDeps,
  proposal: Omit<Proposal, 'version'>,
): Promise<Result<Candidate, VersionRefusal>> {
  const checked = await checkProposal(deps, { version: 1, ...proposal });
  if (!checked.ok) return checked;
  const { agreement, document } = checked.value;
  return ok({ agreement, blastLimit: document.blastLimit });
}

interface Candidate {
  readonly agreement: Agreement;
  /** Millionths of the leads in scope. */
  readonly blastLimit: number | undefined;
}

/** What both sides sign is what runs: nothing about it is worked out anew, only its limit is looked up in its text. */
function readFrozen(version: VersionRecord): Result<Candidate, VersionRefusal> {
  if (contentHash(version) !== version.contentHash) return err(tampered(version));
  const document = readDocument(version.document);
  if (!document.ok) return err(hasProblems(document.error));
  const agreement = readCompiled(version);
  return ok({ agreement, blastLimit: document.value.blastLimit });
}

async function preview(
  deps: PreviewDeps,
  ask: Ask,
  { agreement, blastLimit = DEFAULT_BLAST_LIMIT }: Candidate,
): Promise<Result<Preview, VersionRefusal>> {
  const { portalId, agreementId } = ask;
  const portal = await deps.loadPortal(portalId);
  if (portal === null) return err(notInstalled());
  const before = portal.agreements.find(({ id }) => id === agreementId) ?? null;
  const mark = {
    agreementId,
    against: before?.version ?? null,
    previewHash: previewHash(canonicalJson(agreement)),
  };
  const language = ask.language ?? portal.language;
  // Whatever the answer depends on that a person may change meanwhile.
  const same = [portalId, mark.previewHash, blastLimit, mark.against, portal.regime, language].join(' ');
  const found = await deps.share(same, async () => {
    const counts = await judgeAll(deps, portal, { agreement, language });
    const judged: Preview = {
      ...mark,
      token: randomBytes(16).toString('hex'),
      at: await deps.store.readNow(),
      ...counts,
      blastLimit,
      overLimit: counts.changed * 1_000_000 > counts.inScope * blastLimit,
      notRead: notRead(agreement, portal.agreements),
    };
    await deps.store.storePreview({ portalId, agreementId }, judged);
    return judged;
  });
  return ok(found);
}

interface Room {
  readonly portal: PortalRecord;
  readonly before: readonly Agreement[];
  readonly after: readonly Agreement[];
  readonly now: string;
  /** Each side deals in turn as the portal would. */
  readonly desks: { readonly before: Desks; readonly after: Desks };
}

async function judgeAll(
  deps: PreviewDeps,
  portal: PortalRecord,
  draft: { readonly agreement: Agreement; readonly language: 'en' | 'fr' },
): Promise<PreviewCounts> {
  const { agreement } = draft;
  const { portalId } = portal;
  const { now } = await deps.leads.readClock(portalId);
  const after = inPlaceOf(portal.agreements, agreement);
  const users = await deps.leads.readUserTimes(portalId);
  const asked = { now, side: sideOf(portal), agreements: after, questions: [], users };
  const room: Room = {
    portal,
    before: portal.agreements,
    after,
    now,
    desks: {
      before: await openDesks(deps.leads, portal, { ...asked, agreements: portal.agreements }),
      after: await openDesks(deps.leads, portal, asked),
    },
  };
  const tally = startTally({ language: draft.language, timeZone: agreement.calendar.timeZone });
  let next: string | null = '';
  while (next !== null) {
    const page = await deps.leads.readPage(portalId, { after: next, limit: PAGE_SIZE });
    await comparePage(deps, room, { page, tally });
    next = page.next;
  }
  return tally.counts();
}

/** In its predecessor's place; a new one comes last. */
function inPlaceOf(agreements: readonly Agreement[], draft: Agreement): readonly Agreement[] {
  return agreements.some(({ id }) => id === draft.id)
    ? agreements.map((one) => (one.id === draft.id ? draft : one))
    : [...agreements, draft];
}

interface Page {
  readonly leads: readonly LoadedLead[];
  readonly companies: Readonly<Record<string, Mirror>>;
}

async function comparePage(
  deps: PreviewDeps,
  room: Room,
  { page, tally }: { readonly page: Page; readonly tally: Tally },
): Promise<void> {
  const { companies } = page;
  const { regime, baselineAt, portalId } = room.portal;
  const pairs = page.leads.map((loaded) => {
    const lead = { lead: foldLead(loaded), companies };
    return {
      lead: lead.lead,
      before: judge(room, lead, { agreements: room.before, regime, baselineAt }),
      // As an activation would: another regime, with a baseline of this instant (5a.2).
      after: judge(room, lead, { agreements: room.after, regime: regime + 1, baselineAt: room.now }),
    };
  });
  const questions = pairs.flatMap(({ lead, before, after }) =>
    [before, after]
      .filter((each) => each !== null)
      .filter(({ decision }) => needsRep(decision.state))
      .slice(0, 1)
      .map(({ facts }) => questionOf(lead.loaded.leadId, lead.companyId, facts)),
  );
  const accounts = await deps.leads.readAccounts(portalId, {
    asked: questions,
    side: sideOf(room.portal),
  });
  room.desks.before.learn(accounts);
  room.desks.after.learn(accounts);
  for (const { lead, before, after } of pairs) {
    if (after === null) continue;
    const { leadId, contactId } = lead.loaded;
    tally.add({
      contactId,
      before: before === null ? null : findOwner(room.desks.before, leadId, before),
      after: findOwner(room.desks.after, leadId, after),
    });
  }
}

/** A lead judged as if nobody could be looked for, with what it was judged by. */
interface Drafted extends Judged {
  readonly facts: LeadFacts;
  readonly state: LeadState;
  readonly context: DecisionContext;
}

function findOwner(desks: Desks, leadId: string, drafted: Drafted): Judged {
  const { agreement, facts, state, context } = drafted;
  const pool = { ...context.pool, absences: desks.absencesFor(agreement) };
  const decision = needsRep(drafted.decision.state)
    ? decide(agreement, { facts, state }, { ...context, pool, desk: desks.deskFor(agreement, leadId) })
    : drafted.decision;
  desks.note(agreement, { leadId, before: state }, decision);
  return { agreement, decision };
}

function judge(
  room: Room,
  { lead, companies }: { readonly lead: ReadyLead; readonly companies: Page['companies'] },
  rules: { readonly agreements: readonly Agreement[]; readonly regime: number; readonly baselineAt: string },
): Drafted | null {
  const { portal, now } = room;
  const state = stateOf(portal, lead.loaded);
  const signals = signalsSince({ baselineAt: rules.baselineAt, switchedAt: portal.switchedAt }, lead);
  const factsUnder = (agreement: Agreement) => factsOf({ agreement, companies }, lead, signals);
  const [first] = rules.agreements;
  if (first === undefined) return null;
  const candidate = {
    facts: factsUnder(needsOfAll(rules.agreements)),
    stage: state.stage,
    agreementId: lead.loaded.agreementId,
  };
  const agreement = chooseAgreement(rules.agreements, candidate, now) ?? first;
  const context = contextOf(
    {
      agreement,
      companies,
      now,
      turn: { portal: { ...portal, ...rules } },
      absences: room.desks.after.absencesFor(agreement),
    },
    lead,
    state,
  );
  const facts = factsUnder(agreement);
  return { agreement, facts, state, context, decision: decide(agreement, { facts, state }, context) };
}

function notInstalled(): VersionRefusal {
  return refusal('not-found', 'PORTAL_NOT_FOUND');
}

function noPreview(version: number): VersionRefusal {
  return refusal('not-found', 'NO_PREVIEW', { version });
}
