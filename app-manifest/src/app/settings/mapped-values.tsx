// Tables of the account's values with a choice behind each.
import { Select } from '@hubspot/ui-extensions';
import type { ReactNode } from 'react';
import type { MappedValue, Mapping } from './mapping-wish.ts';
import { Rows } from './rows.tsx';
import type { TabProps } from './settings-page.tsx';

type Words = TabProps['home']['words'];
type Said = Readonly<Record<string, string>>;

interface ValuesProps {
  readonly name: string;
  readonly values: readonly MappedValue[];
  readonly said: Said;
  readonly reasons: Mapping['reasons'];
  readonly words: Words;
  /** Of reasons, which mean one of ours and no answer. */
  readonly isReason?: true;
  readonly change: (said: Said) => void;
}

export function MappedValues({ name, values, said, words, change, ...rest }: ValuesProps): ReactNode {
  if (values.length === 0) return null;
  const { mapping: texts } = words.account;
  const choices = choicesOf(rest.reasons, words, rest.isReason === true);
  const label = (text: string): string =>
    choices.find(({ value }) => value === text)?.label ?? (text === '' ? texts.nothing : text);
  return (
    <Rows
      head={[texts.value, texts.means, texts.inForce, texts.proposal]}
      rows={values.map((one) => [
        labelOf(one, words),
        <Select
          key={one.value}
          label=""
          name={`${name}.${one.value}`}
          value={said[one.value] ?? ''}
          options={choices}
          onChange={(text) => change({ ...said, [one.value]: String(text) })}
        />,
        label(one.inForce),
        label(one.proposed),
      ])}
    />
  );
}

const STATES: readonly string[] = ['open', 'connected', 'qualified', 'disqualified'];

function labelOf({ value, label, known }: MappedValue, words: Words): string {
  const { mapping: texts } = words.account;
  if (!known) return texts.unknown(value);
  const { states } = texts;
  if (label === value && STATES.includes(value)) return states[value as keyof typeof states]; // as listed
  return label === value ? value : `${label} · ${value}`;
}

function choicesOf(reasons: Mapping['reasons'], words: Words, isReason: boolean) {
  const { mapping: texts } = words.account;
  const nothing = { value: '', label: texts.nothing };
  if (isReason) return [nothing, ...reasons.map(({ id, label }) => ({ value: id, label }))];
  return [
    nothing,
    { value: 'accept', label: texts.accept },
    { value: 'working', label: texts.working },
    { value: 'reject', label: texts.reject },
    ...reasons.map(({ id, label }) => ({ value: `reject: ${id}`, label: texts.rejectFor(label) })),
  ];
}

interface StagesProps {
  readonly mapping: Mapping;
  readonly said: Said;
  readonly words: Words;
  readonly change: (said: Said) => void;
}

export function StageValues({ mapping: { stages, lifecycle }, said, words, change }: StagesProps): ReactNode {
  const { mapping: texts } = words.account;
  const label = (value: string): string => lifecycle.find((one) => one.value === value)?.label ?? value;
  return (
    <Rows
      head={[texts.stages, texts.value, texts.inForce]}
      rows={stages.map(({ stage, draft, inForce }) => [
        texts.stage[stage],
        <Select
          key={stage}
          label=""
          name={`stage.${stage}`}
          value={said[stage] ?? draft}
          options={lifecycle.map((one) => ({ value: one.value, label: one.label }))}
          onChange={(value) => change({ ...said, [stage]: String(value) })}
        />,
        label(inForce),
      ])}
    />
  );
}
