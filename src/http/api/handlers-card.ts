// What the routes of the record card and the settings page do.
import { installUrlOf } from '#http/consent-page.ts';
import { HttpProblem, inWords } from '#http/problem.ts';
import { type ProblemKey, problemWords } from '#http/problem-words.ts';
import type { WebContext } from '#http/web-context.ts';
import { isRequiredScope, OPTIONAL_SCOPES, REQUIRED_SCOPES, SCOPE_USES } from '#hubspot/scopes.ts';
import { type AskOutcome, askSales, type SalesWish } from '#pipeline/ask-sales.ts';
import { isManagerOf } from '#pipeline/lead-rights.ts';
import { actorOf, type KnownCaller } from './caller.ts';
import { showCard } from './card-report.ts';
import type { CARD_ROUTES } from './contract-card.ts';
import type { HandlersOf } from './handler.ts';
import { readChannels } from './handlers-notices.ts';
import { asRep, isOwnLead } from './own-leads.ts';

export const CARD_HANDLERS: HandlersOf<typeof CARD_ROUTES> = {
  readCard: async (context, { params, query, caller, language }) => {
    const rep = asRep(caller);
    if (rep !== null && !(await isOwnLead(context, rep, params.contactId))) throw refuse('unknown');
    const shown = await showCard(context, params, { caller, language: query.language ?? language });
    if (shown === null) throw refuse('unknown');
    return shown;
  },
  askHandOver: (context, { params, caller }) => ask(context, params, { caller, wish: { kind: 'handOver' } }),
  askRecycle: (context, { params, body, caller }) =>
    ask(context, params, { caller, wish: { kind: 'recycle', track: body?.track ?? '' } }),
  setLanguage: async ({ admin }, { params, body: { language }, caller }) => {
    const { by } = actorOf(caller);
    return { changed: await admin.setLanguage(params.portalId, { language, by }), language };
  },
  readSettings: async (context, { params: { portalId }, query, caller, language }) => {
    const { reports, config } = context;
    const isAdmin = caller.kind === 'admin' || caller.roles.includes('admin');
    const [portal, agreement, withheld, channels] = await Promise.all([
      reports.readPortal(portalId),
      reports.readAgreement(portalId),
      reports.summarizeWithheld(portalId),
      isAdmin ? readChannels(context, portalId) : null,
    ]);
    if (portal === null) throw refuse('unknown');
    const { scopes, ...shown } = portal;
    const spoken = query.language ?? language;
    const right = {
      document: agreement?.document ?? null,
      now: new Date(context.clock.nowMs()).toISOString(),
      timeZone: portal.timeZone,
    };
    const email = caller.kind === 'user' ? caller.email : '';
    return {
      language: spoken,
      isAdmin,
      sides: (['marketing', 'sales'] as const).filter((side) => isManagerOf(side, right, email)),
      console: config.publicUrl,
      portal: shown,
      scopes: {
        missing: listMissing(scopes, spoken),
        grantUrl: installUrlOf(config.publicUrl, portalId),
      },
      withheld: [...withheld],
      channels,
    };
  },
};

/** The required ones first. */
function listMissing(granted: readonly string[], language: 'en' | 'fr') {
  return [...REQUIRED_SCOPES, ...OPTIONAL_SCOPES]
    .filter((scope) => !granted.includes(scope))
    .map((scope) => ({ scope, required: isRequiredScope(scope), use: SCOPE_USES[scope][language] }));
}

async function ask(
  context: WebContext,
  { portalId, contactId }: { readonly portalId: string; readonly contactId: string },
  { caller, wish }: { readonly caller: KnownCaller; readonly wish: SalesWish['wish'] },
): Promise<{ asked: true; at: string }> {
  // The token's holder is nobody whom the agreement names.
  if (caller.kind === 'admin') throw refuse('forbidden');
  const { userId, email: userEmail, at } = caller;
  const outcome = await askSales(context, { portalId, contactId, userId, userEmail, wish, at });
  if (outcome !== 'asked') throw refuse(outcome);
  return { asked: true, at };
}

const REFUSALS: Readonly<Record<Exclude<AskOutcome, 'asked'>, readonly [number, string, ProblemKey]>> = {
  unknown: [404, 'NOT_FOUND', 'noSuchLead'],
  forbidden: [403, 'FORBIDDEN', 'notYours'],
  'unknown-track': [422, 'UNKNOWN_TRACK', 'unknownTrack'],
};

function refuse(outcome: Exclude<AskOutcome, 'asked'>): HttpProblem {
  const [status, code, key] = REFUSALS[outcome];
  return new HttpProblem(inWords(problemWords(key), { status, code }));
}
