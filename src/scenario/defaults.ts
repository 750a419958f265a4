/** What a scenario has that doesn't say otherwise. */
export const DEFAULTS = Object.freeze({
  description: '',
  seed: 1,
  /** So that at speed 1 a message is under way long enough to be seen. */
  schedulingDelayUs: Object.freeze([50_000, 200_000] as const),
  speed: 1,
});
