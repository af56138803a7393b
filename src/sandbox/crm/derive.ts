// What HubSpot sets by itself when something else changes: stage dates, owner date, e-mail domain, task completion.
import { findStage, LEAD_STATES } from '#sandbox/catalog/lead-properties.ts';
import type { ObjectType, Portal, Values } from '#sandbox/model.ts';
import { deriveStageDates } from './lifecycle.ts';
import { formatInstant } from './read-values.ts';

export interface Change {
  readonly objectType: ObjectType;
  readonly before: Values;
  readonly changes: Readonly<Record<string, string>>;
  readonly atMs: number;
}

export function deriveValues(portal: Portal, change: Change): Record<string, string> {
  const derived: Record<string, string> = {};
  const { changes, before, objectType, atMs } = change;
  const stage = changes['lifecyclestage'];
  if (stage !== undefined) {
    Object.assign(
      derived,
      deriveStageDates(portal, objectType, { from: before['lifecyclestage'] ?? '', to: stage, atMs }),
    );
  }
  const owner = changes['hubspot_owner_id'];
  if (owner !== undefined) derived['hubspot_owner_assigneddate'] = owner === '' ? '' : formatInstant(atMs);
  const email = changes['email'];
  if (email !== undefined && objectType === 'contacts')
    derived['hs_email_domain'] = email.split('@')[1] ?? '';
  return { ...derived, ...FROM_STATUS[objectType]?.(change, portal) };
}

/** What follows from the stage or status of a record, by type. */
const FROM_STATUS: Partial<Record<ObjectType, (change: Change, portal: Portal) => Record<string, string>>> = {
  deals: deriveClosing,
  leads: deriveLeadState,
  tasks: deriveCompletion,
};

/** The close date becomes the day of closing, as in HubSpot's default settings. */
function deriveClosing({ changes, atMs }: Change): Record<string, string> {
  const stage = changes['dealstage'];
  if (stage === undefined) return {};
  const isClosed = stage === 'closedwon' || stage === 'closedlost';
  return {
    hs_is_closed: String(isClosed),
    hs_is_closed_won: String(stage === 'closedwon'),
    hs_is_closed_lost: String(stage === 'closedlost'),
    ...(isClosed ? { closedate: formatInstant(atMs) } : {}),
  };
}

/** HubSpot's flags of the stage. A stage belongs to one pipeline. */
function deriveLeadState({ changes }: Change, { leadPipelines }: Portal): Record<string, string> {
  const found = findStage(leadPipelines, changes['hs_pipeline_stage'] ?? '');
  if (found === null) return {};
  const flags = LEAD_STATES.map((state) => [`hs_lead_is_${state}`, String(state === found.state)] as const);
  const isOpen = found.state === 'new' || found.state === 'in_progress';
  return { ...Object.fromEntries(flags), hs_lead_is_open: String(isOpen), hs_pipeline: found.pipeline };
}

function deriveCompletion({ changes, atMs }: Change): Record<string, string> {
  const status = changes['hs_task_status'];
  if (status === undefined) return {};
  const isCompleted = status === 'COMPLETED';
  return {
    hs_task_is_completed: String(isCompleted),
    hs_task_completion_date: isCompleted ? formatInstant(atMs) : '',
  };
}
