import type { Term } from '../../runtime/term.ts';

/** The exit reasons that OTP treats each in its own way. */
export const EXIT_REASONS: readonly { label: string; reason: Term; hint: string }[] = [
  { label: 'normal', reason: 'normal', hint: 'ignored, unless it traps exits' },
  { label: 'shutdown', reason: 'shutdown', hint: 'an orderly end; transient: not restarted' },
  { label: '{shutdown,x}', reason: ['shutdown', 'x'], hint: 'the same, with a word' },
  { label: 'kill', reason: 'kill', hint: "can't be trapped; others see killed" },
];
