// HubSpot's user object, as far as routing looks at it. Working hours and absences are JSON in a text.
import type { Row } from './property-table.ts';

export const USER_INFORMATION: readonly Row[] = [
  ['hs_internal_user_id', 'User ID', 'integer', 'calc'],
  ['hs_email', 'Email', 'text', 'ro?'],
  ['hs_given_name', 'First name', 'text', 'ro?'],
  ['hs_family_name', 'Last name', 'text', 'ro?'],
  ['hs_job_title', 'Job title', 'text', 'rw'],
  ['hs_standard_time_zone', 'Time zone', 'text', 'rw'],
  ['hs_working_hours', 'Working hours', 'textarea', 'rw'],
  ['hs_out_of_office_hours', 'Out of office hours', 'textarea', 'rw'],
  ['hs_availability_status', 'Availability status', 'select', 'rw', ['available', 'away']],
  ['hs_deactivated', 'Deactivated', 'bool', 'ro?'],
  ['hs_createdate', 'Create date', 'datetime', 'calc'],
  ['hs_lastmodifieddate', 'Last modified date', 'datetime', 'calc'],
  ['hs_object_id', 'Record ID', 'integer', 'calc'],
  ['hs_object_source', 'Record source', 'text', 'calc'],
];
