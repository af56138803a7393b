// Reads one property of a record, including those that HubSpot derives from the record itself.
import type { ObjectType, Values } from '#sandbox/model.ts';

export interface Readable {
  readonly id: string;
  readonly values: Values;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
}

const ACTIVITY_DATES = ['hs_object_id', 'hs_createdate', 'hs_lastmodifieddate'];

/** The three properties that every answer carries, per object type. */
export const ALWAYS_SHOWN: Readonly<Record<ObjectType, readonly string[]>> = {
  contacts: ['hs_object_id', 'createdate', 'lastmodifieddate'],
  companies: ['hs_object_id', 'createdate', 'hs_lastmodifieddate'],
  tasks: ACTIVITY_DATES,
  deals: ['hs_object_id', 'createdate', 'hs_lastmodifieddate'],
  leads: ACTIVITY_DATES,
  users: ACTIVITY_DATES,
  calls: ACTIVITY_DATES,
  meetings: ACTIVITY_DATES,
  emails: ACTIVITY_DATES,
  communications: ACTIVITY_DATES,
};

/** What a read without a property list answers besides. */
export const SHOWN_BY_DEFAULT: Readonly<Record<ObjectType, readonly string[]>> = {
  contacts: ['email', 'firstname', 'lastname'],
  companies: ['name', 'domain'],
  tasks: [],
  deals: ['dealname', 'amount', 'closedate', 'pipeline', 'dealstage'],
  leads: ['hs_lead_name', 'hs_pipeline', 'hs_pipeline_stage'],
  users: [],
  calls: [],
  meetings: [],
  emails: [],
  communications: [],
};

export function readProperty(record: Readable, name: string): string | undefined {
  switch (name) {
    case 'hs_object_id':
      return record.id;
    case 'createdate':
    case 'hs_createdate':
      return formatInstant(record.createdAtMs);
    case 'lastmodifieddate':
    case 'hs_lastmodifieddate':
      return formatInstant(record.updatedAtMs);
    default:
      return record.values[name];
  }
}

export function formatInstant(atMs: number): string {
  return new Date(atMs).toISOString();
}
