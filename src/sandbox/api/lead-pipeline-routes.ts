// Pipelines of the lead object, read only: admins make them in HubSpot's settings.

import { formatInstant } from '#sandbox/crm/read-values.ts';
import { refuseNotFound } from '#sandbox/errors.ts';
import { TYPE_IDS } from '#sandbox/model.ts';
import { type ApiAnswer, type ApiCall, type ApiRoute, objectScope, requireObjectType } from './route.ts';

export const LEAD_PIPELINE_ROUTES: readonly ApiRoute[] = [
  {
    method: 'GET',
    path: '/crm/pipelines/:version/:objectType',
    kind: 'pipelines.list',
    bucket: 'general',
    writesRecords: false,
    scopes: (params) => objectScope(params, 'read'),
    answer: listPipelines,
  },
];

function listPipelines(call: ApiCall): ApiAnswer {
  const objectType = requireObjectType(call);
  if (objectType !== 'leads') throw refuseNotFound(`Pipelines of ${TYPE_IDS[objectType]} are not modelled`);
  const dates = { createdAt: formatInstant(0), updatedAt: formatInstant(0), archived: false };
  const results = call.portal.leadPipelines.map(({ id, label, stages }, displayOrder) => ({
    id,
    label,
    displayOrder,
    ...dates,
    stages: stages.map((stage, position) => ({
      id: stage.id,
      label: stage.label,
      displayOrder: position,
      metadata: { isClosed: String(stage.state === 'qualified' || stage.state === 'disqualified') },
      writePermissions: 'CRM_PERMISSIONS_ENFORCEMENT',
      ...dates,
    })),
  }));
  return { status: 200, body: { results }, rows: results.length };
}
