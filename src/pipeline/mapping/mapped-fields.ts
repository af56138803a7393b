// The fields that Accord reads by HubSpot's standard names, and from which of the account's own properties draft and agreement
// in force read them; besides, which one looks like it.
import { readAs } from '#agreement/check-fields.ts';
import { findProperty, STANDARD_TYPES } from '#agreement/property-types.ts';
import type { AgreementDocument } from '#agreement/schema.ts';
import type { ValueType } from '#domain/agreement.ts';
import { foldText } from '#domain/normalize/text.ts';
import { READ_FIELDS } from '#domain/own-fields.ts';
import { type Language, makeWords } from '#domain/wording.ts';
import type { Option, OwnProperties } from './portal-options.ts';

export type FieldObject = 'contact' | 'company';

export interface MappedField {
  readonly object: FieldObject;
  /** HubSpot's name. */
  readonly field: string;
  readonly label: string;
  /** Only properties of this type can stand for it. */
  readonly type: ValueType;
  /** Names of own properties; '' for HubSpot's standard one. */
  readonly draft: string;
  readonly inForce: string;
  readonly proposed: string;
}

interface Documents {
  readonly draft: AgreementDocument;
  readonly inForce: AgreementDocument | null;
}

/** Those that are read by name whatever the rules say, and behind them those that only an agreement maps. */
export function mapFields(
  own: OwnProperties,
  { draft, inForce }: Documents,
  language: Language,
): readonly MappedField[] {
  const words = makeWords(language);
  return OBJECTS.flatMap((object) => {
    const [said, before] = [draft, inForce].map((document) => document?.data.readFrom?.[object] ?? {});
    const names = new Set([...READ_FIELDS[object], ...Object.keys(said ?? {}), ...Object.keys(before ?? {})]);
    return [...names].map((field): MappedField => {
      return {
        object,
        field,
        label: words.field(field),
        type: readAs(findProperty(STANDARD_TYPES, object, field)?.type ?? 'string'),
        draft: said?.[field] ?? '',
        inForce: before?.[field] ?? '',
        proposed: proposeProperty(field, own[object]),
      };
    });
  });
}

const OBJECTS = ['contact', 'company'] as const;

/** What people call such a property, in plain small letters. What several sources are called says nothing about their values. */
const USUAL_NAMES: Readonly<Record<string, RegExp>> = {
  jobtitle: /^(?:fonction|poste|titre|intitule du? poste|job|job ?title|position|role)$/,
  country: /^(?:pays|country|pays (?:du )?siege|(?:head office|headquarters) country)$/,
  phone: /^(?:tel|telephone|telephone fixe|phone|phone ?number|ligne directe|direct line)$/,
  mobilephone:
    /^(?:mobile|portable|gsm|tel(?:ephone)? (?:mobile|portable)|mobile (?:phone|number)|cell ?phone)$/,
  company: /^(?:societe|entreprise|raison sociale|company|company name|nom de l ?(?:entreprise|societe))$/,
  name: /^(?:raison sociale|nom de l ?(?:entreprise|societe)|legal name)$/,
  firstname: /^(?:prenom|first ?name)$/,
  lastname: /^(?:nom|nom de famille|last ?name|surname)$/,
};

/** For a person to look at; '' where nothing looks like it, or more than one does. */
function proposeProperty(field: string, properties: readonly Option[]): string {
  const usual = Object.hasOwn(USUAL_NAMES, field) ? USUAL_NAMES[field] : undefined;
  if (usual === undefined) return '';
  const alike = properties.filter(({ value, label }) =>
    [value, label].some((name) => usual.test(foldText(name.replaceAll('_', ' ')))),
  );
  return alike.length === 1 ? (alike[0]?.value ?? '') : '';
}
