import { describe, expect, test } from 'vitest';
import type { Term } from '../../runtime/term.ts';
import {
  type Machine,
  machineModule,
  mailbox,
  startMachine,
  withMachine,
} from '../../testing/with-machine.ts';
import { EXIT } from '../../testing/with-server.ts';
import { genStatem } from './api.ts';
import type { Action, CallbackMode } from './module.ts';
import {
  changeCallbackModule,
  keepStateAndData,
  nextState,
  popCallbackModule,
  pushCallbackModule,
} from './results.ts';

/** Tells `main` its name and the event; a cast `[state, action]` is done. */
const named = (name: string, mode: CallbackMode): Machine => ({
  callbackMode: () => mode,
  on(type, content, state, data, { self }) {
    self.send('main', [name, self.module, type, state]);
    if (type !== 'cast') return keepStateAndData();
    const [next, ...actions] = content as readonly [string, ...Action[]];
    return nextState(next, data, ...actions);
  },
});

/** What came of these casts: `machine` makes no enter calls, `entering` does, `functions` has state functions. */
function told(casts: readonly Term[]): { told: unknown; terminated: readonly unknown[] } {
  const modules = {
    entering: machineModule(named('entering', ['handle_event_function', 'state_enter'])),
    functions: machineModule(named('functions', 'state_functions'), 'state_functions'),
  };
  const { noted, terminated } = withMachine(
    named('machine', 'handle_event_function'),
    function* (self, note) {
      const pid = yield* startMachine(self);
      for (const cast of casts) genStatem.cast(self, pid, cast);
      note(yield* mailbox(self, 10));
    },
    { modules },
  );
  return { told: noted[0], terminated };
}
const change = (module: string) => changeCallbackModule(module) as Term;
const push = (module: string) => pushCallbackModule(module) as Term;
const pop = popCallbackModule() as Term;

describe('gen_statem: callback modules', () => {
  test('gen_statem_SUITE/pop_too_many: modules are changed, pushed and popped, each with its own callback mode', () => {
    const { told: events } = told([
      ['t', push('functions')],
      ['s', change('entering')],
      ['s', pop],
      ['s'],
    ]);
    expect(events).toEqual([
      ['machine', 'machine', 'cast', 's'],
      ['functions', 'functions', 'cast', 't'],
      ['entering', 'entering', 'enter', 's'],
      ['entering', 'entering', 'cast', 's'],
      ['machine', 'machine', 'cast', 's'],
    ]);
  });

  test('gen_statem_SUITE/pop_too_many: a change of the state is entered in the new module, if that has state enter calls', () => {
    const { told: events } = told([['t', push('entering')], ['u', pop], ['u']]);
    expect(events).toEqual([
      ['machine', 'machine', 'cast', 's'],
      ['entering', 'entering', 'enter', 't'],
      ['entering', 'entering', 'cast', 't'],
      ['machine', 'machine', 'cast', 'u'],
    ]);
  });

  test('gen_statem_SUITE/pop_too_many: one pop too many is a bad action', () => {
    const { told: events } = told([
      ['t', push('functions'), pop],
      ['u', pop],
    ]);
    const reason = [
      ['bad_action_from_state_function', 'pop_callback_module'],
      [['machine', 'handle_event']],
    ];
    expect((events as Term[]).slice(2)).toEqual([EXIT(reason)]);
  });

  test('a module that is not there is not taken: the machine ends with the one it has', () => {
    const { told: events, terminated } = told([['t', change('nowhere')]]);
    const reason = ['undef', [['nowhere', 'callback_mode']]];
    expect((events as Term[]).slice(1)).toEqual([EXIT(reason)]);
    expect(terminated).toEqual([['undef', 't', 'd']]);
  });
});
