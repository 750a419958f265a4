import { describe, expect, test } from 'vitest';
import backoff from '../../content/scenarios/backoff/scenario.ts';
import { type Child, call, cast, kill, toldRun, toldTree } from '../../testing/told-run.ts';
import { abc, askEvent, mortal, NEXT_MS, whyLine } from '../../testing/why-told.ts';

describe('a lost message', () => {
  test('nobody there: the receiver was killed', () => {
    const script = [
      [10, cast('a', 'work', 50)],
      [20, cast('b', 'ask', 'a', ['work', 1], 500)],
      [30, kill('b')],
    ] as const;
    expect(askEvent(toldTree(mortal, script, NEXT_MS), 'dropped')).toEqual([
      'done from a reaches nobody: b <0.83.0> is dead.',
      '  a replies done to b.',
      'b is ended by the exit signal kill from the outside.',
      'From outside: kill b.',
      'command',
    ]);
  });

  test('nobody has the name', () => {
    const run = toldTree(abc, [[30, cast('a', 'cast', 'nobody', 'hello')]], NEXT_MS);
    expect(askEvent(run, 'dropped')).toEqual([
      'hello from a reaches nobody: there is no such process.',
      '  a casts hello to a name that nobody has.',
      'a handles {cast,nobody,hello} in handle_cast.',
      'From outside: cast {cast,nobody,hello} to a.',
      'command',
    ]);
  });

  test('too late: the call had timed out, for the callee waited itself', () => {
    const script = [
      [20, cast('c', 'work', 31)],
      [30, cast('a', 'try', 'b', ['ask', 'c', ['work', 1], 50], 20)],
    ] as const;
    expect(askEvent(toldTree(abc, script, NEXT_MS), 'dropped')).toEqual([
      'done from b comes too late for a, which waits for it no longer.',
      '  b replies done to a.',
      'a has waited for b <0.83.0> too long: timeout.',
      '  a calls b: {ask,c,{work,1},50}.',
      'Meanwhile b waits for c.',
      'Meanwhile c is busy for 31 ms.',
      'c handles {work,31} in handle_cast.',
      'From outside: cast {work,31} to c.',
      'command',
    ]);
  });

  test('with the mailbox of one that died', () => {
    const script = [
      [20, cast('b', 'work', 90)],
      [30, cast('a', 'cast', 'b', 'hello')],
      [50, cast('a', 'exit', 'b', 'enough')],
    ] as const;
    expect(askEvent(toldTree(mortal, script, NEXT_MS), 'dropped')).toEqual([
      'hello from a is lost with the mailbox of b <0.83.0>.',
      '  a casts hello to b.',
      'b is ended by the exit signal enough from a <0.82.0>.',
      'a sends exit signal enough to b.',
      'a handles {exit,b,enough} in handle_cast.',
      'From outside: cast {exit,b,enough} to a.',
      'command',
    ]);
  });
});

describe('a call that failed', () => {
  test('timed out: the callee was busy with another message', () => {
    const script = [
      [10, cast('b', 'work', 90)],
      [30, cast('a', 'ask', 'b', ['work', 1], 20)],
    ] as const;
    expect(whyLine(toldTree(abc, script, NEXT_MS), 'crashed', 'a')).toEqual([
      'a crashed: {timeout,{gen_server,call,[b,{work,1}]}}, in handle_cast({ask,b,{work,1},20}).',
      'a has waited for b <0.83.0> too long: timeout.',
      '  a calls b: {work,1}. It still stands in the mailbox of b.',
      'Meanwhile b is busy for 90 ms.',
      'b handles {work,90} in handle_cast.',
      'From outside: cast {work,90} to b.',
      'command',
    ]);
  });

  test('timed out: the callee slept over this very call', () => {
    const run = toldTree(abc, [[30, cast('a', 'ask', 'b', ['sleep', 40], 20)]], NEXT_MS);
    expect(askEvent(run, 'wait_ended', /too long/)).toEqual([
      'a has waited for b <0.83.0> too long: timeout.',
      'Meanwhile b sleeps.',
      'b handles {sleep,40} from a in handle_call.',
      'a calls b: {sleep,40}.',
      'a handles {ask,b,{sleep,40},20} in handle_cast.',
      'From outside: cast {ask,b,{sleep,40},20} to a.',
      'command',
    ]);
  });

  test('timed out: the callee never replies', () => {
    const run = toldTree(abc, [[30, cast('a', 'ask', 'b', ['silent'], 20)]], NEXT_MS);
    expect(askEvent(run, 'wait_ended', /too long/).slice(1, 3)).toEqual([
      'b handles [silent] from a in handle_call, and does not reply in time.',
      'a calls b: [silent].',
    ]);
  });

  test('timed out: both wait for each other', () => {
    const script = [[30, cast('a', 'ask', 'b', ['ask', 'a', ['work', 1], 50], 20)]] as const;
    expect(askEvent(toldTree(abc, script, NEXT_MS), 'wait_ended', /^a .*too long/)).toEqual([
      'a has waited for b <0.83.0> too long: timeout.',
      'Meanwhile b waits for a: they wait for each other.',
      'b handles {ask,a,{work,1},50} from a in handle_call.',
      'a calls b: {ask,a,{work,1},50}.',
      'a handles {ask,b,{ask,a,{work,1},50},20} in handle_cast.',
      'From outside: cast {ask,b,{ask,a,{work,1},50},20} to a.',
      'command',
    ]);
  });

  test('the callee was dead already', () => {
    const script = [
      [20, kill('b')],
      [30, cast('a', 'ask', 'b', ['work', 1], 20)],
    ] as const;
    expect(whyLine(toldTree(mortal, script, NEXT_MS), 'crashed', 'a')).toEqual([
      'a crashed: {noproc,{gen_server,call,[b,{work,1}]}}, in handle_cast({ask,b,{work,1},20}).',
      'b is ended by the exit signal kill from the outside.',
      'From outside: kill b.',
      'command',
    ]);
  });

  test('the callee died of it', () => {
    const run = toldTree(mortal, [[30, cast('a', 'ask', 'b', ['crash'], 20)]], NEXT_MS);
    expect(whyLine(run, 'crashed', 'a').slice(1)).toEqual([
      'a waits for b <0.83.0> no longer: that process is dead (bad_request).',
      'b crashed: bad_request, in handle_call(crash).',
      'a calls b: [crash].',
      'a handles {ask,b,[crash],20} in handle_cast.',
      'From outside: cast {ask,b,[crash],20} to a.',
      'command',
    ]);
  });
});

describe('also', () => {
  test('a DOWN goes back to the death', () => {
    const script = [
      [10, cast('a', 'monitor', 'b')],
      [20, kill('b')],
    ] as const;
    expect(
      whyLine(toldTree(abc, script, NEXT_MS), 'received', 'a handles .*DOWN').slice(1),
    ).toEqual([
      'a, which monitors b <0.83.0>, is told that it is down: killed.',
      'b is ended by the exit signal kill from the outside.',
      'From outside: kill b.',
      'command',
    ]);
  });

  test('a timer goes back to who started it', () => {
    const run = toldTree(abc, [[10, cast('a', 'timer', 20, ['boom'])]], NEXT_MS);
    expect(askEvent(run, 'crashed')).toEqual([
      'a crashed: boom, in handle_info(boom).',
      'A timer runs out and sends [boom] to a.',
      'a starts a timer of 20 ms: [boom].',
      'a handles {timer,20,[boom]} in handle_cast.',
      'From outside: cast {timer,20,[boom]} to a.',
      'command',
    ]);
  });

  test('a timer that comes round and round is told once, with the number', () => {
    const tree: Child = { id: 'sup', children: [{ id: 'a', args: ['every', 10] }] };
    expect(askEvent(toldTree(tree, [], NEXT_MS), 'received', /every/)).toEqual([
      'a handles {every,10} from a in handle_info.',
      'A timer runs out and sends {every,10} to a.',
      'a starts a timer of 10 ms: {every,10}. And so on: the same 9 times before.',
      'sup spawns a <0.82.0> (gen_server worker).',
      'init spawns tree <0.81.0> (supervisor tree).',
      'The boot: init starts the system.',
      'boot',
    ]);
  });

  test('a timeout of a state machine goes back to the state that set it', () => {
    const run = toldRun(backoff, 20_000);
    expect(askEvent(run, 'received', /backing_off/).slice(0, 4)).toEqual([
      'connection handles {state_timeout,try_again} from connection in backing_off.',
      'A timer runs out and sends {state_timeout,try_again} to connection.',
      expect.stringMatching(/^connection starts a timer of \d+ ms: {state_timeout,try_again}\.$/),
      'connection runs backing_off({enter,connecting}).',
    ]);
  });

  test('a first start goes back to the boot', () => {
    expect(whyLine(toldTree(abc, [], NEXT_MS), 'child_started', 'c')).toEqual([
      'c <0.84.0> is up under sup.',
      'sup (one_for_one, at most 5 restarts in 5 s) starts a, b and c, in this order.',
      'init spawns tree <0.81.0> (supervisor tree).',
      'The boot: init starts the system.',
      'boot',
    ]);
  });

  test('an answer to a call from outside goes back to the command', () => {
    const run = toldTree(abc, [[30, call('a', 20, 'work', 1)]], NEXT_MS);
    expect(askEvent(run, 'command_answered')).toEqual([
      'The call from outside is answered: done.',
      'a replies done to shell <0.85.0>.',
      'a handles {work,1} from shell <0.85.0> in handle_call.',
      'shell <0.85.0> calls a: {work,1}.',
      'From outside: call a: {work,1}.',
      'command',
    ]);
  });
});

test('three that wait for each other in a ring: each is told of once', () => {
  const script = [
    [10, cast('a', 'try', 'b', ['work', 1], 50)],
    [10, cast('b', 'try', 'c', ['work', 1], 60)],
    [10, cast('c', 'try', 'a', ['work', 1], 60)],
  ] as const;
  expect(whyLine(toldTree(abc, script, NEXT_MS), 'wait_ended', 'a has waited')).toEqual([
    'a has waited for b <0.83.0> too long: timeout.',
    '  a calls b: {work,1}. It still stands in the mailbox of b.',
    'Meanwhile b waits for c.',
    'Meanwhile c waits for a: they wait for each other.',
    'c handles {try,a,{work,1},60} in handle_cast.',
    'From outside: cast {try,a,{work,1},60} to c.',
    'command',
  ]);
});
