import { describe, expect, test } from 'vitest';
import { type Child, cast, kill, toldTree } from '../../testing/told-run.ts';
import { abc, askEvent, NEXT_MS, newest, whyLine, workers } from '../../testing/why-told.ts';
import { why } from './why.ts';

describe('a restart', () => {
  test('of a sibling under one_for_all', () => {
    const run = toldTree({ ...abc, strategy: 'one_for_all' }, [[10, cast('b', 'crash')]], NEXT_MS);
    expect(whyLine(run, 'child_started', 'c')).toEqual([
      'c <0.87.0> is up again under sup.',
      'sup restarts b (one_for_all, permanent; 1 of 5 in 5 s): it stops c and a, then starts a, b and c.',
      'Exit signal oops travels from b <0.83.0> to sup.',
      'b crashed: oops, in handle_cast(crash).',
      'From outside: cast [crash] to b.',
      'command',
    ]);
  });

  test('of a sibling under rest_for_one, after a message from another', () => {
    const script = [[10, cast('a', 'cast', 'b', ['crash'])]] as const;
    const run = toldTree({ ...abc, strategy: 'rest_for_one' }, script, NEXT_MS);
    expect(whyLine(run, 'child_started', 'c')).toEqual([
      'c <0.86.0> is up again under sup.',
      'sup restarts b (rest_for_one, permanent; 1 of 5 in 5 s): it stops c, then starts b and c.',
      'Exit signal oops travels from b <0.83.0> to sup.',
      'b crashed: oops, in handle_cast(crash).',
      'a casts [crash] to b.',
      'a handles {cast,b,[crash]} in handle_cast.',
      'From outside: cast {cast,b,[crash]} to a.',
      'command',
    ]);
  });

  test('after a kill', () => {
    const run = toldTree(abc, [[10, kill('a')]], NEXT_MS);
    expect(whyLine(run, 'child_started', 'a .*again')).toEqual([
      'a <0.85.0> is up again under sup.',
      'sup restarts a (one_for_one, permanent; 1 of 5 in 5 s).',
      'Exit signal killed travels from a <0.82.0> to sup.',
      'a is ended by the exit signal kill from the outside.',
      'From outside: kill a.',
      'command',
    ]);
  });

  test('after a stop, which is no crash', () => {
    const run = toldTree(abc, [[10, cast('a', 'stop')]], NEXT_MS);
    expect(askEvent(run, 'decided').slice(1)).toEqual([
      'Exit signal done_with_it travels from a <0.82.0> to sup.',
      'a <0.82.0> has ended: done_with_it.',
      'a handles [stop] in handle_cast.',
      'From outside: cast [stop] to a.',
      'command',
    ]);
  });

  test('after a crash ordered from outside', () => {
    const order = { type: 'crash_next', target: 'a', reason: 'crash' } as const;
    const run = toldTree(
      abc,
      [
        [10, order],
        [20, cast('a', 'work', 1)],
      ],
      NEXT_MS,
    );
    expect(askEvent(run, 'crashed')).toEqual([
      'a crashed: crash, in handle_cast({work,1}).',
      'From outside: a is to crash in its next callback, with crash.',
      'command',
    ]);
  });

  test('that is tried again, because the new process fails in its init', () => {
    const tree: Child = { id: 'sup', intensity: 2, children: [{ id: 'a', args: 'no_restart' }] };
    const run = toldTree(tree, [[10, kill('a')]], NEXT_MS);
    expect(askEvent(run, 'decided', /gives up/)).toEqual(
      [
        'sup gives up: 3 restarts within 5 s, 2 are allowed. It stops its children in reverse order and exits shutdown.',
        '  sup tries again to restart a (one_for_one, permanent; 2 of 2 in 5 s).',
        '  sup restarts a (one_for_one, permanent; 1 of 2 in 5 s).',
        "sup can't restart a: no_start.",
        'a crashed: no_start, in init(no_restart).',
        'sup spawns worker <0.84.0> (gen_server worker).',
      ].concat(askEvent(run, 'decided', /tries again/)),
    );
  });
});

describe('the end of a process', () => {
  test('stopped, since a sibling crashed', () => {
    const run = toldTree({ ...abc, strategy: 'rest_for_one' }, [[10, cast('b', 'crash')]], NEXT_MS);
    expect(whyLine(run, 'exited', 'c')).toEqual([
      'c <0.84.0> has ended: shutdown.',
      'c is ended by the exit signal shutdown from sup <0.81.0>.',
      'sup tells c to shut down (5000 ms).',
      'sup restarts b (rest_for_one, permanent; 1 of 5 in 5 s): it stops c, then starts b and c.',
      'Exit signal oops travels from b <0.83.0> to sup.',
      'b crashed: oops, in handle_cast(crash).',
      'From outside: cast [crash] to b.',
      'command',
    ]);
  });

  test('killed, since it did not shut down in time', () => {
    const deaf: Child = { id: 'b', shutdown: 20, args: 'deaf' };
    const tree: Child = { id: 'sup', strategy: 'one_for_all', children: [{ id: 'a' }, deaf] };
    const script = [
      [10, cast('b', 'work', 90)],
      [20, cast('a', 'crash')],
    ] as const;
    expect(whyLine(toldTree(tree, script, NEXT_MS), 'exited', 'b')).toEqual([
      'b <0.83.0> has ended: it was killed.',
      'b is ended by the exit signal kill from sup <0.81.0>.',
      'sup has waited for b <0.83.0> too long: timeout.',
      'sup tells b to shut down (20 ms).',
      'sup restarts a (one_for_all, permanent; 1 of 1 in 5 s): it stops b, then starts a and b.',
      'Exit signal oops travels from a <0.82.0> to sup.',
      'a crashed: oops, in handle_cast(crash).',
      'From outside: cast [crash] to a.',
      'command',
    ]);
  });

  test('by links, from one to the next', () => {
    const script = [
      [10, cast('a', 'link', 'b')],
      [20, cast('b', 'link', 'c')],
      [30, cast('a', 'crash')],
    ] as const;
    expect(whyLine(toldTree(abc, script, NEXT_MS), 'exited', 'c')).toEqual([
      'c <0.84.0> has ended: oops.',
      'c is ended by the exit signal oops from b <0.83.0>.',
      'b is ended by the exit signal oops from a <0.82.0>.',
      'a crashed: oops, in handle_cast(crash).',
      'From outside: cast [crash] to a.',
      'command',
    ]);
  });

  test('of a supervisor whose init could not start a child', () => {
    const tree: Child = { id: 'sup', children: [{ id: 'a' }, { id: 'b', args: 'no_start' }] };
    expect(whyLine(toldTree(tree, [], NEXT_MS), 'exited', 'sup')).toEqual([
      'sup <0.81.0> has ended: {shutdown,{failed_to_start_child,b,{no_start,[{worker,init}]}}}.',
      "sup can't start b: no_start.",
      'b crashed: no_start, in init(no_start).',
      'sup spawns worker <0.83.0> (gen_server worker).',
      'init spawns tree <0.81.0> (supervisor tree).',
      'The boot: init starts the system.',
      'boot',
    ]);
  });
});

describe('giving up', () => {
  test('since so many restarts stand in the window: these', () => {
    const tree: Child = { id: 'sup', intensity: 2, children: workers('a', 'b') };
    const script = [
      [10, kill('a')],
      [20, cast('b', 'crash')],
      [30, cast('a', 'crash', 'third')],
    ] as const;
    const run = toldTree(tree, script, NEXT_MS);
    expect(askEvent(run, 'decided')).toEqual([
      'sup gives up: 3 restarts within 5 s, 2 are allowed. It stops its children in reverse order and exits shutdown.',
      '  sup restarts b (one_for_one, permanent; 2 of 2 in 5 s).',
      '  sup restarts a (one_for_one, permanent; 1 of 2 in 5 s).',
      'Exit signal third travels from a <0.84.0> to sup.',
      'a crashed: third, in handle_cast({crash,third}).',
      'From outside: cast {crash,third} to a.',
      'command',
    ]);
  });

  test('only those that still stand in it', () => {
    const tree: Child = { id: 'sup', intensity: 1, period: 1, children: workers('a') };
    const script = [
      [10, kill('a')],
      [3_000, kill('a')],
      [3_100, kill('a')],
    ] as const;
    const run = toldTree(tree, script, 3_200);
    const { buffer } = run;
    const [first] = why(buffer, { type: 'event', seq: newest(run, 'decided') })?.links ?? [];
    expect(first?.asides.map(({ at }) => Math.floor(at / 1_000))).toEqual([3_000]);
  });

  test('through two levels', () => {
    const low: Child = { id: 'low', children: workers('a') };
    const tree: Child = {
      id: 'top',
      intensity: 0,
      children: [{ id: 'mid', intensity: 0, children: [low] }],
    };
    const script = [
      [10, cast('a', 'crash')],
      [20, kill('a')],
    ] as const;
    expect(whyLine(toldTree(tree, script, NEXT_MS), 'exited', 'top')).toEqual([
      'top <0.81.0> has ended: shutdown.',
      'top gives up: 1 restart within 5 s, 0 are allowed. It stops its children in reverse order and exits shutdown.',
      'Exit signal shutdown travels from mid <0.82.0> to top.',
      'mid gives up: 1 restart within 5 s, 0 are allowed. It stops its children in reverse order and exits shutdown.',
      'Exit signal shutdown travels from low <0.83.0> to mid.',
      'low gives up: 2 restarts within 5 s, 1 is allowed. It stops its children in reverse order and exits shutdown.',
      '  low restarts a (one_for_one, permanent; 1 of 1 in 5 s).',
      'Exit signal killed travels from a <0.85.0> to low.',
      'a is ended by the exit signal kill from the outside.',
      'From outside: kill a.',
      'command',
    ]);
  });
});
