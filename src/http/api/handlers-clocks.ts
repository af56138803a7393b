// What the routes of the running promises do.
import { HttpProblem, inWords } from '#http/problem.ts';
import type { WebContext } from '#http/web-context.ts';
import { type ClockChange, type ClockRefusal, changeClocks } from '#pipeline/clocks/change-clocks.ts';
import { describeClockRefusal } from '#pipeline/clocks/refusals.ts';
import { actorOf, type KnownCaller } from './caller.ts';
import type { CLOCK_ROUTES } from './contract-clocks.ts';
import type { HandlersOf } from './handler.ts';

export const CLOCK_HANDLERS: HandlersOf<typeof CLOCK_ROUTES> = {
  listClocks: async ({ reports }, { params, query }) => {
    const { show, within, owner = null, after = null, limit } = query;
    const asked = { show, withinHours: within, ownerId: owner, after, limit };
    const { items, next } = await reports.listOpenClocks(params.portalId, asked);
    return { items: [...items], next };
  },
  pauseLead: (context, { params, body, caller }) =>
    change(context, params, { caller, change: { kind: 'pause', reason: body.reason }, text: body.note }),
  resumeLead: (context, { params, body, caller }) =>
    change(context, params, { caller, change: { kind: 'resume' }, text: body?.note }),
  excusePromise: (context, { params, body, caller }) =>
    change(context, params, { caller, change: { kind: 'excuse', clause: body.clause }, text: body.text }),
};

async function change(
  { clocks }: WebContext,
  place: { readonly portalId: string; readonly contactId: string },
  act: { readonly caller: KnownCaller; readonly change: ClockChange; readonly text: string | undefined },
): Promise<{ at: string }> {
  const caller = actorOf(act.caller, act.text);
  const outcome = await changeClocks(clocks, place, { caller, change: act.change });
  if (outcome.ok) return { ...outcome.value };
  throw refuse(outcome.error);
}

const STATUSES = { 'not-found': 404, forbidden: 403, conflict: 409, 'bad-request': 400 } as const;

function refuse(refusal: ClockRefusal): HttpProblem {
  const rest = { status: STATUSES[refusal.kind], code: refusal.code };
  return new HttpProblem(inWords((language) => describeClockRefusal(refusal, language), rest));
}
