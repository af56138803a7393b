// Standard task properties. A task's due date is `hs_timestamp`; completion facts are derived from the status.
import type { Row } from './property-table.ts';

export const TASK_INFORMATION: readonly Row[] = [
  ['hs_timestamp', 'Due date', 'datetime', 'rw'],
  ['hs_task_subject', 'Task Title', 'text', 'rw'],
  ['hs_task_body', 'Task Notes', 'textarea', 'rw'],
  [
    'hs_task_status',
    'Task Status',
    'select',
    'rw',
    ['NOT_STARTED', 'IN_PROGRESS', 'WAITING', 'COMPLETED', 'DEFERRED'],
  ],
  ['hs_task_priority', 'Priority', 'select', 'rw', ['NONE', 'LOW', 'MEDIUM', 'HIGH']],
  ['hs_task_type', 'Task Type', 'select', 'rw', ['EMAIL', 'CALL', 'TODO']],
  ['hs_task_reminders', 'Reminder', 'text', 'rw'],
  ['hubspot_owner_id', 'Assigned to', 'select', 'rw'],
  ['hubspot_owner_assigneddate', 'Owner assigned date', 'datetime', 'ro?'],
  ['hs_task_completion_date', 'Completed at', 'datetime', 'calc'],
  ['hs_task_is_completed', 'Is completed', 'bool', 'calc'],
  ['hs_createdate', 'Create date', 'datetime', 'calc'],
  ['hs_lastmodifieddate', 'Last modified at', 'datetime', 'calc'],
  ['hs_object_id', 'Record ID', 'integer', 'calc'],
  ['hs_object_source', 'Record source', 'text', 'calc'],
  ['hs_unique_creation_key', 'Unique creation key', 'text', 'calc'],
];
