// Who would move under a version. Judging many thousands of leads takes longer than HubSpot lets a page wait for an answer:
// the server goes on, keeps what it finds, and is asked for it until it is there.
import { type Answers, ask, numberIn, ServerError } from '@accord/ui';
import { Alert } from '@hubspot/ui-extensions';
import { type ReactNode, useState } from 'react';
import type { TabProps } from './settings-page.tsx';
import type { VersionProps } from './version-part.tsx';

type Preview = Answers['previewVersion'];

const LOOK_EVERY_MS = 3_000;
/** Some hundred thousand leads. */
const LOOKS = 600;
/** In a row: then the server is away, rather than busy. */
const MAX_SILENT_LOOKS = 5;

export function usePreview({ home, agreement, version }: VersionProps): {
  /** It takes long: the page should say so. */
  readonly isJudging: boolean;
  /** `kept`: one of the last day will do. Throws ServerError. */
  readonly find: (wanted: 'new' | 'kept') => Promise<Preview>;
} {
  const { server, words } = home;
  const [isJudging, setJudging] = useState(false);
  const place = { params: { version }, query: { agreement } };
  const readKept = async (): Promise<Preview | null> => {
    try {
      return await ask(server, 'readPreview', place);
    } catch (error) {
      if (error instanceof ServerError && error.status === 404) return null;
      throw error;
    }
  };
  const find = async (wanted: 'new' | 'kept'): Promise<Preview> => {
    const before = await readKept();
    if (wanted === 'kept' && before !== null) return before;
    try {
      return await ask(server, 'previewVersion', place);
    } catch (error) {
      if (!isUnanswered(error)) throw error;
    }
    setJudging(true);
    try {
      return await awaitPreview(readKept, { before, tooLong: words.observe.tooLong });
    } finally {
      setJudging(false);
    }
  };
  return { isJudging, find };
}

/** The way to the server gave up; what the server itself refuses has a code. */
function isUnanswered(error: unknown): boolean {
  return !(error instanceof ServerError) || (error.status >= 500 && error.code === '');
}

async function awaitPreview(
  readKept: () => Promise<Preview | null>,
  { before, tooLong }: { readonly before: Preview | null; readonly tooLong: string },
): Promise<Preview> {
  let silentLooks = 0;
  for (let look = 0; look < LOOKS; look += 1) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    try {
      const found = await readKept();
      if (found !== null && found.token !== before?.token) return found;
      silentLooks = 0;
    } catch (error) {
      silentLooks += 1;
      if (!isUnanswered(error) || silentLooks === MAX_SILENT_LOOKS) throw error;
    }
  }
  throw new ServerError(504, { message: tooLong });
}

export function Judging({ settings: { portal }, home }: TabProps): ReactNode {
  const { observe } = home.words;
  return (
    <Alert title={observe.judging} variant="info">
      {observe.judgingWhy(numberIn(home.server.language, portal.backfill.leads))}
    </Alert>
  );
}
