// HubSpot's lead object: its pipelines, and the standard properties of a lead. Which state a stage is in follows from its
// pipeline; the ids of the default one are HubSpot's.
import type { Row } from './property-table.ts';

/** What HubSpot says of a stage, as flags on the leads in it. */
export const LEAD_STATES = ['new', 'in_progress', 'qualified', 'disqualified'] as const;
export type LeadState = (typeof LEAD_STATES)[number];

export interface LeadPipeline {
  readonly id: string;
  readonly label: string;
  readonly stages: readonly { readonly id: string; readonly label: string; readonly state: LeadState }[];
}

export const DEFAULT_LEAD_PIPELINES: readonly LeadPipeline[] = [
  {
    id: 'lead-pipeline-id',
    label: 'Lead pipeline',
    stages: [
      { id: 'new-stage-id', label: 'New', state: 'new' },
      { id: 'attempting-stage-id', label: 'Attempting', state: 'in_progress' },
      { id: 'connected-stage-id', label: 'Connected', state: 'in_progress' },
      { id: 'qualified-stage-id', label: 'Qualified', state: 'qualified' },
      { id: 'unqualified-stage-id', label: 'Disqualified', state: 'disqualified' },
    ],
  },
];

const REASONS = [
  ['NOT_A_GOOD_FIT', 'Not a good fit'],
  ['NO_BUDGET', 'No budget'],
  ['BAD_TIMING', 'Bad timing'],
  ['NO_RESPONSE', 'No response'],
  ['OTHER', 'Other'],
] as const;

export function listLeadRows(pipelines: readonly LeadPipeline[]): readonly Row[] {
  return [
    ['hs_lead_name', 'Lead Name', 'text', 'rw'],
    ['hs_lead_type', 'Lead Type', 'select', 'rw', ['NEW BUSINESS', 'UPSELL', 'RE_ATTEMPTING']],
    ['hs_lead_label', 'Lead Label', 'select', 'rw', ['HOT', 'WARM', 'COLD']],
    ['hs_pipeline', 'Lead Pipeline', 'select', 'rw', pipelines.map(({ id, label }) => [id, label])],
    [
      'hs_pipeline_stage',
      'Lead Stage',
      'select',
      'rw',
      pipelines.flatMap(({ stages }) => stages.map(({ id, label }) => [id, label] as const)),
    ],
    ['hs_lead_disqualification_reason', 'Disqualification Reason', 'select', 'rw', REASONS],
    ['hs_lead_disqualification_note', 'Disqualification Note', 'textarea', 'rw'],
    ['hubspot_owner_id', 'Lead owner', 'select', 'rw'],
    ['hubspot_owner_assigneddate', 'Owner assigned date', 'datetime', 'ro?'],
    ['hs_lead_is_new', 'Is New', 'bool', 'calc'],
    ['hs_lead_is_in_progress', 'Is In Progress', 'bool', 'calc'],
    ['hs_lead_is_open', 'Is Open', 'bool', 'calc'],
    ['hs_lead_is_qualified', 'Is Qualified', 'bool', 'calc'],
    ['hs_lead_is_disqualified', 'Is Disqualified', 'bool', 'calc'],
    ['hs_createdate', 'Create date', 'datetime', 'calc'],
    ['hs_lastmodifieddate', 'Last modified date', 'datetime', 'calc'],
    ['hs_object_id', 'Record ID', 'integer', 'calc'],
    ['hs_object_source', 'Record source', 'text', 'calc'],
  ];
}

export function findStage(
  pipelines: readonly LeadPipeline[],
  stage: string,
): { readonly pipeline: string; readonly state: LeadState } | null {
  for (const { id, stages } of pipelines) {
    const found = stages.find((each) => each.id === stage);
    if (found !== undefined) return { pipeline: id, state: found.state };
  }
  return null;
}
