// Standard deal properties of the default pipeline. Whether a deal is closed, and how, is derived from its stage.
import type { Row } from './property-table.ts';

const DEAL_STAGES = [
  'appointmentscheduled',
  'qualifiedtobuy',
  'presentationscheduled',
  'decisionmakerboughtin',
  'contractsent',
  'closedwon',
  'closedlost',
];

export const DEAL_INFORMATION: readonly Row[] = [
  ['dealname', 'Deal Name', 'text', 'rw'],
  ['pipeline', 'Pipeline', 'select', 'rw', ['default']],
  ['dealstage', 'Deal Stage', 'radio', 'rw', DEAL_STAGES],
  ['amount', 'Amount', 'number', 'rw'],
  ['closedate', 'Close Date', 'datetime', 'rw'],
  ['hubspot_owner_id', 'Deal owner', 'select', 'rw'],
  ['hubspot_owner_assigneddate', 'Owner assigned date', 'datetime', 'ro?'],
  ['hs_is_closed', 'Is Closed', 'bool', 'calc'],
  ['hs_is_closed_won', 'Is Closed Won', 'bool', 'calc'],
  ['hs_is_closed_lost', 'Is closed lost', 'bool', 'calc'],
  ['createdate', 'Create Date', 'datetime', 'calc'],
  ['hs_createdate', 'HubSpot Create Date', 'datetime', 'calc'],
  ['hs_lastmodifieddate', 'Last Modified Date', 'datetime', 'calc'],
  ['hs_object_id', 'Record ID', 'integer', 'calc'],
  ['hs_object_source', 'Record source', 'text', 'calc'],
  ['hs_unique_creation_key', 'Unique creation key', 'text', 'calc'],
];
