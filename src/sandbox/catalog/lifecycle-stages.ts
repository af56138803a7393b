// HubSpot's default lifecycle stages, in their order, and the dated properties that each one brings along.
import type { Row } from './property-table.ts';

export const DEFAULT_STAGES = [
  ['subscriber', 'Subscriber'],
  ['lead', 'Lead'],
  ['marketingqualifiedlead', 'Marketing Qualified Lead'],
  ['salesqualifiedlead', 'Sales Qualified Lead'],
  ['opportunity', 'Opportunity'],
  ['customer', 'Customer'],
  ['evangelist', 'Evangelist'],
  ['other', 'Other'],
] as const;

/** The eight fixed `hs_lifecyclestage_*_date`, and `hs_v2_*` for every stage of the portal. All calculated. */
export function listStageDateRows(stages: readonly (readonly [string, string])[]): Row[] {
  const fixed = DEFAULT_STAGES.map(
    ([value, label]): Row => [
      `hs_lifecyclestage_${value}_date`,
      `Became a ${label} Date`,
      'datetime',
      'calc',
    ],
  );
  const entered = stages.flatMap(([value, label]): Row[] => [
    [`hs_v2_date_entered_${value}`, `Date entered "${label}"`, 'datetime', 'calc'],
    [`hs_v2_date_exited_${value}`, `Date exited "${label}"`, 'datetime', 'calc'],
  ]);
  return [
    ...fixed,
    ...entered,
    ['hs_v2_date_entered_current_stage', 'Date entered current stage', 'datetime', 'calc'],
  ];
}
