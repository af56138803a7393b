// Associations given along with a create. The association type tells what kind of record the other side is.
import { z } from 'zod';
import { categoryOf } from '#sandbox/crm/associations.ts';
import { HubspotError, refuseInput } from '#sandbox/errors.ts';
import { type ObjectType, type Portal, SINGULAR } from '#sandbox/model.ts';

export const InlineAssociation = z.strictObject({
  to: z.strictObject({ id: z.string() }),
  types: z
    .array(z.strictObject({ associationCategory: z.string(), associationTypeId: z.number().int() }))
    .min(1),
});
export type InlineAssociation = z.infer<typeof InlineAssociation>;

export interface Target {
  readonly type: ObjectType;
  readonly id: string;
  readonly typeId: number;
}

/** Throws HubSpot's refusal for an unknown type or a target that does not exist. */
export function readTargets(
  portal: Portal,
  from: ObjectType,
  associations: readonly InlineAssociation[],
): Target[] {
  return associations.flatMap(({ to, types }) =>
    types.map(({ associationCategory, associationTypeId }) => {
      const type = portal.associationTypes.find(
        (known) =>
          known.from === from &&
          known.typeId === associationTypeId &&
          categoryOf(known) === associationCategory,
      );
      if (type === undefined) {
        throw refuseInput(
          `Association type ${associationCategory} ${associationTypeId} does not start at ${SINGULAR[from]}`,
        );
      }
      if (!portal.objects[type.to].live.has(to.id)) throw refuseTarget(type.to, to.id);
      return { type: type.to, id: to.id, typeId: associationTypeId };
    }),
  );
}

export function refuseTarget(type: ObjectType, id: string): HubspotError {
  const invalid = `${SINGULAR[type].toUpperCase()}=${id} is not valid`;
  return new HubspotError(400, {
    status: 'error',
    category: 'VALIDATION_ERROR',
    message: `Some associations are not valid: ${invalid}`,
    context: { INVALID_OBJECT_IDS: [invalid] },
  });
}
