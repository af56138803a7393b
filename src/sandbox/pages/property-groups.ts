// A contact's values in their groups: those that an app brought first, then HubSpot's own.
import { readProperty } from '#sandbox/crm/read-values.ts';
import type { CrmRecord, PropertyDef, PropertyGroup } from '#sandbox/model.ts';
import { type Html, html } from './html.ts';
import { labelIn, labelOf, showValue } from './show-value.ts';
import type { Visit } from './visit.ts';
import { wordsIn } from './words.ts';

/** The others are folded. */
const OPEN_GROUPS = 2;

interface Filled {
  readonly group: PropertyGroup;
  readonly isHubspots: boolean;
  readonly defs: readonly PropertyDef[];
}

export function renderGroups(visit: Visit, contact: CrmRecord): readonly Html[] {
  const properties = [...visit.portal.properties.contacts.values()];
  const groups = [...visit.portal.groups.contacts.values()].map((group): Filled => {
    const defs = properties.filter(({ groupName, hidden }) => groupName === group.name && !hidden);
    return { group, defs, isHubspots: defs.some(({ hubspotDefined }) => hubspotDefined) };
  });
  return groups
    .filter(({ defs }) => defs.length > 0)
    .sort(
      (a, b) => Number(a.isHubspots) - Number(b.isHubspots) || a.group.displayOrder - b.group.displayOrder,
    )
    .map((filled, index) => renderGroup(visit, contact, { ...filled, isOpen: index < OPEN_GROUPS }));
}

function renderGroup(
  visit: Visit,
  contact: CrmRecord,
  { group, defs, isHubspots, isOpen }: Filled & { readonly isOpen: boolean },
): Html {
  const { language } = visit;
  const rows = defs.flatMap((def) => {
    const value = showValue(visit, def, readProperty(contact, def.name) ?? '');
    return value === '' ? [] : [html`<div><dt>${labelOf(visit, def)}</dt><dd>${value}</dd></div>`];
  });
  const label = isHubspots ? labelIn(language, group.label) : group.label;
  return html`<details class="panel"${isOpen ? html` open` : null}><summary>${label}</summary>
<dl class="values" data-live="group-${group.name}">${rows.length === 0 ? html`<p>${wordsIn(language).noValues}</p>` : rows}</dl></details>`;
}
