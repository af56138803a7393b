// One contact as HubSpot shows it: properties on the left, activities and the app's tabs in the middle, company and the app's
// sidebar cards on the right.
import type { CrmRecord, Portal } from '#sandbox/model.ts';
import { extensionsAt, placeOf } from './extension-places.ts';
import { type Html, html } from './html.ts';
import { renderGroups } from './property-groups.ts';
import { renderPage } from './shell.ts';
import { nameOf, valueOf } from './show-value.ts';
import type { Shown } from './shown.ts';
import { renderTasks } from './tasks.ts';
import { renderTimeline } from './timeline.ts';
import { addressOf, type Visit } from './visit.ts';
import { wordsIn } from './words.ts';

export function recordPage(shown: Shown, contact: CrmRecord): string {
  const { visit } = shown;
  const body = html`<main class="record">
<aside class="record-left">
<header class="person"><span class="face">${initialsOf(contact)}</span>
<div data-live="person"><h1>${nameOf(contact)}</h1>
<p>${[contact.values['jobtitle'], contact.values['company']].filter(Boolean).join(' · ')}</p>
<p class="microcopy">${contact.values['email'] ?? ''}</p></div></header>
${renderGroups(visit, contact)}
</aside>
<section class="record-middle">${middleOf(shown, contact)}</section>
<aside class="record-right">
${extensionsAt(shown.project, 'crm.record.sidebar').map(
  (extension) =>
    html`<section class="panel"><h2>${extension.name}</h2>${placeOf(shown, extension, contact.id)}</section>`,
)}
<section class="panel"><h2>${wordsIn(visit.language).company}</h2><div data-live="company">${companyOf(visit, contact)}</div></section>
</aside>
</main>`;
  const ownerId = contact.values['hubspot_owner_id'] ?? '';
  return renderPage(visit, { title: nameOf(contact), here: 'contacts', body, ownerId });
}

function initialsOf(contact: CrmRecord): string {
  const [first = '', second = ''] = nameOf(contact).split(/\s+/);
  return `${first.charAt(0)}${second.charAt(0)}`.toUpperCase();
}

function middleOf(shown: Shown, contact: CrmRecord): Html {
  const { visit } = shown;
  const words = wordsIn(visit.language);
  const tabs = extensionsAt(shown.project, 'crm.record.tab');
  const open = tabs.find(({ uid }) => uid === visit.query.get('tab'));
  const link = (tab: string, label: string, isOpen: boolean): Html =>
    html`<a role="tab" aria-selected="${String(isOpen)}" href="${addressOf(visit, `contacts/${contact.id}`, tab === '' ? {} : { tab })}">${label}</a>`;
  return html`<nav class="tab-bar" role="tablist">${link('', words.activities, open === undefined)}${tabs.map(
    ({ uid, name }) => link(uid, name, uid === open?.uid),
  )}</nav>
${
  open === undefined
    ? html`<section class="panel"><h2>${words.tasks}</h2><div data-live="tasks">${renderTasks(visit, contact)}</div></section>
<section class="panel"><h2>${words.timeline}</h2><div data-live="timeline">${renderTimeline(shown, contact)}</div></section>`
    : html`<section class="panel">${placeOf(shown, open, contact.id)}</section>`
}`;
}

function companyOf(visit: Visit, contact: CrmRecord): Html {
  const company = findCompany(visit.portal, contact);
  if (company === undefined) return html`<p>${wordsIn(visit.language).noCompany}</p>`;
  const lines = ['domain', 'industry', 'numberofemployees', 'country'].flatMap((name) => {
    const value = valueOf(visit, company, name);
    return value === '' ? [] : [html`<p class="microcopy">${value}</p>`];
  });
  return html`<p><strong>${company.values['name'] ?? company.id}</strong></p>${lines}`;
}

/** The primary one, where the contact has several. */
function findCompany(portal: Portal, { id }: CrmRecord): CrmRecord | undefined {
  const PRIMARY = 1;
  const linked = [...portal.associations.list({ type: 'contacts', id }, 'companies')];
  const [companyId] = linked.find(([, types]) => types.has(PRIMARY)) ?? linked[0] ?? [''];
  return portal.objects.companies.live.get(companyId);
}
