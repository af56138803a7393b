// The HubSpot properties that decisions of an agreement look at, so that all of them are read and none besides.
import type { Agreement, Filter } from '#domain/agreement.ts';
import { listKey } from '#domain/contact-lists.ts';
import { DERIVED_FROM, isDerivedFact } from '#domain/derived-facts.ts';
import { IDENTITY_FROM } from '#domain/identity.ts';
import { LEAD_STATUS_PROPERTY, SOURCE_DETAIL_PROPERTIES } from '#domain/names.ts';
import { SIGNAL_SOURCES } from '#domain/signal-sources.ts';
import { listMapped } from './output-schema.ts';
import type { AgreementDocument } from './schema.ts';

/** Whatever the rules say: stage, owner and the rep's answer, and the campaign that marketing's leads are counted by. */
const ALWAYS = [
  'lifecyclestage',
  'hubspot_owner_id',
  'accord_answer',
  'accord_reject_reason',
  ...SOURCE_DETAIL_PROPERTIES,
];

/** What is compiled from several parts of the document. */
type Made = Pick<Agreement, 'scope' | 'overlays' | 'routing'>;

export function listNeeds(document: AgreementDocument, made: Made): Agreement['needs'] {
  const { leadStatus = {}, hubspotLeads } = document.feedback.answers ?? {};
  const looksAtLeads = Object.keys(hubspotLeads?.stages ?? {}).length > 0;
  const outputs = sortUnique(listMapped(document.outputs).map(({ property }) => property));
  const conditions = filtersOf(document, made).flatMap((filter) => filter.anyOf.flat());
  const used = conditions.filter(
    (condition) => condition.kind === 'property' || condition.kind === 'daysSince',
  );
  const lists = conditions.flatMap((condition) =>
    condition.kind === 'list' ? [listKey(condition.list)] : [],
  );
  const signalProperties = SIGNAL_SOURCES.flatMap((source) =>
    [source.dateProperty, source.detailProperty ?? []].flat(),
  );
  const named = (object: 'contact' | 'company'): readonly string[] =>
    used.filter((condition) => condition.object === object).map((condition) => condition.property);
  const sources = used.flatMap(({ object, property }) =>
    object === 'derived' && isDerivedFact(property) ? DERIVED_FROM[property] : [],
  );
  return {
    contact: sortUnique([
      ...named('contact'),
      ...sources.flatMap(({ contact }) => contact),
      ...mandatoryFields(document),
      ...made.overlays.flatMap(({ changes }) => changes.mandatoryForMql ?? []),
      ...IDENTITY_FROM.contact,
      ...ALWAYS,
      ...signalProperties,
      ...(Object.keys(leadStatus).length > 0 ? [LEAD_STATUS_PROPERTY] : []),
    ]),
    // The country of the company tells how a mandatory phone number is read.
    company: sortUnique([
      ...named('company'),
      ...sources.flatMap(({ company }) => company),
      ...IDENTITY_FROM.company,
    ]),
    deals: document.stages.opportunity.deals,
    ...(looksAtLeads ? { hubspotLeads: true as const } : {}),
    ...(outputs.length === 0 ? {} : { outputs }),
    ...(lists.length > 0 ? { lists: sortUnique(lists) } : {}),
  };
}

function mandatoryFields({ data }: AgreementDocument): readonly string[] {
  const { lead, mql, sql, opportunity = [] } = data.mandatory;
  return [...(lead?.fields ?? []), ...mql.fields, ...(sql?.fields ?? []), ...opportunity];
}

/** Every filter that decisions run; those of parts not run yet would only cost reads. */
function filtersOf(
  { personas, segments, stages, score, nurture, disqualify }: AgreementDocument,
  { scope, overlays, routing }: Made,
): readonly Filter[] {
  const alone = [
    scope.include,
    scope.exclude,
    stages.lead.entry,
    stages.mql.entry,
    stages.mql.exit,
    nurture.maturing,
    ...(nurture.tracks ?? []).map(({ when }) => when),
    ...overlays.flatMap(({ when, changes }) => [when, changes.mqlEntry, changes.mqlExit]),
    ...routing.rules.flatMap(({ criteria }) => criteria.map(({ when }) => when)),
  ];
  const listed = [...personas, ...segments, ...disqualify, ...score.fit.rules, ...score.gates].map(
    ({ when }) => when,
  );
  return [...alone.filter((filter) => filter !== undefined && filter !== null), ...listed];
}

function sortUnique(names: readonly string[]): readonly string[] {
  return [...new Set(names)].toSorted();
}
