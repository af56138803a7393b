// Memories that outlive a decision: bounded, because nobody knows how much they will be asked.

/** Keeps what was worked out for a key, and gives it back; where `most` are kept already, all of them are forgotten first. */
export function remember<Key, Value>(
  known: Map<Key, Value>,
  most: number,
  [key, value]: readonly [Key, Value],
): Value {
  if (known.size >= most) known.clear();
  known.set(key, value);
  return value;
}
