// Which effect each HubSpot property that Accord may write belongs to (5a.1), as the domain's wishes say it.
import {
  ANSWER_PROPERTY,
  OUTPUT_PROPERTIES,
  OWNER_PROPERTY,
  REJECT_NOTE_PROPERTY,
  REJECT_REASON_PROPERTY,
  STAGE_PROPERTY,
} from '#domain/names.ts';
import type { OwnedProperty } from './admin-ports.ts';

const { agreementVersion, stageReason } = OUTPUT_PROPERTIES;
/** The rest of ours follows the hand-over. */
const SCORES: readonly string[] = [
  OUTPUT_PROPERTIES.score,
  OUTPUT_PROPERTIES.fit,
  OUTPUT_PROPERTIES.engagement,
  OUTPUT_PROPERTIES.grade,
  OUTPUT_PROPERTIES.engagementLevel,
  OUTPUT_PROPERTIES.persona,
  OUTPUT_PROPERTIES.completeness,
  OUTPUT_PROPERTIES.missingFields,
  OUTPUT_PROPERTIES.missingDue,
  OUTPUT_PROPERTIES.nurtureTrack,
  OUTPUT_PROPERTIES.maturity,
  OUTPUT_PROPERTIES.theme,
  OUTPUT_PROPERTIES.reentryDate,
  OUTPUT_PROPERTIES.relaunch,
  OUTPUT_PROPERTIES.priority,
  agreementVersion,
];
const RIDING: readonly string[] = [agreementVersion, stageReason];

const OURS: readonly string[] = [
  ...Object.values(OUTPUT_PROPERTIES),
  STAGE_PROPERTY,
  ANSWER_PROPERTY,
  REJECT_REASON_PROPERTY,
  REJECT_NOTE_PROPERTY,
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
