// One thing a person does: running, done with a word, or refused with the reason. A second click while it runs does nothing.
import { useExtensionActions } from '@hubspot/ui-extensions';
import { useCallback, useState } from 'react';
import { faultOf } from './use-server.ts';
import type { Words } from './words.ts';

export interface Action {
  readonly isRunning: boolean;
  /** `done`: what is told when it went well. */
  readonly run: (work: () => Promise<unknown>, done: string) => void;
}

export function useAction(words: Words, afterwards: () => void): Action {
  const { addAlert } = useExtensionActions<'settings'>();
  const [isRunning, setRunning] = useState(false);
  const run = useCallback(
    (work: () => Promise<unknown>, done: string) => {
      if (isRunning) return;
      setRunning(true);
      void work()
        .then(
          () => addAlert({ type: 'success', message: done }),
          (error: unknown) => {
            const { message, fix } = faultOf(error, words);
            addAlert({ type: 'danger', message: fix === '' ? message : `${message} ${fix}` });
          },
        )
        .finally(() => {
          setRunning(false);
          afterwards();
        });
    },
    [isRunning, addAlert, words, afterwards],
  );
  return { isRunning, run };
}
