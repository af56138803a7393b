// What the routes about consequences do.
import { logLine } from '#domain/explain/consequence-log.ts';
import { HttpProblem, inWords } from '#http/problem.ts';
import type { UndoRefusal } from '#pipeline/consequences/consequence-store.ts';
import { undoConsequence } from '#pipeline/consequences/undo-consequence.ts';
import { describeUndoRefusal } from '#pipeline/consequences/undo-refusals.ts';
import { actorOf } from './caller.ts';
import type { CONSEQUENCE_ROUTES } from './contract-consequences.ts';
import type { HandlersOf } from './handler.ts';

export const CONSEQUENCE_HANDLERS: HandlersOf<typeof CONSEQUENCE_ROUTES> = {
  listConsequences: async ({ consequences }, { params, query }) => {
    const { suspended, language, after = null, limit } = query;
    const asked = { suspended: suspended === 'true', after, limit };
    const { items, next } = await consequences.store.list(params.portalId, asked);
    return {
      items: items.map((item) => {
        const { leadId: _lead, ownerName: _name, ...shown } = item;
        return { ...shown, sentence: logLine(item, language) };
      }),
      next,
    };
  },
  undoConsequence: async ({ consequences }, { params, body, caller }) => {
    const outcome = await undoConsequence(consequences, params, actorOf(caller, body?.reason));
    if ('refusal' in outcome) throw refuse(outcome.refusal);
    return { at: outcome.at };
  },
};

const STATUSES: Readonly<Record<UndoRefusal, number>> = {
  NO_SUCH_CONSEQUENCE: 404,
  NOT_A_MANAGER: 403,
  ALREADY_TAKEN_BACK: 409,
  CYCLE_OVER: 409,
};

function refuse(code: UndoRefusal): HttpProblem {
  const rest = { status: STATUSES[code], code };
  return new HttpProblem(inWords((language) => describeUndoRefusal(code, language), rest));
}
