// The frame of every page: where one is, and as whom.
import { type Html, html } from './html.ts';
import { addressOf, LANGUAGES, listPeople, type Person, type Visit } from './visit.ts';
import { wordsIn } from './words.ts';

interface Page {
  readonly title: string;
  readonly here: 'contacts' | 'settings';
  readonly body: Html;
  /** Owner of what is shown, marked among the people to choose from. */
  readonly ownerId?: string;
}

export function renderPage(visit: Visit, { title, here, body, ownerId = '' }: Page): string {
  const { language } = visit;
  const words = wordsIn(language);
  const link = (place: Page['here'], label: string): Html =>
    html`<a href="${addressOf(visit, place)}"${place === here ? html` aria-current="page"` : null}>${label}</a>`;
  const page = html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${title}</title>
<link rel="icon" href="data:,"><link rel="stylesheet" href="/portals/style.css">
<script defer src="/portals/page.js"></script>
</head>
<body>
<header class="bar">
<strong>Sandbox</strong>
<nav>${link('contacts', words.contacts)}${link('settings', words.settings)}</nav>
${chooser(visit, ownerId)}
</header>
<div class="alerts" data-alerts></div>
${body}
</body>
</html>`;
  return page.text;
}

function chooser(visit: Visit, ownerId: string): Html {
  const { portal, user, language, query } = visit;
  const words = wordsIn(language);
  const known = listPeople(portal);
  const people = known.some(({ userId }) => userId === user.userId) ? known : [user, ...known];
  const ownerUser = portal.owners.get(ownerId)?.userId;
  const kept = [...query].filter(([name]) => !['user', 'email', 'language'].includes(name));
  const told = (person: Person): string =>
    [person.name || person.email || `${words.unknownUser} ${person.userId}`]
      .concat(person.userId === ownerUser ? [`(${words.ofContact})`] : [])
      .join(' ');
  return html`<form method="get" data-visit>
${kept.map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
<label>${words.actsAs} <select name="user">${people.map(
    (person) =>
      html`<option value="${person.userId}"${person.userId === user.userId ? html` selected` : null}>${told(person)}</option>`,
  )}</select></label>
<label>${words.language} <select name="language">${LANGUAGES.map(
    (one) =>
      html`<option value="${one}"${one === language ? html` selected` : null}>${words.languages[one]}</option>`,
  )}</select></label>
</form>`;
}
