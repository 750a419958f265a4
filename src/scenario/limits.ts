/**
 * How large a scenario and a saved run may be. Links and files come from strangers: a bound
 * that is reached is a clear message, never a frozen page.
 */
export const LIMITS = Object.freeze({
  titleLength: 200,
  descriptionLength: 5_000,
  labelLength: 200,
  /** Of a module, a function, a registered name, a target. */
  nameLength: 120,
  modules: 64,
  /** Characters of one module, and of all of them. */
  moduleLength: 200_000,
  modulesLength: 500_000,
  boot: 1_000,
  args: 32,
  /** Of the script, and of what the person did. */
  commands: 20_000,
  examples: 200,
  /** Histories of a run, and notes on its moments. */
  branches: 200,
  bookmarks: 200,
  noteLength: 2_000,
  /** A scheduling delay in microseconds: a minute. */
  delayUs: 60_000_000,
  /** OTP's own largest timeout, in milliseconds. */
  timeoutMs: 4_294_967_295,
  /** Virtual seconds a second; this and above is "as fast as possible". */
  speed: 1_000_000,
});
