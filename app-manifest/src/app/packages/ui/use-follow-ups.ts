// What was asked for is done in a moment, by a worker: looks again a few times, so that nobody asks twice.
import { useCallback, useEffect, useState } from 'react';

/** Later than that the lead is judged by another cause, or something is wrong. */
const LOOKS_MS: readonly number[] = [1_000, 3_000, 7_000, 15_000, 30_000];

export interface FollowUps {
  /** From asking until the last look. */
  readonly isFollowing: boolean;
  readonly follow: () => void;
  readonly stop: () => void;
}

export function useFollowUps(look: () => void): FollowUps {
  const [isFollowing, setFollowing] = useState(false);
  useEffect(() => {
    if (!isFollowing) return undefined;
    const timers = LOOKS_MS.map((ms, index) =>
      setTimeout(() => {
        look();
        if (index === LOOKS_MS.length - 1) setFollowing(false);
      }, ms),
    );
    return () => {
      for (const timer of timers) clearTimeout(timer);
    };
  }, [isFollowing, look]);
  const follow = useCallback(() => setFollowing(true), []);
  const stop = useCallback(() => setFollowing(false), []);
  return { isFollowing, follow, stop };
}
