import { describe, expect, test } from 'vitest';
import type { Action } from '../scenario/scenario.ts';
import { toldRun } from '../testing/told-run.ts';
import { layoutMachine } from './machine-layout.ts';
import { pastOf } from './machine-past.ts';
import type { ProcessView, View } from './view.ts';

const lamp = `
import { genStatem, keepStateAndData, nextState, okState, error } from 'otp';
export const start = (self) => genStatem.startLink(self, 'lamp', null, { name: 'lamp' });
export default {
  callbackMode: () => 'handle_event_function',
  init: () => okState('off', null),
  handleEvent(_type, content, state, data) {
    if (content === 'crash') error('boom');
    if (content === 'press') return nextState(state === 'off' ? 'on' : 'off', data);
    return content === 'break' ? nextState('broken', data) : keepStateAndData();
  },
};
`;

const sup = (intensity: number) => `
import { ok, supervisor } from 'otp';
export const start = (self) => supervisor.startLink(self, 'inner', null, { name: 'inner' });
export default {
  init: () => ok({ flags: ['one_for_one', ${intensity}, 60], children: [{ id: 'lamp', start: ['lamp', 'start', []] }] }),
};
`;

const outer = `
import { ok, supervisor } from 'otp';
export const start = (self) => supervisor.startLink(self, 'outer', null, { name: 'outer' });
export default {
  init: () => ok({ flags: ['one_for_one', 5, 60], children: [{ id: 'inner', start: ['inner', 'start', []], type: 'supervisor' }] }),
};
`;

const tell = (...words: readonly string[]) =>
  words.map(
    (message, place) =>
      ({ at: 100_000 * (place + 1), type: 'cast', target: 'lamp', message }) as Action & {
        at: number;
      },
  );

/** The lamp that is up at the end. */
function lampAfter(words: readonly string[], intensity = 5): { lamp: ProcessView; view: View } {
  const { view } = toldRun(
    {
      title: 'A lamp',
      schedulingDelayUs: [1, 1],
      modules: { lamp, inner: sup(intensity), outer },
      boot: [{ type: 'start', module: 'outer', function: 'start', args: [] }],
      script: tell(...words),
    },
    words.length * 100 + 200,
  );
  const found = view.processes.get(view.names.get('lamp') ?? 0);
  if (found === undefined) throw new Error('no lamp');
  return { lamp: found, view };
}

const ways = (past: ReturnType<typeof pastOf>) =>
  past?.transitions.map(({ from, to, count }) => `${from} → ${to} ×${count}`);

describe('a machine that was started again', () => {
  test('knows what the one before it was seen to do, and has done nothing itself', () => {
    const { lamp } = lampAfter(['press', 'press', 'press', 'crash']);
    expect(lamp.machine).toMatchObject({ state: 'off', states: ['off'], transitions: [] });
    expect(lamp.earlier?.states).toEqual(['off', 'on']);
    expect(ways(lamp.earlier)).toEqual(['off → on ×2', 'on → off ×1']);
  });

  test('adds up over all incarnations', () => {
    const { lamp } = lampAfter(['press', 'crash', 'press', 'press', 'crash', 'break']);
    expect(ways(lamp.earlier)).toEqual(['off → on ×2', 'on → off ×1']);
    expect(ways(pastOf(lamp))).toEqual(['off → on ×2', 'on → off ×1', 'off → broken ×1']);
  });

  test('knows it also when its supervisor was started again', () => {
    const { lamp, view } = lampAfter(['press', 'crash'], 0);
    expect(view.restarts).toBe(1);
    expect(ways(lamp.earlier)).toEqual(['off → on ×1']);
  });

  test('has its diagram where it was, and what is past marked as such', () => {
    const before = lampAfter(['press', 'press']).lamp;
    const { lamp } = lampAfter(['press', 'press', 'crash', 'press']);
    if (before.machine === null || lamp.machine === null) throw new Error('no machine');
    const [was, is] = [
      layoutMachine(before.machine, null),
      layoutMachine(lamp.machine, lamp.earlier),
    ];
    const places = ({ boxes, arrows }: typeof was) => [
      boxes.map(({ state, y }) => [state, y]),
      arrows.map(({ path }) => path),
    ];
    expect(places(is)).toEqual(places(was));
    expect(is.arrows.map(({ isEarlier }) => isEarlier)).toEqual([false, true]);
    expect(is.boxes.map(({ isEarlier }) => isEarlier)).toEqual([false, false]);
  });
});

test('a machine that was never started again has no past', () =>
  expect(lampAfter(['press']).lamp.earlier).toBeNull());
