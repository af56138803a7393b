// Standard properties of activities. When one happened is `hs_timestamp`; when it was entered, `hs_createdate`.
import type { Row } from './property-table.ts';

const COMMON: readonly Row[] = [
  ['hs_timestamp', 'Activity date', 'datetime', 'rw'],
  ['hubspot_owner_id', 'Activity assigned to', 'select', 'rw'],
  ['hubspot_owner_assigneddate', 'Owner assigned date', 'datetime', 'ro?'],
  ['hs_createdate', 'Create date', 'datetime', 'calc'],
  ['hs_lastmodifieddate', 'Last modified at', 'datetime', 'calc'],
  ['hs_object_id', 'Record ID', 'integer', 'calc'],
  ['hs_object_source', 'Record source', 'text', 'calc'],
];

export const CALL_INFORMATION: readonly Row[] = [
  ['hs_call_title', 'Call Title', 'text', 'rw'],
  ['hs_call_body', 'Call notes', 'textarea', 'rw'],
  ['hs_call_direction', 'Call direction', 'select', 'rw', ['INBOUND', 'OUTBOUND']],
  ['hs_call_disposition', 'Call outcome', 'text', 'rw'],
  ['hs_call_duration', 'Call duration', 'number', 'rw'],
  [
    'hs_call_status',
    'Call status',
    'select',
    'rw',
    [
      'BUSY',
      'CALLING_CRM_USER',
      'CANCELED',
      'COMPLETED',
      'CONNECTING',
      'FAILED',
      'IN_PROGRESS',
      'MISSED',
      'NO_ANSWER',
      'QUEUED',
      'RINGING',
    ],
  ],
  ...COMMON,
];

export const MEETING_INFORMATION: readonly Row[] = [
  ['hs_meeting_title', 'Meeting name', 'text', 'rw'],
  ['hs_meeting_body', 'Meeting description', 'textarea', 'rw'],
  ['hs_meeting_start_time', 'Meeting start time', 'datetime', 'rw'],
  ['hs_meeting_end_time', 'Meeting end time', 'datetime', 'rw'],
  [
    'hs_meeting_outcome',
    'Meeting outcome',
    'select',
    'rw',
    ['SCHEDULED', 'COMPLETED', 'RESCHEDULED', 'NO_SHOW', 'CANCELED'],
  ],
  ...COMMON,
];

export const EMAIL_INFORMATION: readonly Row[] = [
  ['hs_email_subject', 'Email subject', 'text', 'rw'],
  ['hs_email_text', 'Email body', 'textarea', 'rw'],
  ['hs_email_direction', 'Email direction', 'select', 'rw', ['EMAIL', 'INCOMING_EMAIL', 'FORWARDED_EMAIL']],
  [
    'hs_email_status',
    'Email send status',
    'select',
    'rw',
    ['BOUNCED', 'FAILED', 'SCHEDULED', 'SENDING', 'SENT'],
  ],
  ['hs_sequence_id', 'Sequence ID', 'text', 'ro?'],
  ...COMMON,
];

export const COMMUNICATION_INFORMATION: readonly Row[] = [
  [
    'hs_communication_channel_type',
    'Channel type',
    'select',
    'rw',
    ['SMS', 'WHATS_APP', 'LINKEDIN_MESSAGE', 'PHYSICAL_MAIL'],
  ],
  ['hs_communication_logged_from', 'Logged from', 'select', 'rw', ['CRM']],
  ['hs_communication_body', 'Body', 'textarea', 'rw'],
  ...COMMON,
];
