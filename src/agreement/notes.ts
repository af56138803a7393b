// What is allowed in an agreement but worth a second look before signing.
import { EVERYONE } from '#domain/agreement-routing.ts';
import { consequencesOfSales, noteUnreached } from './check-consequences.ts';
import { noteFields } from './check-fields.ts';
import { noteOutputs } from './check-outputs.ts';
import { textAt } from './draft.ts';
import type { Issue } from './issue.ts';
import type { PropertyTypes } from './property-types.ts';
import { defaultReps } from './routing-schema.ts';
import type { AgreementDocument } from './schema.ts';

export function findNotes(document: AgreementDocument, types: PropertyTypes): readonly Issue[] {
  return [
    ...noteFields(document.data.readFrom, types),
    ...noteOutputs(document.outputs, types),
    ...emptyPool(document),
    ...lonelyPools(document),
    ...scoredOpens(document),
    ...placeholders(document),
    ...noGates(document),
    ...noOwnDomains(document),
    ...oneSidedConsequences(document),
    ...suspendWithoutFloor(document),
    ...noteUnreached(document),
    ...unlistedRules(document),
    ...unreachedRules(document),
    ...curlyQuotes(document, []),
    ...owedNowhere(document),
  ];
}

function emptyPool({ routing }: AgreementDocument): readonly Issue[] {
  return defaultReps(routing).length > 0
    ? []
    : [{ path: ['routing', 'pool'], code: 'emptyPool', params: {} }];
}

/** A lead goes to nobody from whom it was taken: in a pool of one rep it then waits for a person. */
function lonelyPools(document: AgreementDocument): readonly Issue[] {
  if (!consequencesOfSales(document).some(({ value }) => textAt(value, 'do') === 'reassign')) return [];
  const { routing } = document;
  const { pool, pools = [], overflow } = routing;
  const unnamed = 'reps' in pool ? [{ members: pool.reps, overflow, path: ['routing', 'pool'] }] : [];
  const named = pools.map((one, index) => ({ ...one, path: ['routing', 'pools', index] }));
  return [...unnamed, ...named]
    .filter(({ members, overflow }) => isOneRep(members) && !hasWayOut(overflow))
    .map(({ members, path }) => ({ path, code: 'lonelyPool', params: { rep: members[0]?.email ?? '' } }));
}

function isOneRep(members: readonly { readonly email: string }[]): boolean {
  return members.length === 1 && members[0]?.email !== EVERYONE;
}

function hasWayOut(overflow: AgreementDocument['routing']['overflow']): boolean {
  return overflow !== undefined && 'pool' in overflow;
}

/** Apple's and Google's privacy proxies open every message (design section 4). */
function scoredOpens({ score }: AgreementDocument): readonly Issue[] {
  return score.engagement.rules.flatMap((rule, index) =>
    rule.signal === 'emailOpen' && rule.points > 0
      ? [
          {
            path: ['score', 'engagement', 'rules', index, 'points'],
            code: 'scoredOpens',
            params: { id: rule.id },
          },
        ]
      : [],
  );
}

/** `.example` is reserved (RFC 2606): an address under it belongs to nobody. */
function placeholders({ routing, signatories }: AgreementDocument): readonly Issue[] {
  const { pool } = routing;
  const reps = ('reps' in pool ? pool.reps : []).map((rep, index) => ({
    email: rep.email,
    path: ['routing', 'pool', index],
  }));
  const signers = (['marketing', 'sales'] as const).map((side) => ({
    email: signatories[side].email,
    path: ['signatories', side, 'email'],
  }));
  return [...reps, ...signers]
    .filter(({ email }) => email.endsWith('.example'))
    .map(({ email, path }) => ({ path, code: 'placeholder', params: { value: email } }));
}

function noGates({ score }: AgreementDocument): readonly Issue[] {
  return score.gates.length > 0 ? [] : [{ path: ['score'], code: 'noGates', params: {} }];
}

function noOwnDomains({ scope }: AgreementDocument): readonly Issue[] {
  const isSaid = scope.ownDomains !== undefined || scope.exclude !== undefined || scope.include !== undefined;
  return isSaid ? [] : [{ path: ['scope'], code: 'noOwnDomains', params: {} }];
}

/** What happens when a promise is broken belongs to both sides (R26, R28). */
function oneSidedConsequences(document: AgreementDocument): readonly Issue[] {
  const hasSales = consequencesOfSales(document).length > 0;
  const hasMarketing = (document.promises.marketing.consequences ?? []).length > 0;
  if (hasSales === hasMarketing) return [];
  const side = hasSales ? 'marketing' : 'sales';
  return [{ path: ['promises', side], code: 'noConsequences', params: {} }];
}

/** Of marketing, sources are suspended: those below the floor of its quality. */
function suspendWithoutFloor({ promises }: AgreementDocument): readonly Issue[] {
  const { quality, consequences = [] } = promises.marketing;
  const index = consequences.findIndex((each) => each.do === 'suspend');
  if (index === -1 || quality.floor !== undefined) return [];
  return [
    { path: ['promises', 'marketing', 'consequences', index, 'do'], code: 'suspendWithoutFloor', params: {} },
  ];
}

/** Once criteria are written in words, a rule that none of them names is one nobody has read (R03). */
function unlistedRules({ criteria, score }: AgreementDocument): readonly Issue[] {
  if (criteria === undefined || criteria.length === 0) return [];
  const named = new Set(criteria.flatMap(({ rules }) => rules));
  return (['fit', 'engagement'] as const).flatMap((dimension) =>
    score[dimension].rules.flatMap((rule, index) =>
      named.has(rule.id) || rule.points === 0
        ? []
        : [
            {
              path: ['score', dimension, 'rules', index, 'id'],
              code: 'unlistedRule',
              params: { id: rule.id },
            },
          ],
    ),
  );
}

/** A routing rule that takes everybody leaves nothing to those below it. */
function unreachedRules({ routing }: AgreementDocument): readonly Issue[] {
  const rules = routing.rules ?? [];
  const first = rules.findIndex((rule) =>
    [rule.segment, rule.when, rule.sources, rule.campaigns, rule.countries, rule.score, rule.grades].every(
      (part) => part === undefined,
    ),
  );
  const catchAll = rules[first];
  if (catchAll === undefined || catchAll.toAccountOwner === true || first === rules.length - 1) return [];
  return [{ path: ['routing', 'rules', first + 1], code: 'unreachedRule', params: { id: catchAll.id } }];
}

/** Word processors put them in; YAML takes them for part of the text, which then equals nothing. */
function curlyQuotes(value: unknown, path: Issue['path']): readonly Issue[] {
  if (typeof value === 'string')
    return /^[“”„«].*[“”»]$/s.test(value)
      ? [{ path, code: 'curlyQuotes', params: { value: value.slice(1, -1) } }]
      : [];
  if (typeof value !== 'object' || value === null) return [];
  const entries: readonly (readonly [string | number, unknown])[] = Array.isArray(value)
    ? value.map((item: unknown, index) => [index, item] as const)
    : Object.entries(value);
  return entries.flatMap(([key, item]) => curlyQuotes(item, [...path, key]));
}

/** A debt counts only where some stage asks for the field (R36). */
function owedNowhere({ data }: AgreementDocument): readonly Issue[] {
  const { lead, mql, sql, opportunity = [] } = data.mandatory;
  // Standard or own, it is one field.
  const own = (field: string): string => data.readFrom?.contact?.[field] ?? field;
  const asked = new Set(
    [...(lead?.fields ?? []), ...mql.fields, ...(sql?.fields ?? []), ...opportunity].map(own),
  );
  return (data.owes ?? []).flatMap(({ fields }, index) =>
    fields.flatMap((field, position) =>
      asked.has(own(field))
        ? []
        : [
            {
              path: ['data', 'owes', index, 'fields', position],
              code: 'owedNowhere',
              params: { field },
            },
          ],
    ),
  );
}
