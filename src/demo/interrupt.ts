// Stops a play before its end.

/** Ctrl-C ends the play early; whatever was started is then closed in order. */
export function watchInterrupt(): { race<T>(work: Promise<T>): Promise<T | 130>; end(): void } {
  const { promise, resolve } = Promise.withResolvers<130>();
  const stop = (): void => resolve(130);
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  return {
    race: (work) => Promise.race([work, promise]),
    end: () => {
      process.off('SIGINT', stop);
      process.off('SIGTERM', stop);
    },
  };
}
