/**
 * Xoshiro128** (Blackman and Vigna): fast, well tested, and integer only, so that every engine
 * draws the same numbers. The state is a `Uint32Array`: V8 keeps it unboxed, and a copy is a fork.
 */
export type PrngState = Uint32Array;

/** A stream of its own for `seed` and `name`: nodes draw independently of each other. */
export function createPrng(seed: number, name: string): PrngState {
  let hash = 0x811c9dc5 ^ (seed >>> 0);
  hash = Math.imul(hash, 0x01000193) ^ Math.floor(seed / 2 ** 32);
  for (let index = 0; index < name.length; index++)
    hash = Math.imul(hash ^ name.charCodeAt(index), 0x01000193);
  const state = new Uint32Array(4);
  for (let index = 0; index < 4; index++) {
    // splitmix32: spreads neighbouring seeds over the whole state.
    hash = (hash + 0x9e3779b9) | 0;
    let mixed = Math.imul(hash ^ (hash >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    state[index] = (mixed ^ (mixed >>> 15)) >>> 0;
  }
  return state;
}

/** The next 32 random bits, as an unsigned integer. */
export function nextUint32(state: PrngState): number {
  const s1 = state[1] as number;
  const product = Math.imul(s1, 5);
  const result = Math.imul((product << 7) | (product >>> 25), 9) >>> 0;
  const shifted = s1 << 9;
  const s2 = (state[2] as number) ^ (state[0] as number);
  const s3 = (state[3] as number) ^ s1;
  state[1] = s1 ^ s2;
  state[0] = (state[0] as number) ^ s3;
  state[2] = s2 ^ shifted;
  state[3] = (s3 << 11) | (s3 >>> 21);
  return result;
}

/** An integer in `[0, bound)`. `bound` is at most 2^32; the bias is below bound / 2^32. */
export function nextBelow(state: PrngState, bound: number): number {
  return Math.floor((nextUint32(state) / 2 ** 32) * bound);
}
