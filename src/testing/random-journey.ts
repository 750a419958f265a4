import { createPrng, nextBelow } from '../base/prng.ts';
import { createEngine } from '../engine/create-engine.ts';
import type { LoadedCode } from '../engine/load-program.ts';
import type { Batch, RequestBody, SeekTarget } from '../engine/protocol.ts';
import type { Action, Command, Scenario } from '../scenario/scenario.ts';

const ACTIONS: readonly Action[] = [
  { type: 'exit', target: 'kv', reason: 'kill' },
  { type: 'cast', target: 'kv', message: 'hello' },
  { type: 'crash_next', target: 'kv', reason: 'boom' },
];
const MOVES = 10;
const END = { at: 300_000, step: Number.MAX_SAFE_INTEGER };
const FOREVER = Number.MAX_SAFE_INTEGER;

/**
 * A run through which somebody jumps, steps back, acts in the past and takes acts back, as chance has
 * it, and then the same run straight on: the trace hash of each at one moment. `scenario` has a process `kv`.
 */
export function randomJourney(
  scenario: Scenario,
  code: LoadedCode,
  seed: number,
): { readonly travelled: string; readonly straight: string } {
  const chance = createPrng(seed, 'journey');
  const ask = asking(code);
  let here = ask({ ...loadOf(scenario, seed, []), until: null });
  let known = 0;
  let commands: readonly Command[] = [];
  const see = (batch: Batch) => {
    here = batch;
    known = Math.max(known, endOf(batch));
  };
  const seek = (target: SeekTarget) => see(ask({ type: 'seek', commands, target, have: known }));

  for (let move = 0; move < MOVES; move++) {
    switch (nextBelow(chance, 6)) {
      case 0:
      case 1: {
        const steps = 1 + nextBelow(chance, 200);
        see(ask({ type: 'advance', until: FOREVER, steps, stopAt: 'none', sliceMs: 1_000 }));
        break;
      }
      case 2:
        seek({ type: 'time', at: nextBelow(chance, here.at + 1) });
        break;
      case 3:
        seek(
          nextBelow(chance, 2) === 0
            ? { type: 'event', seq: nextBelow(chance, known + 1) }
            : { type: 'step', step: Math.max(0, here.step - 1) },
        );
        break;
      case 4: {
        const action = ACTIONS[nextBelow(chance, ACTIONS.length)] as Action;
        const { at, step } = here;
        known = endOf(here);
        see(ask({ type: 'act', action }));
        const done = commands.filter(
          (command) => command.at < at || (command.at === at && (command.step ?? 0) <= step),
        );
        commands = [...done, { at, step, ...action }];
        break;
      }
      default: {
        const last = commands.at(-1);
        if (last === undefined) break;
        commands = commands.slice(0, -1);
        known = 0;
        seek({ type: 'moment', at: last.at, step: last.step ?? 0 });
      }
    }
  }
  seek({ type: 'moment', ...END });
  return { travelled: here.hash, straight: asking(code)(loadOf(scenario, seed, commands)).hash };
}

const loadOf = (scenario: Scenario, seed: number, commands: readonly Command[]) =>
  ({ type: 'load', scenario, seed, commands, until: END, terms: 'erlang' }) as const;

const endOf = ({ first, count }: Batch): number => first + count;

function asking(code: LoadedCode): (body: RequestBody) => Batch {
  // Checkpoints stand close, so that most ways begin at one.
  const engine = createEngine(code, () => 0, 100);
  return (body) => {
    const { answer } = engine.answer({ id: 1, run: 1, ...body });
    if (!('batch' in answer)) throw new Error(JSON.stringify(answer));
    return answer.batch;
  };
}
