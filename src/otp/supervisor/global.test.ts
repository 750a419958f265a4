import { expect, test } from 'vitest';
import type { Steps } from '../../runtime/activation.ts';
import type { Self } from '../../runtime/self.ts';
import type { Pid, Term } from '../../runtime/term.ts';
import { runScripts } from '../../testing/run-script.ts';
import { ASKED, startRegistry, VIA_MODULES } from '../../testing/via-modules.ts';
import type { ServerName } from '../gen/gen.ts';
import { global } from '../global.ts';
import { exit, ok } from '../results.ts';
import { supervisor } from './api.ts';

const MIDDLE = ['global', 'middle'] as const;
const WORKER = ['global', 'worker'] as const;

/** `top` over `middle`, under a global name, over a server with the name `worker`. */
function run(
  worker: ServerName,
  main: (self: Self, note: (value: unknown) => void) => Steps<unknown>,
) {
  const sup = (id: string, start: unknown): object => ({
    default: { init: () => ok({ flags: { intensity: 10 }, children: [{ id, start } as never] }) },
  });
  return runScripts(
    {
      *main(self, note) {
        self.trapExit(true);
        yield* startRegistry(self);
        note((yield* supervisor.startLink(self, 'top', null, { name: 'top' })).type);
        yield* main(self, note);
      },
    },
    {
      ...VIA_MODULES,
      top: sup('middle', ['supervisor', 'start_link', [MIDDLE, 'middle', null]]) as never,
      middle: sup('worker', ['gen_server', 'start_link', [worker, 'worker', null]]) as never,
      worker: { default: { init: () => ok(null), handleCall: (reason: Term) => exit(reason) } },
    },
  );
}

const whereis = (self: Self): unknown[] =>
  [MIDDLE, WORKER].map(([, name]) => global.whereisName(self, name) ?? 'undefined');

test('supervisor_SUITE/simple_global_supervisor: who is restarted, or started again, is found under its global name, as another process', () => {
  const { noted } = run(WORKER, function* (self, note) {
    const seen = new Set<unknown>(whereis(self));
    expect(seen.size).toBe(2);
    const kill = (name: string) => self.exit(global.whereisName(self, name) as Pid, 'kill');
    const cast = { type: '$gen_cast', message: 'of which it has no clause' };
    const fresh: number[] = [];
    for (const end of [
      () => kill('middle'),
      () => kill('worker'),
      () => global.send(self, 'worker', cast),
      null,
    ]) {
      end?.();
      if (end === null) {
        yield* supervisor.terminateChild(self, MIDDLE, 'worker');
        note(whereis(self)[1]);
        yield* supervisor.restartChild(self, MIDDLE, 'worker');
      }
      yield* self.sleep(10);
      const before = seen.size;
      for (const pid of whereis(self)) seen.add(pid);
      fresh.push(seen.size - before);
    }
    note(fresh);
    note(seen.has('undefined'));
    self.exit(self.whereis('top') as Pid, 'kill');
    yield* self.sleep(10);
    note(whereis(self));
  });
  expect(noted).toEqual(['ok', 'undefined', [2, 1, 1, 1], false, ['undefined', 'undefined']]);
});

test('a start function may ask a server for the name: its supervisor waits meanwhile', () => {
  const { noted } = run(ASKED, function* (self, note) {
    yield* self.sleep(50);
    note(yield* supervisor.countChildren(self, MIDDLE));
    note(yield* supervisor.terminateChild(self, MIDDLE, 'worker'));
    note((yield* supervisor.restartChild(self, MIDDLE, 'worker')).type);
  });
  const counts = { specs: 1, active: 1, supervisors: 0, workers: 1 };
  expect(noted).toEqual(['ok', counts, 'ok', 'ok']);
});
