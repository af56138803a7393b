// Where the server is and which language the user speaks, and the life of an answer: loading, failed, there, loaded again.
import { useExtensionContext } from '@hubspot/ui-extensions';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { type Server, ServerError } from './server.ts';
import { type Language, type Words, wordsIn } from './words.ts';

export interface Home {
  readonly server: Server;
  readonly words: Words;
  /** Of the HubSpot account; times are told in it. */
  readonly timeZone: string;
}

export function useHome(): Home {
  const { user, portal, variables = {} } = useExtensionContext();
  const language = languageOf(user.language ?? user.locale);
  const url = String(variables['PUBLIC_URL'] ?? '').replace(/\/$/, '');
  return useMemo(
    () => ({ server: { url, language }, words: wordsIn(language), timeZone: portal.timezone }),
    [url, language, portal.timezone],
  );
}

function languageOf(locale: string | undefined): Language {
  return locale?.toLowerCase().startsWith('fr') ? 'fr' : 'en';
}

export type Loaded<T> =
  | { readonly state: 'loading' }
  | { readonly state: 'failed'; readonly error: unknown }
  | { readonly state: 'ready'; readonly value: T };

/** `load` must keep its identity while it would load the same. What is on the page stays there while it is loaded again. */
export function useLoaded<T>(load: () => Promise<T>): {
  readonly loaded: Loaded<T>;
  readonly reload: () => void;
} {
  const [loaded, setLoaded] = useState<Loaded<T>>({ state: 'loading' });
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    let isCurrent = true;
    load().then(
      (value) => isCurrent && setLoaded({ state: 'ready', value }),
      (error: unknown) => isCurrent && setLoaded({ state: 'failed', error }),
    );
    return () => {
      isCurrent = false;
    };
  }, [load, turn]);
  const reload = useCallback(() => setTurn((now) => now + 1), []);
  return { loaded, reload };
}

/** What went wrong, in one sentence and what to do about it. */
export function faultOf(error: unknown, words: Words): { readonly message: string; readonly fix: string } {
  if (!(error instanceof ServerError) || error.message === '')
    return { message: words.unreachable, fix: words.tryAgain };
  return { message: error.message, fix: error.fix };
}
