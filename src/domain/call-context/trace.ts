// What the lead did up to an instant, newest first, told once however often it did it.
import type { Instant } from '#domain/agreement.ts';
import { toEpochMs } from '#domain/instant.ts';
import type { Signal } from '#domain/lead.ts';
import type { Language } from '#domain/wording.ts';
import { isTold, signalWords } from './signal-words.ts';

export interface Trace {
  readonly words: string;
  /** Of the newest. */
  readonly at: Instant;
  readonly times: number;
  readonly kind: Signal['kind'];
}

/** `signals`: oldest first. */
export function traceSignals(signals: readonly Signal[], now: Instant, language: Language): readonly Trace[] {
  const nowMs = toEpochMs(now);
  const traces = new Map<string, Trace>();
  for (const signal of signals.toReversed()) {
    if (!isTold(signal) || toEpochMs(signal.at) > nowMs) continue;
    const words = signalWords(signal, language);
    const known = traces.get(words);
    const { at, kind } = signal;
    traces.set(
      words,
      known === undefined ? { words, at, kind, times: 1 } : { ...known, times: known.times + 1 },
    );
  }
  return [...traces.values()];
}
