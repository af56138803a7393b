// Reads that HubSpot cannot process at once (502, 504) are asked for in smaller parts, instead of whole again.
import type { CallContext } from '#pipeline/ports.ts';
import type { HubspotClient } from './client.ts';
import { HubspotError, isTooMuch } from './errors.ts';

/** HubSpot asks for seconds before another try. */
const PAUSES_MS = [1_000, 2_000] as const;

interface Ask<Answer> {
  readonly endpoint: string;
  readonly wanted: number;
  /** `divisible`: ApiCall's. */
  readonly send: (count: number, divisible: boolean) => Promise<Answer>;
}

/** As much as HubSpot has been able to process lately, and half of it after each answer that it was too much; three tries. */
export async function askForLess<Answer>(
  client: HubspotClient,
  context: CallContext,
  { endpoint, wanted, send }: Ask<Answer>,
): Promise<{ readonly answer: Answer; readonly count: number }> {
  const { portalId, signal } = context;
  const pausesMs = PAUSES_MS[Symbol.iterator]();
  for (;;) {
    const count = client.sizes.current(portalId, { endpoint, wanted });
    // A single record cannot be divided: the client repeats it like any other read.
    const divisible = count > 1;
    try {
      return { answer: await send(count, divisible), count };
    } catch (error) {
      if (!divisible || !(error instanceof HubspotError) || !isTooMuch(error)) throw error;
      client.sizes.shrink(portalId, { endpoint, sent: count });
      const { value: pauseMs } = pausesMs.next();
      if (pauseMs === undefined) throw error;
      await client.sleep(pauseMs, signal);
      if (signal.aborted) throw error;
    }
  }
}

/** All of the items, each in one part. */
export async function readInParts<Item, Answer>(
  client: HubspotClient,
  context: CallContext,
  wish: {
    readonly endpoint: string;
    readonly items: readonly Item[];
    readonly read: (part: readonly Item[], divisible: boolean) => Promise<Answer>;
  },
): Promise<readonly Answer[]> {
  const { endpoint, items, read } = wish;
  const answers: Answer[] = [];
  for (let done = 0; done < items.length; ) {
    const { answer, count } = await askForLess(client, context, {
      endpoint,
      wanted: items.length - done,
      send: (size, divisible) => read(items.slice(done, done + size), divisible),
    });
    answers.push(answer);
    done += count;
  }
  return answers;
}
