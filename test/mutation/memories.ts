// What modules of src remember of earlier calls would carry what one mutant answered into the next one's tests. Every map they
// make while they are loaded is known here, and emptied again of all that was put in since.

/** Starts to look at the maps that modules of src make; returns what ends that, and gives the way to make them forget. */
export function watchMemories(): () => () => void {
  const { Map: RealMap, WeakMap: RealWeakMap } = globalThis;
  const maps: Map<unknown, unknown>[] = [];
  const weakMaps: ForgetfulWeakMap[] = [];

  class ForgetfulWeakMap extends RealWeakMap<WeakKey, unknown> {
    readonly #keys: WeakKey[] = [];
    override set(key: WeakKey, value: unknown): this {
      this.#keys.push(key);
      return super.set(key, value);
    }
    forget(): void {
      for (const key of this.#keys.splice(0)) this.delete(key);
    }
  }

  globalThis.Map = new Proxy(RealMap, {
    construct(target, args) {
      const map = Reflect.construct(target, args) as Map<unknown, unknown>;
      if (isMadeBySource()) maps.push(map);
      return map;
    },
  });
  globalThis.WeakMap = new Proxy(RealWeakMap, {
    construct(target, args) {
      if (!isMadeBySource()) return Reflect.construct(target, args) as object;
      const weakMap = new ForgetfulWeakMap(...(args as []));
      weakMaps.push(weakMap);
      return weakMap;
    },
  });

  return () => {
    globalThis.Map = RealMap;
    globalThis.WeakMap = RealWeakMap;
    const loaded = maps.map((map) => ({ map, entries: [...map] }));
    return () => {
      for (const weakMap of weakMaps) weakMap.forget();
      for (const { map, entries } of loaded) {
        if (map.size === entries.length) continue;
        map.clear();
        for (const [key, value] of entries) map.set(key, value);
      }
    };
  };
}

/** Whether the line that makes a map stands in src. */
function isMadeBySource(): boolean {
  return /\/src\//.test(new Error('where').stack?.split('\n')[3] ?? '');
}
