// Data and nurture of a checked document in the form that decisions run on.
import type { DataModel, NurtureModel, StageFields } from '#domain/agreement-data.ts';
import { foldText } from '#domain/normalize/text.ts';
import type { OwnFields } from '#domain/own-fields.ts';
import type { AgreementDocument } from './schema.ts';

const NOTHING: StageFields = { fields: [], how: 'warn' };

export function compileData({ data }: AgreementDocument): DataModel {
  const readFrom = saidIn(data.readFrom);
  const { lead, mql, sql, opportunity } = data.mandatory;
  return {
    mandatory: {
      lead: lead ?? NOTHING,
      mql,
      sql: sql ?? NOTHING,
      opportunity: opportunity === undefined ? NOTHING : { fields: opportunity, how: 'warn' },
    },
    normalize: data.normalize ?? [],
    placeholders: (data.placeholders ?? []).map(foldText),
    owes: data.owes ?? [],
    completeness: data.completeness,
    duplicates: data.duplicates ?? { oneOwner: false, ignoreGmailDots: true },
    ...(readFrom === null ? {} : { readFrom }),
  };
}

/** Null where every field is read where HubSpot keeps it. */
function saidIn({
  contact = {},
  company = {},
}: AgreementDocument['data']['readFrom'] = {}): OwnFields | null {
  const said = Object.entries({ contact, company }).filter(([, names]) => Object.keys(names).length > 0);
  return said.length === 0 ? null : Object.fromEntries(said);
}

export function compileNurture(document: AgreementDocument): NurtureModel {
  const { nurture } = document;
  const { relaunch, tracks = [], themes = [] } = nurture;
  return {
    coolDownDays: nurture.coolDown,
    coolDowns: compileCoolDowns(document),
    cyclesPerYear: nurture.cyclesPerYear,
    recycledStage: nurture.recycledStage,
    inactiveAfterDays: nurture.inactiveAfter ?? null,
    relaunch:
      relaunch === undefined ? null : { attempts: relaunch.attempts, sunsetAfterDays: relaunch.sunsetAfter },
    maturing: nurture.maturing ?? null,
    tracks: tracks.map(({ id, label, when = null, after = null }) => ({ id, label, when, after })),
    themes: themes.map(({ id, label, contains }) => ({
      id,
      label,
      contains: contains.map((text) => text.toLowerCase()),
    })),
    themeBy: nurture.themeBy,
  };
}

/** By the reason that ends a cycle, or by its kind. */
function compileCoolDowns({ nurture, feedback, disqualify }: AgreementDocument): NurtureModel['coolDowns'] {
  const kinds = Object.entries(nurture.coolDowns ?? {});
  const reasons = feedback.reasons.map(({ label, coolDown }) => [`rejected:${label}`, coolDown] as const);
  const rules = disqualify.map(({ id, coolDown }) => [`disqualified:${id}`, coolDown] as const);
  const named = [...kinds, ...reasons, ...rules].flatMap(([key, days]) =>
    days === undefined ? [] : [[key, days] as const],
  );
  return Object.fromEntries(named);
}
