// What a draft looks at and no agreement in force does: it has not been read, so that a preview counts as if it were empty.
import type { Agreement } from '#domain/agreement.ts';
import { listsOfAll } from '#domain/choose-agreement.ts';

export function notRead(draft: Agreement, inForce: readonly Agreement[]): readonly string[] {
  const known = new Set(inForce.flatMap(({ needs }) => needs.contact));
  const lists = listsOfAll(inForce);
  const isLeadsKnown = inForce.some(({ needs }) => needs.hubspotLeads);
  return [
    ...draft.needs.contact.filter((property) => !known.has(property)),
    ...(draft.needs.hubspotLeads && !isLeadsKnown ? ['hubspotLead.hs_pipeline_stage'] : []),
    ...(draft.needs.lists ?? []).filter((list) => !lists.includes(list)).map((list) => `list.${list}`),
  ];
}
