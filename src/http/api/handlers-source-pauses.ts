// What the routes about paused sources do.
import { pauseLogLine } from '#domain/explain/source-pause-sentences.ts';
import { PER_PERCENT } from '#domain/percent.ts';
import { HttpProblem, inWords } from '#http/problem.ts';
import { describeLiftRefusal } from '#pipeline/consequences/lift-refusals.ts';
import { type LiftRefusal, liftPause } from '#pipeline/consequences/source-pauses.ts';
import { actorOf } from './caller.ts';
import type { SOURCE_PAUSE_ROUTES } from './contract-source-pauses.ts';
import type { HandlersOf } from './handler.ts';

export const SOURCE_PAUSE_HANDLERS: HandlersOf<typeof SOURCE_PAUSE_ROUTES> = {
  listSourcePauses: async ({ consequences }, { params, query }) => {
    const { standing, language, after = null, limit } = query;
    const asked = { standing: standing === 'true', after, limit };
    const { items, next } = await consequences.pauses.list(params.portalId, asked);
    return {
      items: items.map((item) => {
        const { metBy: _met, floor, ...shown } = item;
        return { ...shown, floor: floor / PER_PERCENT, sentence: pauseLogLine(item, language) };
      }),
      next,
    };
  },
  listHeldLeads: async ({ consequences }, { params, query }) => {
    const held = await consequences.pauses.listHeld(params.portalId, params.id, query.limit);
    if (held === null) throw refuse('NO_SUCH_PAUSE');
    return { items: [...held] };
  },
  liftSourcePause: async ({ consequences }, { params, body, caller }) => {
    const roles = caller.kind === 'admin' ? null : caller.roles;
    const { by } = actorOf(caller, body?.reason);
    const lifted = await liftPause(consequences, params, { by, roles });
    if ('refusal' in lifted) throw refuse(lifted.refusal);
    return lifted;
  },
};

const STATUSES: Readonly<Record<LiftRefusal, number>> = {
  NO_SUCH_PAUSE: 404,
  NOT_SALES: 403,
  ALREADY_ENDED: 409,
};

function refuse(code: LiftRefusal): HttpProblem {
  const rest = { status: STATUSES[code], code };
  return new HttpProblem(inWords((language) => describeLiftRefusal(code, language), rest));
}
