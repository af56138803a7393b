// Where to look in a browser while the demo runs: a lead that waits for its owner's answer, and the settings.
import { INSTALLER } from '#sandbox/oauth.ts';
import { type LedgerLead, loadLedgerLeads } from '#store/ledger.ts';
import type { DemoOptions } from './options.ts';
import { totalOf } from './report.ts';
import { PORTAL_ID, PORTAL_NUMBER, type Stage } from './stage.ts';
import { textIn } from './texts.ts';

export async function renderAddresses(stage: Stage, { language }: DemoOptions): Promise<string> {
  const leads = await loadLedgerLeads(stage.database, PORTAL_ID);
  const telling = findTelling(stage, leads);
  const page = (path: string, user: number): string =>
    `${stage.sandboxUrl}/portals/${PORTAL_ID}/${path}?user=${user}&language=${language}`;
  const rows = [
    ...(telling === null
      ? []
      : [[textIn(language, 'lookAtLead'), page(`contacts/${telling.contactId}`, telling.userId)]]),
    [textIn(language, 'lookAtContacts'), page('contacts', INSTALLER.id)],
    [textIn(language, 'lookAtSettings'), page('settings', INSTALLER.id)],
  ];
  return rows.map(([label, address]) => `  ${label}\n    ${address}`).join('\n');
}

/** Of those that sales still has to answer the one with the best score, seen as its owner; else the best of all. */
function findTelling(
  { sandbox }: Stage,
  leads: readonly LedgerLead[],
): { readonly contactId: string; readonly userId: number } | null {
  const { objects, owners } = sandbox.requirePortal(PORTAL_NUMBER);
  const sorted = leads.toSorted((a, b) => totalOf(b) - totalOf(a));
  const [lead] = [...sorted.filter(({ state }) => state.status === 'handedOver'), ...sorted];
  if (lead === undefined) return null;
  const ownerId = objects.contacts.live.get(lead.contactId)?.values['hubspot_owner_id'] ?? '';
  return { contactId: lead.contactId, userId: owners.get(ownerId)?.userId ?? INSTALLER.id };
}
