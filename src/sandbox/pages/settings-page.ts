// The app's settings page, as HubSpot shows it under connected apps.
import { extensionsAt, placeOf } from './extension-places.ts';
import { html } from './html.ts';
import { renderPage } from './shell.ts';
import type { Shown } from './shown.ts';
import { wordsIn } from './words.ts';

export function settingsPage(shown: Shown): string {
  const { project, visit } = shown;
  const { settings, noProject } = wordsIn(visit.language);
  const extensions = extensionsAt(project, 'settings');
  const body = html`<main class="settings-page"><h1>${settings} · ${project.appName}</h1>
${
  extensions.length === 0
    ? html`<p>${noProject}</p>`
    : extensions.map((extension) => html`<section class="panel">${placeOf(shown, extension)}</section>`)
}</main>`;
  return renderPage(visit, { title: settings, here: 'settings', body });
}
