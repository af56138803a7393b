// The fields that Accord reads by HubSpot's standard names, with a choice of the account's own properties behind each.
import { Select } from '@hubspot/ui-extensions';
import type { ReactNode } from 'react';
import { keyOf, type MappedField, type Mapping } from './mapping-wish.ts';
import { Rows } from './rows.tsx';
import type { TabProps } from './settings-page.tsx';

type Words = TabProps['home']['words'];
type Said = Readonly<Record<string, string>>;

interface FieldsProps {
  readonly mapping: Mapping;
  /** By the key of the field. */
  readonly said: Said;
  readonly words: Words;
  readonly change: (said: Said) => void;
}

export function MappedFields({ mapping, said, words, change }: FieldsProps): ReactNode {
  const { mapping: texts } = words.account;
  return (
    <Rows
      head={[texts.field, texts.readFrom, texts.inForce, texts.proposal]}
      rows={mapping.fields.map((field) => {
        const options = choicesOf(field, mapping, words);
        const label = (name: string): string => options.find(({ value }) => value === name)?.label ?? name;
        return [
          `${texts.objects[field.object]} · ${field.label}`,
          <Select
            key={keyOf(field)}
            label=""
            name={`field.${keyOf(field)}`}
            value={said[keyOf(field)] ?? ''}
            options={options}
            onChange={(own) => change({ ...said, [keyOf(field)]: String(own) })}
          />,
          label(field.inForce),
          field.proposed === '' ? '' : label(field.proposed),
        ];
      })}
    />
  );
}

/** What an agreement names and the account lacks, or keeps in another type, stays to be seen. */
function choicesOf(field: MappedField, { properties }: Mapping, { account: { mapping: texts } }: Words) {
  const fitting = properties[field.object].filter(({ type }) => type === field.type);
  const others = [...new Set([field.draft, field.inForce])].filter(
    (name) => name !== '' && !fitting.some(({ value }) => value === name),
  );
  return [
    { value: '', label: texts.standard(field.field) },
    ...fitting.map(({ value, label }) => ({
      value,
      label: label === value ? value : `${label} · ${value}`,
    })),
    ...others.map((value) => ({ value, label: texts.unknown(value) })),
  ];
}
