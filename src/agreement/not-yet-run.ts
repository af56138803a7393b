// The parts of the document that are checked and kept but that nothing acts on yet, so that `agreement check` says it
// instead of letting a reader believe otherwise. Whoever makes a part work removes it here.

import { AMOUNTS } from '#domain/marketing/promises.ts';
import { setFrench } from '#domain/typography.ts';

export interface NotYetRunPart {
  /** As in formatPath; `[]` stands for every entry of a list, `*` for every key. */
  readonly path: string;
  readonly en: string;
  readonly fr: string;
}

interface Part {
  readonly paths: readonly string[];
  /** Only with one of these does nothing run. */
  readonly values?: readonly string[];
  readonly en: string;
  readonly fr: string;
}

export const NOT_YET_RUN: readonly Part[] = [
  {
    paths: ['promises.marketing.volume[].unit', 'promises.marketing.quality.to'],
    values: AMOUNTS,
    en: 'Amounts of pipeline and revenue are kept and shown; the clause is not measured yet.',
    fr: 'Les montants de pipeline et de chiffre d’affaires sont conservés et affichés ; la clause n’est pas encore mesurée.',
  },
  {
    paths: ['objectives'],
    en: 'Objectives are kept and shown. Of them only a ratio with measure: meetings is measured, beside the clauses of marketing. Volume and quality are measured as promised in promises.marketing, times of sales as promised in promises.sales; a change against a baseline is measured nowhere yet.',
    fr: 'Les objectifs sont conservés et affichés. Seul un ratio avec measure: meetings est mesuré, à côté des clauses du marketing. Volume et qualité se mesurent comme promis dans promises.marketing, les délais des ventes comme promis dans promises.sales ; une évolution par rapport à une référence ne se mesure encore nulle part.',
  },
  {
    paths: ['review.*.pack'],
    en: 'Who gets the pack before a meeting is kept; the agenda is read in Accord, and sent to nobody. What breaches and alerts send goes to the channels of notify.',
    fr: 'Les destinataires du dossier de réunion sont conservés ; l’ordre du jour se lit dans Accord, il n’est envoyé à personne. Ce que les échéances dépassées et les alertes envoient part par les canaux de notify.',
  },
];

/** Those of the list that the document uses, each under the first of its paths that is used. */
export function listNotYetRun(document: unknown): readonly NotYetRunPart[] {
  return NOT_YET_RUN.flatMap(({ paths, values, en, fr }) => {
    const path = paths.find((each) => isUsed(document, each.split('.'), values));
    return path === undefined ? [] : [{ path, en, fr: setFrench(fr) }];
  });
}

function isUsed(value: unknown, path: readonly string[], values?: readonly string[]): boolean {
  const [key, ...rest] = path;
  if (key === undefined) return isWritten(value, values);
  if (typeof value !== 'object' || value === null) return false;
  if (key === '*') return Object.values(value).some((each) => isUsed(each, rest, values));
  const name = key.replace('[]', '');
  // Object.entries, so that no key is looked up on the prototype.
  const found: unknown = Object.entries(value).find(([each]) => each === name)?.[1];
  if (!key.endsWith('[]')) return isUsed(found, rest, values);
  return Array.isArray(found) && found.some((item) => isUsed(item, rest, values));
}

function isWritten(value: unknown, values?: readonly string[]): boolean {
  if (values !== undefined) return values.some((each) => each === value);
  return value !== undefined && !(Array.isArray(value) && value.length === 0);
}
