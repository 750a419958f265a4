import { afterEach, expect, test, vi } from 'vitest';
import { parse, run } from './command-line.ts';

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

const GOOD = ['--kind', 'gen_event', '--seed', '1', '--count', '2'];

test('kind, seed and count are taken, and a file to record in', () => {
  const asked = parse([...GOOD, '--record', 'a.jsonl']);
  expect(asked).toMatchObject({
    kind: { name: 'gen_event' },
    seed: 1,
    count: 2,
    record: 'a.jsonl',
  });
});

test.each([
  [[], '--kind must be one of supervisor, gen_event, gen_statem, not left out'],
  [['--kind', 'gen_fsm'], '--kind must be one of supervisor, gen_event, gen_statem, not gen_fsm'],
  [['--kind', 'supervisor'], '--seed must be a whole number, not left out'],
  [['--kind', 'supervisor', '--seed', '1.5'], '--seed must be a whole number, not 1.5'],
  [GOOD.slice(0, 4), '--count must be a whole number from 1, not left out'],
  [[...GOOD.slice(0, 5), '0'], '--count must be a whole number from 1, not 0'],
  [[...GOOD, '--twice'], "Unknown option '--twice'"],
  [[...GOOD, 'more'], "Unexpected argument 'more'"],
])('%j is refused', async (args, message) => {
  const said = vi.spyOn(console, 'error').mockImplementation(() => {});
  expect(await run(args)).toBe(2);
  expect(said.mock.calls.join()).toContain(message);
  expect(said.mock.calls.join()).toContain('npm run otp:fuzz -- --kind');
});

test('without Erlang what was recorded is compared', async () => {
  vi.stubEnv('PATH', '');
  const said = vi.spyOn(console, 'log').mockImplementation(() => {});
  expect(await run(GOOD)).toBe(0);
  expect(said.mock.calls.join()).toContain('no erl on this machine');
  expect(said.mock.calls.join()).toContain('gen_event: 2 scenarios, 0 different');
});
