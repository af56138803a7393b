// The list of contacts, searched by what a person would type. Looks at the records, not at the search index and its lag.
import type { CrmRecord } from '#sandbox/model.ts';
import { type Html, html } from './html.ts';
import { renderPage } from './shell.ts';
import { nameOf, showInstant, showNumber, valueOf } from './show-value.ts';
import { addressOf, type Visit } from './visit.ts';
import { wordsIn } from './words.ts';

const PAGE_SIZE = 50;
const SEARCHED = ['firstname', 'lastname', 'email', 'company', 'jobtitle'];

export function contactsPage(visit: Visit): string {
  const { portal, query, language } = visit;
  const words = wordsIn(language);
  const wanted = (query.get('q') ?? '').trim();
  const found = [...portal.objects.contacts.live.values()]
    .filter((record) => matches(record, wanted.toLowerCase()))
    .sort((a, b) => b.updatedAtMs - a.updatedAtMs);
  const from = Math.max(0, Math.floor(Number(query.get('from')) || 0));
  const kept = [...query].filter(([name]) => !['q', 'from'].includes(name));
  const body = html`<main class="list-page">
<h1>${words.contacts}</h1>
<form class="search" method="get" role="search">
${kept.map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
<input type="search" name="q" value="${wanted}" placeholder="${words.search}" aria-label="${words.search}">
<button class="button button-secondary">${words.find}</button>
</form>
<div data-live="list">
<p class="microcopy">${found.length === 1 ? words.one : words.found(showNumber(language, found.length))}</p>
${found.length === 0 ? html`<p>${words.nobody}</p>` : tableOf(visit, found.slice(from, from + PAGE_SIZE))}
<nav class="pages">${pageLinks(visit, from, found.length)}</nav>
</div>
</main>`;
  return renderPage(visit, { title: words.contacts, here: 'contacts', body });
}

function matches({ values, id }: CrmRecord, wanted: string): boolean {
  if (wanted === '' || id === wanted) return true;
  const text = SEARCHED.map((name) => values[name] ?? '').join(' ');
  return text.toLowerCase().includes(wanted);
}

function tableOf(visit: Visit, records: readonly CrmRecord[]): Html {
  const words = wordsIn(visit.language);
  const heads = [words.name, words.email, words.company, words.stage, words.owner, words.changed];
  return html`<div class="table-frame"><table>
<thead><tr>${heads.map((head) => html`<th>${head}</th>`)}</tr></thead>
<tbody>${records.map((record) => rowOf(visit, record))}</tbody>
</table></div>`;
}

function rowOf(visit: Visit, record: CrmRecord): Html {
  const shown = ['email', 'company', 'lifecyclestage', 'hubspot_owner_id'];
  return html`<tr>
<td><a href="${addressOf(visit, `contacts/${record.id}`)}">${nameOf(record)}</a></td>
${shown.map((name) => html`<td>${valueOf(visit, record, name)}</td>`)}
<td>${showInstant(visit, record.updatedAtMs)}</td>
</tr>`;
}

function pageLinks(visit: Visit, from: number, total: number): readonly Html[] {
  const words = wordsIn(visit.language);
  const link = (to: number, label: string): Html => {
    const more = { q: visit.query.get('q') ?? '', from: String(to) };
    return html`<a href="${addressOf(visit, 'contacts', more)}">${label}</a>`;
  };
  return [
    ...(from > 0 ? [link(Math.max(0, from - PAGE_SIZE), words.previous)] : []),
    ...(from + PAGE_SIZE < total ? [link(from + PAGE_SIZE, words.next)] : []),
  ];
}
