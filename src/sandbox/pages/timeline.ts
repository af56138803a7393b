// What happened to a contact, newest first: activities, and which values who changed.
import { type CrmRecord, ENGAGEMENT_TYPES, type PropertyDef, type Source } from '#sandbox/model.ts';
import { type Html, html } from './html.ts';
import { linkedTo } from './linked-records.ts';
import { plainText } from './plain-text.ts';
import { labelOf, showInstant, showNumber, showOwner, showValue } from './show-value.ts';
import type { Shown } from './shown.ts';
import { listPeople, type Visit } from './visit.ts';
import { wordsIn } from './words.ts';

const SHOWN_ENTRIES = 40;
const SHOWN_CHANGES = 12;

interface Entry {
  readonly atMs: number;
  readonly title: string;
  readonly body: Html;
}

interface Change {
  readonly def: PropertyDef;
  readonly value: string;
  readonly before: string;
  readonly atMs: number;
  readonly source: Source;
}

export function renderTimeline(shown: Shown, contact: CrmRecord): Html {
  const { visit } = shown;
  const created: Entry = {
    atMs: contact.createdAtMs,
    title: wordsIn(visit.language).created,
    body: html``,
  };
  const entries = [...activitiesOf(visit, contact), ...changesOf(shown, contact), created]
    .sort((a, b) => b.atMs - a.atMs)
    .slice(0, SHOWN_ENTRIES);
  return html`${entries.map(
    ({ atMs, title, body }) => html`<article class="entry">
<h3>${title}</h3><p class="microcopy">${showInstant(visit, atMs)}</p>${body}</article>`,
  )}`;
}

function activitiesOf(visit: Visit, contact: CrmRecord): readonly Entry[] {
  const { kinds } = wordsIn(visit.language);
  return ENGAGEMENT_TYPES.flatMap((type) =>
    linkedTo(visit.portal, contact, type).map(({ values, createdAtMs }): Entry => {
      const subject =
        values['hs_call_title'] ?? values['hs_meeting_title'] ?? values['hs_email_subject'] ?? '';
      const text =
        values['hs_call_body'] ??
        values['hs_meeting_body'] ??
        values['hs_email_text'] ??
        values['hs_communication_body'] ??
        '';
      const owner = showOwner(visit.portal, values['hubspot_owner_id'] ?? '');
      const lines = [owner, ...plainText(text)].filter(Boolean);
      return {
        atMs: instantOf(values['hs_timestamp']) ?? createdAtMs,
        title: [kinds[type], subject].filter(Boolean).join(' · '),
        body: html`${lines.map((line) => html`<p>${line}</p>`)}`,
      };
    }),
  );
}

function instantOf(value = ''): number | null {
  const atMs = /^\d+$/.test(value) ? Number(value) : Date.parse(value);
  return Number.isNaN(atMs) ? null : atMs;
}

/** One entry for what was written at once. */
function changesOf(shown: Shown, contact: CrmRecord): readonly Entry[] {
  const { visit } = shown;
  const groups = Map.groupBy(
    listChanges(visit, contact),
    ({ atMs, source }) => `${atMs} ${source.changeSource} ${source.sourceId}`,
  );
  return [...groups.values()].flatMap((changes): Entry[] => {
    const [first] = changes;
    if (first === undefined) return [];
    const title = wordsIn(visit.language).changes(whoIs(shown, first.source));
    return [{ atMs: first.atMs, title, body: renderChanges(visit, changes) }];
  });
}

/** What HubSpot calculates follows from the rest. */
function listChanges({ portal }: Visit, contact: CrmRecord): readonly Change[] {
  return [...(contact.history ?? [])].flatMap(([name, versions]) => {
    const def = portal.properties.contacts.get(name);
    if (def === undefined || def.calculated || def.hidden) return [];
    return versions.flatMap(({ value, timestampMs, source }, index): Change[] => {
      const before = versions[index - 1]?.value ?? '';
      return value === before ? [] : [{ def, value, before, atMs: timestampMs, source }];
    });
  });
}

function renderChanges(visit: Visit, changes: readonly Change[]): Html {
  const words = wordsIn(visit.language);
  const left = changes.length - SHOWN_CHANGES;
  const told = ({ def, value, before }: Change): Html => {
    const now = value === '' ? words.emptied : showValue(visit, def, value);
    const then = before === '' ? null : html`<s>${showValue(visit, def, before)}</s> `;
    return html`<div><dt>${labelOf(visit, def)}</dt><dd>${then}${now}</dd></div>`;
  };
  return html`<dl class="changes">${changes.slice(0, SHOWN_CHANGES).map(told)}</dl>
${left > 0 ? html`<p class="microcopy">${words.and(showNumber(visit.language, left))}</p>` : null}`;
}

function whoIs({ world, project, visit }: Shown, { changeSource, sourceId }: Source): string {
  const { sources } = wordsIn(visit.language);
  if (changeSource === 'INTEGRATION')
    return sourceId === String(world.app.appId) ? project.appName : `App ${sourceId ?? ''}`;
  const user = listPeople(visit.portal).find(({ userId }) => sourceId === `userId:${userId}`);
  if (user !== undefined) return user.name || user.email;
  return new Map<string, string>(Object.entries(sources)).get(changeSource) ?? changeSource;
}
