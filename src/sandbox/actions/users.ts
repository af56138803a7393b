// What a user, or an admin for him, sets in HubSpot's screens: working hours, out of office, an account closed to him.
import { updateRecord } from '#sandbox/crm/records.ts';
import { findUser } from '#sandbox/crm/users.ts';
import { checkRow } from '#sandbox/crm/validate-row.ts';
import type { Owner, Portal } from '#sandbox/model.ts';
import type { AdminAction } from './action.ts';
import { personContext } from './find-record.ts';

type UserAction = Extract<AdminAction, { type: 'setWorkingHours' | 'setOutOfOffice' | 'deactivateUser' }>;

export function applyToUser(portal: Portal, action: UserAction): void {
  const owner = requireOwner(portal, action.ownerId);
  const record = findUser(portal, owner);
  if (record === undefined) throw new Error(`owner ${owner.id} is no user`);
  const row = {
    objectType: 'users',
    properties: propertiesOf(action),
    record,
    byApi: false,
    version: '2026-03',
  } as const;
  const { values } = checkRow(portal, row, new Set());
  const context = personContext(portal, action);
  updateRecord(portal, record, { values, ...context });
  if (action.type !== 'deactivateUser') return;
  owner.archived = action.deactivated;
  owner.updatedAtMs = context.atMs;
}

function propertiesOf(action: UserAction): Record<string, string> {
  switch (action.type) {
    case 'setWorkingHours':
      return {
        hs_standard_time_zone: action.timeZone,
        hs_working_hours: JSON.stringify(action.hours),
      };
    case 'setOutOfOffice':
      return {
        hs_out_of_office_hours: JSON.stringify(
          action.ranges.map(({ startMs, endMs }) => ({ startTimestamp: startMs, endTimestamp: endMs })),
        ),
      };
    case 'deactivateUser':
      return { hs_deactivated: String(action.deactivated) };
  }
}

export function requireOwner(portal: Portal, ownerId: string): Owner {
  const owner = portal.owners.get(ownerId);
  if (owner === undefined) throw new Error(`no such owner: ${ownerId}`);
  return owner;
}
