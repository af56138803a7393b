// What Accord writes, with a choice of where it goes behind each: its own property, one of the account's that can hold it, nowhere. That
// what stands in the account's is overwritten is confirmed one by one.
import { Select, Toggle } from '@hubspot/ui-extensions';
import type { ReactNode } from 'react';
import type { Goes, MappedOutput, Mapping, OutputsSaid } from './mapping-wish.ts';
import { Rows } from './rows.tsx';
import type { TabProps } from './settings-page.tsx';

type Words = TabProps['home']['words'];

interface OutputsProps {
  readonly mapping: Mapping;
  readonly said: OutputsSaid;
  readonly words: Words;
  readonly change: (said: OutputsSaid) => void;
}

export function MappedOutputs({ mapping, said, words, change }: OutputsProps): ReactNode {
  const { mapping: texts } = words.account;
  return (
    <Rows
      head={[texts.output, texts.goesTo, texts.overwrite, texts.inForce]}
      rows={mapping.outputs.map((one) => {
        const { output, label, inForce } = one;
        const goes = said[output] ?? one.draft;
        const options = choicesOf(one, mapping, words);
        const choose = (goesTo: Goes): void => change({ ...said, [output]: goesTo });
        return [
          label,
          <Select
            key={output}
            label=""
            name={`output.${output}`}
            value={choiceOf(goes)}
            options={options}
            onChange={(choice) => choose(goesTo(String(choice)))}
          />,
          typeof goes === 'object' ? (
            <Toggle
              key={output}
              name={`overwrite.${output}`}
              label={texts.overwriteIn(goes.property)}
              labelDisplay="hidden"
              checked={goes.overwrite}
              textChecked={words.settings.on}
              textUnchecked={words.settings.off}
              onChange={(overwrite) => choose({ ...goes, overwrite })}
            />
          ) : (
            ''
          ),
          options.find(({ value }) => value === choiceOf(inForce))?.label ?? '',
        ];
      })}
    />
  );
}

/** Before the name of a property, which may be called own or off. */
const TO = 'to:';

function choiceOf(goes: Goes): string {
  return typeof goes === 'object' ? `${TO}${goes.property}` : goes;
}

/** Another property is another thing to overwrite: it is confirmed anew. */
function goesTo(choice: string): Goes {
  if (choice.startsWith(TO)) return { property: choice.slice(TO.length), overwrite: false };
  return choice === 'off' ? 'off' : 'own';
}

/** What an agreement names and the account lacks, or keeps in another type, stays to be seen. */
function choicesOf({ own, draft, inForce, kinds }: MappedOutput, { targets }: Mapping, words: Words) {
  const { mapping: texts } = words.account;
  const named = [draft, inForce].flatMap((goes) => (typeof goes === 'object' ? [goes.property] : []));
  const fitting = targets.filter(({ kind }) => kinds.includes(kind));
  const others = [...new Set(named)].filter((name) => !fitting.some(({ value }) => value === name));
  return [
    { value: 'own', label: texts.own(own) },
    { value: 'off', label: texts.nowhere },
    ...fitting.map(({ value, label }) => ({
      value: `${TO}${value}`,
      label: label === value ? value : `${label} · ${value}`,
    })),
    ...others.map((name) => ({ value: `${TO}${name}`, label: texts.unknown(name) })),
  ];
}
