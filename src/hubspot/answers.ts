// zod for the answers of HubSpot's API: only the fields used. Unknown members are dropped, missing ones are errors,
// except in lists of a batch write, where each item is read alone so that one odd row does not hide the others.

import { z } from 'zod';
import { storable } from '#platform/storable.ts';

/** HubSpot writes ids as strings in objects and as numbers in owners, associations and tokens. */
const Id = z.union([z.string().min(1), z.int()]).transform(String);
const Text = z
  .string()
  .nullish()
  .transform((value) => value ?? null);

const Paging = z
  .object({ next: z.object({ after: Id }).nullish() })
  .nullish()
  .transform((paging) => paging?.next?.after ?? null);

/** An entry of `errors[]` of a 207; what is in it is read by faults.ts and batch-outcomes.ts. */
const ErrorItems = z
  .array(z.record(z.string(), z.unknown()))
  .nullish()
  .transform((errors) => errors ?? []);

const Value = z.string().transform(storable).nullable();

export const CrmRecordItem = z.object({
  id: Id,
  properties: z.record(z.string(), Value),
  createdAt: z.string(),
  updatedAt: z.string(),
  propertiesWithHistory: z
    .record(z.string(), z.array(z.object({ value: Value, timestamp: z.string() })))
    .nullish(),
});

export const PipelinesAnswer = z.object({
  results: z.array(z.object({ id: Id, stages: z.array(z.object({ id: Id, label: z.string().catch('') })) })),
});

export const BatchReadAnswer = z.object({ results: z.array(CrmRecordItem), errors: ErrorItems });

export const ListAnswer = z.object({ results: z.array(CrmRecordItem), paging: Paging });

export const SearchAnswer = z.object({ total: z.int().nonnegative() });

export const BatchWriteAnswer = z.object({ results: z.array(z.unknown()), errors: ErrorItems });
export type BatchWriteAnswer = z.infer<typeof BatchWriteAnswer>;

/** Acceptance is read from the id alone; the values only tell the caller what HubSpot made of them, where they can. */
export const WrittenItem = z.object({
  id: Id,
  objectWriteTraceId: z.string().nullish().catch(null),
  properties: z.record(z.string(), Value).catch({}),
  updatedAt: z
    .string()
    .nullish()
    .catch(null)
    .transform((updatedAt) => updatedAt ?? null),
});
export type WrittenItem = z.infer<typeof WrittenItem>;

export const AssociationsAnswer = z.object({
  results: z.array(
    z.object({
      from: z.object({ id: Id }),
      to: z.array(z.object({ toObjectId: Id, associationTypes: z.array(z.object({ typeId: z.int() })) })),
      paging: Paging,
    }),
  ),
  errors: ErrorItems,
});

export const OwnersAnswer = z.object({
  results: z.array(
    z.object({
      id: Id,
      email: Text,
      firstName: Text,
      lastName: Text,
      userId: Id.nullish(),
      userIdIncludingInactive: Id.nullish(),
      archived: z.boolean(),
      /** Missing where the account has no teams. */
      teams: z.array(z.object({ name: z.string(), primary: z.boolean().nullish() })).nullish(),
    }),
  ),
  paging: Paging,
});

export const ListsAnswer = z.object({
  lists: z.array(
    z.object({ listId: Id, name: z.string().transform(storable), objectTypeId: z.string(), deletedAt: Text }),
  ),
  hasMore: z.boolean(),
  /** Of the next page. */
  offset: z.int().nonnegative(),
});

export const ListMembershipsAnswer = z.object({
  results: z.array(
    z.object({ recordId: Id, recordListMemberships: z.array(z.object({ listId: Id })).nullish() }),
  ),
  errors: ErrorItems,
});

export const ListMembersAnswer = z.object({
  results: z.array(z.object({ recordId: Id, membershipTimestamp: z.string() })),
  paging: Paging,
});

export const PropertiesAnswer = z.object({
  results: z.array(
    z.object({
      name: z.string(),
      label: z.string().nullish(),
      type: z.string(),
      fieldType: z
        .string()
        .nullish()
        .transform((fieldType) => fieldType ?? ''),
      hasUniqueValue: z.boolean().nullish(),
      hubspotDefined: z.boolean().nullish(),
      calculated: z.boolean().nullish(),
      modificationMetadata: z.object({ readOnlyValue: z.boolean().nullish() }).nullish(),
      options: z
        .array(z.object({ value: z.string(), label: z.string().nullish(), displayOrder: z.int().nullish() }))
        .nullish(),
    }),
  ),
});

export const CreatedPropertiesAnswer = z.object({ results: z.array(z.object({ name: z.string() })) });

/** For creations whose answer says nothing we need. */
export const AnyAnswer = z.unknown();

export const AccountAnswer = z.object({ portalId: Id, timeZone: z.string().min(1) });

/** By type of object, with its id; leads may have a limit of their own that stands elsewhere. */
export const PropertyLimitsAnswer = z.object({
  byObjectType: z.array(z.object({ objectTypeId: z.string(), limit: z.number(), usage: z.number() })),
});

export const TokenAnswer = z.object({
  access_token: z.string().min(1),
  refresh_token: z.string().min(1),
  expires_in: z.number().positive(),
  hub_id: Id.optional(),
  user_id: Id.optional(),
  scopes: z.array(z.string()).optional(),
});
export type TokenAnswer = z.infer<typeof TokenAnswer>;

export const IntrospectAnswer = z.object({
  active: z.boolean(),
  /** The user's e-mail address. */
  user: z.string().optional(),
  hub_id: Id.optional(),
  user_id: Id.optional(),
  scopes: z.array(z.string()).optional(),
});
export type IntrospectAnswer = z.infer<typeof IntrospectAnswer>;
