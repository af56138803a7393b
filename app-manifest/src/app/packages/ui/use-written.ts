// The text of a field. HubSpot tells what stands in it when the field is left; that something stands there, at each letter.
import { useCallback, useMemo, useRef, useState } from 'react';

export interface Written {
  /** For the field. */
  readonly field: {
    readonly value: string;
    readonly onChange: (text: string) => void;
    readonly onInput: (text: string) => void;
  };
  readonly isEmpty: boolean;
  /** What stands there now, also for the click that left the field. */
  readonly read: () => string;
  readonly clear: () => void;
}

export function useWritten(): Written {
  const [value, setValue] = useState('');
  const [isEmpty, setEmpty] = useState(true);
  const latest = useRef('');
  const onChange = useCallback((text: string) => {
    latest.current = text;
    setValue(text);
    setEmpty(text === '');
  }, []);
  const onInput = useCallback((text: string) => setEmpty(text === ''), []);
  return useMemo(
    () => ({
      field: { value, onChange, onInput },
      isEmpty,
      read: () => latest.current,
      clear: () => onChange(''),
    }),
    [value, isEmpty, onChange, onInput],
  );
}
