import type { Steps } from '../../runtime/activation.ts';
import type { Self } from '../../runtime/self.ts';
import type { TestModule } from '../run-modules.ts';

type Callback = (...args: unknown[]) => unknown;

/** The module with callbacks that wait, for no time at all, before they do the same. `callbackMode` may not wait. */
export function waitingModule(module: TestModule): TestModule {
  const callbacks = Object.entries(module.default as Readonly<Record<string, Callback>>);
  return {
    ...module,
    default: Object.fromEntries(
      callbacks.map(([name, callback]) => [
        name,
        name === 'callbackMode' ? callback : waiting(callback),
      ]),
    ),
  };
}

const waiting = (callback: Callback): Callback =>
  function* (...args): Steps<unknown> {
    yield* (args.at(-1) as Self).sleep(0);
    return callback(...args);
  };
