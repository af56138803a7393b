// A contact's tasks, open ones first, by their due date.
import type { CrmRecord } from '#sandbox/model.ts';
import { type Html, html } from './html.ts';
import { linkedTo } from './linked-records.ts';
import { plainText } from './plain-text.ts';
import { showInstant, showOwner } from './show-value.ts';
import type { Visit } from './visit.ts';
import { wordsIn } from './words.ts';

export function renderTasks(visit: Visit, contact: CrmRecord): Html {
  const tasks = linkedTo(visit.portal, contact, 'tasks').sort(
    (a, b) => Number(isDone(a)) - Number(isDone(b)) || dueMs(a) - dueMs(b),
  );
  if (tasks.length === 0) return html`<p>${wordsIn(visit.language).noTasks}</p>`;
  return html`${tasks.map((task) => renderTask(visit, task))}`;
}

function renderTask(visit: Visit, task: CrmRecord): Html {
  const words = wordsIn(visit.language);
  const { values } = task;
  const facts = [
    isDone(task) ? words.done : `${words.due} ${showInstant(visit, dueMs(task))}`,
    showOwner(visit.portal, values['hubspot_owner_id'] ?? ''),
  ];
  return html`<article class="entry ${isDone(task) ? 'entry-done' : ''}">
<h3>${values['hs_task_subject'] ?? ''}</h3>
<p class="microcopy">${facts.filter(Boolean).join(' · ')}</p>
${paragraphsOf(values['hs_task_body'] ?? '')}
</article>`;
}

function paragraphsOf(body: string): readonly Html[] {
  return plainText(body).map((line) => html`<p>${line}</p>`);
}

function isDone({ values }: CrmRecord): boolean {
  return values['hs_task_status'] === 'COMPLETED';
}

function dueMs({ values }: CrmRecord): number {
  const due = values['hs_timestamp'] ?? '';
  return /^\d+$/.test(due) ? Number(due) : Date.parse(due);
}
