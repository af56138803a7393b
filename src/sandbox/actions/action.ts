// What people, visitors and admins can do to a portal, as data: the language of the demo's life and of tests.
import { z } from 'zod';
import { OPERATORS } from '#sandbox/crm/search-filters.ts';
import { ENGAGEMENT_TYPES, OBJECT_TYPES } from '#sandbox/model.ts';

const Properties = z.record(z.string(), z.string());
const ObjectTypeName = z.enum(OBJECT_TYPES);

/** `atMs` dates the action (default: the sandbox's clock); `by` is the HubSpot user id of who did it. */
const base = { atMs: z.number().optional(), by: z.number().optional() };
/** A record by id, or a contact by e-mail. */
const who = { ...base, id: z.string().optional(), email: z.string().optional() };
const typed = { ...who, objectType: ObjectTypeName.default('contacts') };

/** `label`: of an admin's own, in his words. */
const LinkTo = z.strictObject({
  type: ObjectTypeName,
  id: z.string(),
  primary: z.boolean().default(false),
  label: z.string().optional(),
});

export const RecordAction = z.discriminatedUnion('type', [
  z.strictObject({
    ...typed,
    type: z.literal('set'),
    properties: Properties,
    bulk: z.boolean().default(false),
    source: z.string().optional(),
  }),
  z.strictObject({
    ...base,
    type: z.literal('create'),
    objectType: ObjectTypeName.default('contacts'),
    properties: Properties,
    links: z.array(LinkTo).default([]),
    source: z.string().optional(),
    /** Keeps this record id instead of minting one. */
    recordId: z.string().regex(/^\d+$/).optional(),
  }),
  z.strictObject({ ...typed, type: z.literal('delete'), bulk: z.boolean().default(false) }),
  z.strictObject({ ...who, type: z.literal('privacyDelete') }),
  z.strictObject({ ...typed, type: z.literal('restore') }),
  z.strictObject({
    ...base,
    type: z.literal('merge'),
    objectType: z.enum(['contacts', 'companies']).default('contacts'),
    primaryId: z.string(),
    secondaryId: z.string(),
    mintsNewId: z.boolean().default(true),
  }),
  z.strictObject({ ...typed, type: z.literal('link'), to: LinkTo, removes: z.boolean().default(false) }),
  z.strictObject({ ...who, type: z.literal('completeTask') }),
  z.strictObject({
    ...who,
    type: z.literal('answer'),
    answer: z.enum(['accept', 'reject']),
    reason: z.string().optional(),
    property: z.string().default('accord_answer'),
    reasonProperty: z.string().default('accord_reject_reason'),
  }),
]);
export type RecordAction = z.infer<typeof RecordAction>;

export const ActivityAction = z.discriminatedUnion('type', [
  z.strictObject({
    ...who,
    type: z.literal('submitForm'),
    form: z.string(),
    properties: Properties.default({}),
  }),
  z.strictObject({
    ...who,
    type: z.literal('pageView'),
    url: z.string(),
    count: z.number().int().min(1).default(1),
    newSession: z.boolean().default(false),
  }),
  z.strictObject({ ...who, type: z.literal('emailOpen') }),
  z.strictObject({ ...who, type: z.literal('emailClick') }),
  z.strictObject({ ...who, type: z.literal('emailReply') }),
  z.strictObject({ ...who, type: z.literal('bookMeeting') }),
  z.strictObject({ ...who, type: z.literal('unsubscribe') }),
  z.strictObject({ ...who, type: z.literal('logTouch') }),
  z.strictObject({
    ...who,
    type: z.literal('logActivity'),
    objectType: z.enum(ENGAGEMENT_TYPES),
    properties: Properties.default({}),
    /** Whether the contact is linked at once; HubSpot does it a moment later (send `link` then). */
    linked: z.boolean().default(true),
  }),
]);
export type ActivityAction = z.infer<typeof ActivityAction>;

const Rules = z.strictObject({
  requiredOnCreate: z.partialRecord(ObjectTypeName, z.array(z.string())).default({}),
  conditional: z
    .array(
      z.strictObject({
        objectType: ObjectTypeName,
        when: z.strictObject({ property: z.string(), value: z.string() }),
        requires: z.string(),
      }),
    )
    .default([]),
});

const ListFilter = z.strictObject({
  propertyName: z.string(),
  operator: z.enum(OPERATORS),
  value: z.string().optional(),
  highValue: z.string().optional(),
  values: z.array(z.string()).optional(),
});

export const AdminAction = z.discriminatedUnion('type', [
  z.strictObject({
    ...base,
    type: z.literal('createOwner'),
    ownerId: z.string().regex(/^\d+$/),
    userId: z.number().int(),
    email: z.string(),
    firstName: z.string(),
    lastName: z.string(),
    team: z.string().optional(),
  }),
  z.strictObject({
    ...base,
    type: z.literal('archiveOwner'),
    ownerId: z.string(),
    archived: z.boolean().default(true),
  }),
  z.strictObject({
    ...base,
    type: z.literal('setWorkingHours'),
    ownerId: z.string(),
    /** IANA. */
    timeZone: z.string(),
    /** HubSpot's days and minutes from midnight; none: always. */
    hours: z.array(z.strictObject({ days: z.string(), startMinute: z.number(), endMinute: z.number() })),
  }),
  z.strictObject({
    ...base,
    type: z.literal('setOutOfOffice'),
    ownerId: z.string(),
    ranges: z.array(z.strictObject({ startMs: z.number(), endMs: z.number() })),
  }),
  z.strictObject({
    ...base,
    type: z.literal('deactivateUser'),
    ownerId: z.string(),
    /** false: let in again. */
    deactivated: z.boolean().default(true),
  }),
  z.strictObject({ ...base, type: z.literal('setSeat'), ownerId: z.string(), seat: z.boolean() }),
  z.strictObject({
    ...base,
    type: z.literal('deleteProperty'),
    objectType: ObjectTypeName.default('contacts'),
    name: z.string(),
  }),
  z.strictObject({ ...base, type: z.literal('setRules'), rules: Rules }),
  z.strictObject({ ...base, type: z.literal('closePortal') }),
  z.strictObject({
    ...base,
    type: z.literal('createList'),
    list: z.string(),
    /** All must hold of a member, which the list then looks after itself; none: people do. */
    filters: z.array(ListFilter).optional(),
  }),
  z.strictObject({ ...base, type: z.literal('deleteList'), list: z.string() }),
  z.strictObject({ ...who, type: z.literal('addToList'), list: z.string() }),
  z.strictObject({ ...who, type: z.literal('removeFromList'), list: z.string() }),
]);
export type AdminAction = z.infer<typeof AdminAction>;

const Action = z.union([RecordAction, ActivityAction, AdminAction]);
/** Before defaults are filled in: what callers write. */
export type ActionInput = z.input<typeof Action>;

export type ActionResult =
  | { readonly ok: true; readonly id: string | null }
  | { readonly ok: false; readonly error: string };
