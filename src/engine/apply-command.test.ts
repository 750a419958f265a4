import { expect, test } from 'vitest';
import { genServer } from '../otp/gen-server/api.ts';
import { noreply, ok } from '../otp/results.ts';
import type { Self } from '../runtime/self.ts';
import { testWorld } from '../testing/run-modules.ts';
import { GLOBAL, VIA_MODULES } from '../testing/via-modules.ts';
import { applyCommand } from './apply-command.ts';

/** Two servers, that keep what they are told. Names that hang on no local one: what the page shows of them is whom a command is for. */
function world() {
  const names = [GLOBAL, ['via', 'known', 'kv']] as const;
  const all = testWorld({
    ...VIA_MODULES,
    known: { registerName: () => 'yes', whereisName: () => undefined },
    server: {
      default: { init: () => ok('new'), handleInfo: (message: string) => noreply(message) },
    },
    scripts: {
      *main(self: Self) {
        for (const name of names) yield* genServer.start(self, 'server', null, { name });
      },
    },
  });
  all.spawn('scripts', 'main');
  return all.run();
}

test.each(['{global,{kv,1}}', '{via,known,kv}'])('a command finds who is called %s', (target) => {
  const { node, ...all } = world();
  applyCommand(node, { at: 0, type: 'info', target, message: 'told' } as never, 0);
  all.world.advance(Number.POSITIVE_INFINITY, 100);
  const states = node.processes.map((process) => process?.state);
  expect(states.filter((state) => state === 'told')).toHaveLength(1);
  expect(states.filter((state) => state === 'new')).toHaveLength(1);
});
