// Work that several ask for at once is done once, within this process: whoever comes while it runs waits for the same answer.

export type ShareWork<T> = (key: string, work: () => Promise<T>) => Promise<T>;

export function createShareWork<T>(): ShareWork<T> {
  const running = new Map<string, Promise<T>>();
  return (key, work) => {
    const joined = running.get(key);
    if (joined !== undefined) return joined;
    const started = work().finally(() => running.delete(key));
    running.set(key, started);
    return started;
  };
}
