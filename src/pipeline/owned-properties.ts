// Which effect each HubSpot property that Accord may write belongs to (5a.1), as the domain's wishes say it.
import {
  ANSWER_PROPERTY,
  OUTPUT_PROPERTIES,
  OWNER_PROPERTY,
  REJECT_REASON_PROPERTY,
  STAGE_PROPERTY,
} from '#domain/names.ts';
import type { OwnedProperty } from './admin-ports.ts';

const {
  score,
  fit,
  engagement,
  grade,
  engagementLevel,
  persona,
  completeness,
  priority,
  agreementVersion,
  stageReason,
} = OUTPUT_PROPERTIES;
const SCORES: readonly string[] = [
  score,
  fit,
  engagement,
  grade,
  engagementLevel,
  persona,
  completeness,
  priority,
  agreementVersion,
];
const RIDING: readonly string[] = [agreementVersion, stageReason];

const OURS: readonly string[] = [
  ...Object.values(OUTPUT_PROPERTIES),
  STAGE_PROPERTY,
  ANSWER_PROPERTY,
  REJECT_REASON_PROPERTY,
];

export const OWNED_PROPERTIES: readonly OwnedProperty[] = [
  ...OURS.map(
    (property): OwnedProperty => ({
      property,
      effect: SCORES.includes(property) ? 'scores' : 'stage',
      ridesAlong: RIDING.includes(property),
    }),
  ),
  { property: OWNER_PROPERTY, effect: 'owner', ridesAlong: false },
];
