// Answers that name a reject reason, and values, stages and reasons of HubSpot that they are read from.
import type { z } from 'zod';
import type { MappedAnswer } from '#domain/agreement.ts';
import { HUBSPOT_LEAD_STATES } from '#domain/lead.ts';
import { LEAD_STATUS_PROPERTY } from '#domain/names.ts';
import type { DocumentAnswers } from './answer-schema.ts';
import type { Draft } from './draft.ts';
import type { Issue, Path } from './issue.ts';
import { nearest } from './nearest.ts';
import type { PropertyTypes } from './property-types.ts';
import { show } from './value-schema.ts';

/** HubSpot's lead object in one account. */
export interface PortalLeads {
  /** Ids of the stages of all its pipelines. */
  readonly stages: readonly string[];
  /** Values of `hs_lead_disqualification_reason`; empty where they are not known. */
  readonly reasons: readonly string[];
}

const PLACE: Path = ['feedback', 'answers'];

/** `leads`: null where the account has none, or keeps them from us; left out where no account is at hand. */
export function checkAnswers(
  draft: Draft,
  types: PropertyTypes,
  leads: PortalLeads | null = null,
): readonly Issue[] {
  const { leadStatus = {}, hubspotLeads } = draft.parts.feedback?.answers ?? {};
  const path = [...PLACE, 'leadStatus'];
  const known = types.contact[LEAD_STATUS_PROPERTY]?.options ?? [];
  return [
    ...mappedReasons(draft, path, leadStatus),
    ...unknownKeys(leadStatus, { path, property: LEAD_STATUS_PROPERTY, known }),
    ...(hubspotLeads === undefined ? [] : checkLeads(draft, hubspotLeads, leads ?? NO_LEADS)),
  ];
}

const NO_LEADS: PortalLeads = { stages: [], reasons: [] };

type MappedLeads = NonNullable<z.output<typeof DocumentAnswers>['hubspotLeads']>;

function checkLeads(
  draft: Draft,
  { stages, reasons = {} }: MappedLeads,
  leads: PortalLeads,
): readonly Issue[] {
  const stagePath = [...PLACE, 'hubspotLeads', 'stages'];
  const reasonPath = [...PLACE, 'hubspotLeads', 'reasons'];
  const property = 'hs_lead_disqualification_reason';
  return [
    ...mappedReasons(draft, stagePath, stages),
    ...unknownStages(stagePath, Object.keys(stages), leads.stages),
    ...Object.entries(reasons).flatMap(([value, reason]) =>
      unknownReason(draft, { path: [...reasonPath, value], reason, shape: (id) => id }),
    ),
    ...unknownKeys(reasons, { path: reasonPath, property, known: leads.reasons }),
  ];
}

function mappedReasons(
  draft: Draft,
  path: Path,
  mapped: Readonly<Record<string, MappedAnswer>>,
): readonly Issue[] {
  return Object.entries(mapped).flatMap(([value, { reason }]) =>
    reason === ''
      ? []
      : unknownReason(draft, { path: [...path, value], reason, shape: (id) => `reject: ${id}` }),
  );
}

interface NamedReason {
  readonly path: Path;
  readonly reason: string;
  /** How the suggestion is written there. */
  readonly shape: (id: string) => string;
}

function unknownReason({ parts }: Draft, { path, reason, shape }: NamedReason): readonly Issue[] {
  const reasons = parts.feedback?.reasons ?? [];
  const known = reasons.flatMap(({ id, label }) => [id, label]);
  if (known.some((each) => each.toLowerCase() === reason.toLowerCase())) return [];
  const suggestion = nearest(reason, known);
  return [
    {
      path,
      code: 'unknownReference',
      params: { id: reason, valid: reasons.map(({ id }) => id).join(', ') },
      ...(suggestion === undefined ? {} : { suggestion: shape(suggestion) }),
    },
  ];
}

interface Keys {
  readonly path: Path;
  readonly property: string;
  /** Empty: nothing is known of it. */
  readonly known: readonly string[];
}

function unknownKeys(
  mapped: Readonly<Record<string, unknown>>,
  { path, property, known }: Keys,
): readonly Issue[] {
  if (known.length === 0) return [];
  const has = (value: string): boolean => known.some((each) => each.toLowerCase() === value.toLowerCase());
  return Object.keys(mapped).flatMap((value) =>
    has(value) ? [] : [unknownValue('unknownMappedValue', { path, property, known, value })],
  );
}

/** Only words: an id of HubSpot's has a digit or a hyphen in it. */
const WORD = /^\p{L}+$/u;

/** Without an account at hand only what can be no id is a mistake. */
function unknownStages(path: Path, keys: readonly string[], stages: readonly string[]): readonly Issue[] {
  const known = [...HUBSPOT_LEAD_STATES, ...stages];
  const isKnown = (key: string): boolean => known.some((each) => each.toLowerCase() === key.toLowerCase());
  return keys
    .filter((key) => !isKnown(key) && (stages.length > 0 || WORD.test(key)))
    .map((value) => unknownValue('unknownLeadStage', { path, property: 'hs_pipeline_stage', known, value }));
}

function unknownValue(code: string, { path, property, known, value }: Keys & { value: string }): Issue {
  const suggestion = nearest(value, known);
  const params = { value: show(value), property, valid: known.join(', ') };
  return {
    path: [...path, value],
    code,
    params,
    ...(suggestion === undefined ? {} : { suggestion }),
  };
}
