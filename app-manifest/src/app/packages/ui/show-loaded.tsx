// The three faces of a page: it loads, it failed with what to do, or it shows what came.
import { Button, ErrorState, LoadingSpinner, Text } from '@hubspot/ui-extensions';
import type { ReactNode } from 'react';
import { faultOf, type Loaded } from './use-server.ts';
import type { Words } from './words.ts';

export function ShowLoaded<T>({
  loaded,
  words,
  reload,
  children,
}: {
  readonly loaded: Loaded<T>;
  readonly words: Words;
  readonly reload: () => void;
  readonly children: (value: T) => ReactNode;
}): ReactNode {
  if (loaded.state === 'loading') return <LoadingSpinner label={words.loading} showLabel layout="centered" />;
  if (loaded.state === 'ready') return children(loaded.value);
  const { message, fix } = faultOf(loaded.error, words);
  return (
    <ErrorState title={words.failed} type="error">
      <Text>{message}</Text>
      {fix === '' ? null : <Text>{fix}</Text>}
      <Button onClick={reload}>{words.reload}</Button>
    </ErrorState>
  );
}
