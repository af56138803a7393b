// One signed POST of 1 to 100 events. Any answer but 2xx, none within the time-out, or no connection is a failure.

import type { WebhookEvent } from './events.ts';
import { buildSignatureHeaders } from './signer.ts';

export interface BatchToPost {
  readonly url: string;
  readonly events: readonly WebhookEvent[];
  readonly secret: string;
  readonly signatures: readonly ('v1' | 'v2' | 'v3')[];
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

export async function postBatch(batch: BatchToPost): Promise<number | 'timeout' | 'unreachable'> {
  const body = JSON.stringify(batch.events);
  const timeout = AbortSignal.timeout(batch.timeoutMs);
  try {
    const request = { method: 'POST', uri: batch.url, body, timestampMs: Date.now() };
    const response = await fetch(batch.url, {
      method: 'POST',
      body,
      headers: {
        'content-type': 'application/json',
        'user-agent': 'HubSpot Connect 2.0 (sandbox)',
        ...buildSignatureHeaders(batch.secret, request, batch.signatures),
      },
      // HubSpot documents no redirects for webhook targets: a 3xx is a failed delivery.
      redirect: 'manual',
      signal: AbortSignal.any([timeout, batch.signal]),
    });
    await response.arrayBuffer();
    return response.status;
  } catch {
    return timeout.aborted ? 'timeout' : 'unreachable';
  }
}
