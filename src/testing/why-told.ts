import { EVENT_TYPES, type EventType } from '../runtime/trace-event.ts';
import { textAt } from '../view/log-line.ts';
import type { WhyQuestion } from '../view/why/question.ts';
import { type Why, why } from '../view/why/why.ts';
import type { Child, ToldRun } from './told-run.ts';

/** Every link's sentence, what stands beside it indented below, and how the chain ends. */
export function sentences(answer: Why | null): string[] {
  if (answer === null) return ['nothing'];
  const lines = answer.links.flatMap(({ text, asides }) => [
    text,
    ...asides.map((aside) => `  ${aside.text}`),
  ]);
  return [...lines, answer.end];
}

export const ask = ({ buffer }: ToldRun, question: WhyQuestion): string[] =>
  sentences(why(buffer, question));

/** `seq` of the newest event of this type whose line fits. */
export function newest({ buffer }: ToldRun, type: EventType, line = /./): number {
  for (let seq = buffer.end - 1; seq >= buffer.first; seq--) {
    const isType = EVENT_TYPES[buffer.types[buffer.place(seq)] as number] === type;
    if (isType && line.test(textAt(buffer, seq))) return seq;
  }
  throw new Error(`no ${type} like ${line}`);
}

/** Why the newest event of this type happened whose line fits; or begins so. */
export const askEvent = (run: ToldRun, type: EventType, line?: RegExp): string[] =>
  ask(run, { type: 'event', seq: newest(run, type, line) });

export const whyLine = (run: ToldRun, type: EventType, line: string): string[] =>
  askEvent(run, type, new RegExp(`^${line}`));

export const workers = (...ids: string[]): Child[] => ids.map((id) => ({ id }));
/** Three workers under one supervisor. */
export const abc: Child = { id: 'sup', intensity: 5, children: workers('a', 'b', 'c') };
/** Of two workers, b is not started again. */
export const mortal: Child = {
  id: 'sup',
  children: [{ id: 'a' }, { id: 'b', restart: 'temporary' }],
};
/** Some time after all that a script does. */
export const NEXT_MS = 100;
