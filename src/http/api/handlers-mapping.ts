// What the routes of the mapping do.
import type { WebContext } from '#http/web-context.ts';
import { changeMapping, type MappingDeps, readMapping } from '#pipeline/mapping/mapping.ts';
import { actorOf } from './caller.ts';
import type { MAPPING_ROUTES } from './contract-mapping.ts';
import type { HandlersOf } from './handler.ts';
import { done, showUploaded } from './handlers-agreements.ts';

export const MAPPING_HANDLERS: HandlersOf<typeof MAPPING_ROUTES> = {
  readMapping: async (context, { params: { portalId }, query, language }) => {
    const which = { portalId, agreementId: query.agreement };
    const read = done(await readMapping(depsOf(context), which, language));
    const { reasons, leadStatus, hubspotLeads, stages, lifecycle, fields, properties, outputs, targets } =
      read;
    return {
      ...read,
      reasons: [...reasons],
      leadStatus: [...leadStatus],
      hubspotLeads:
        hubspotLeads === null
          ? null
          : { stages: [...hubspotLeads.stages], reasons: [...hubspotLeads.reasons] },
      stages: [...stages],
      lifecycle: [...lifecycle],
      fields: [...fields],
      properties: { contact: [...properties.contact], company: [...properties.company] },
      outputs: outputs.map((one) => ({ ...one, kinds: [...one.kinds] })),
      targets: [...targets],
    };
  },
  changeMapping: async (context, { params: { portalId }, query, body, caller, language }) => {
    const { reason, stages, fields = null, outputs = {}, ...rest } = body;
    const which = { portalId, agreementId: query.agreement };
    const change = { ...rest, stages: Object.fromEntries(Object.entries(stages)), fields, outputs };
    const wish = { change, caller: actorOf(caller, reason), language };
    const changed = done(await changeMapping(depsOf(context), which, wish));
    return { ...showUploaded(changed), changes: changed.diff === null ? null : [...changed.diff.changes] };
  },
};

function depsOf({ versions, admin }: WebContext): MappingDeps {
  return { versions, readOptions: (portalId) => admin.readPortalOptions(portalId) };
}
