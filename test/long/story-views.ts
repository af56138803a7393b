// Each lead of the story as HubSpot shows it, from leap to leap: stage, owner, and the open tasks that Accord made about it.
import type { Ground } from '#demo/story-sla/ground.ts';
import { OWNER_PROPERTY, STAGE_PROPERTY } from '#domain/names.ts';

export interface View {
  readonly atMs: number;
  /** Stage, owner, and owner and due time of each open task. */
  readonly shown: string;
}

/** By contact id, oldest first; one entry per change. */
export type Views = ReadonlyMap<string, readonly View[]>;

export function watchLeads(ground: Ground): { look(): void; readonly views: Views } {
  const { objects, associations } = ground.sandbox.requirePortal(ground.portalNumber);
  const { contacts, tasks } = objects;
  const views = new Map<string, View[]>();
  const isAbout = (taskId: string, contactId: string): boolean =>
    associations
      .listAll({ type: 'tasks', id: taskId })
      .some(({ to }) => to.type === 'contacts' && to.id === contactId);
  const look = (): void => {
    const open = [...tasks.live.values()].filter(
      ({ values }) => isOwn(values['accord_task_key'] ?? '') && values['hs_task_status'] !== 'COMPLETED',
    );
    for (const { id, values } of contacts.live.values()) {
      const about = open
        .filter((task) => isAbout(task.id, id))
        .map((task) => [task.values[OWNER_PROPERTY], task.values['hs_timestamp']].join(' until '));
      const shown = [values[STAGE_PROPERTY], values[OWNER_PROPERTY], ...about].join(', ');
      const seen = views.get(id) ?? [];
      if (seen.at(-1)?.shown !== shown) seen.push({ atMs: ground.clock.nowMs(), shown });
      views.set(id, seen);
    }
  };
  return { look, views };
}

/** A notice's task is its manager's. */
function isOwn(key: string): boolean {
  return /^(?!\d+:notice:)./.test(key);
}
