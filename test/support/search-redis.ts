// Every key of a Redis and what it holds, searched for words that must not be there.
import { Redis } from 'ioredis';

export async function findInRedis(url: string, words: readonly string[]): Promise<readonly string[]> {
  const redis = new Redis(url);
  try {
    const keys = await redis.keys('*');
    const texts = await Promise.all(keys.map(async (key) => `${key} ${await textOf(redis, key)}`));
    return words.filter((word) => texts.some((text) => text.toLowerCase().includes(word.toLowerCase())));
  } finally {
    redis.disconnect();
  }
}

async function textOf(redis: Redis, key: string): Promise<string> {
  const type = await redis.type(key);
  const read = READERS[type];
  if (read === undefined) return '';
  return JSON.stringify(await read(redis, key));
}

const READERS: Readonly<Record<string, (redis: Redis, key: string) => Promise<unknown>>> = {
  string: (redis, key) => redis.get(key),
  list: (redis, key) => redis.lrange(key, 0, -1),
  set: (redis, key) => redis.smembers(key),
  zset: (redis, key) => redis.zrange(key, '0', '-1'),
  hash: (redis, key) => redis.hgetall(key),
  stream: (redis, key) => redis.xrange(key, '-', '+'),
};
