import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Bench } from './harness.ts';
import { clientOf, createMaker } from './runtime-work.ts';

/** The same work for the real thing: one client calls one gen_server, which counts. */
const ERLANG = `
-module(calls).
-behaviour(gen_server).
-export([run/1, init/1, handle_call/3, handle_cast/2]).
init(_) -> {ok, 0}.
handle_call(next, _From, Count) -> {reply, Count, Count + 1}.
handle_cast(_, Count) -> {noreply, Count}.
run([Text]) ->
    Calls = list_to_integer(Text),
    {ok, Pid} = gen_server:start(?MODULE, [], []),
    loop(Pid, Calls div 10),
    Start = erlang:monotonic_time(nanosecond),
    loop(Pid, Calls),
    Stop = erlang:monotonic_time(nanosecond),
    io:format("~p~n", [Calls * 1.0e9 / (Stop - Start)]),
    halt(0).
loop(_, 0) -> ok;
loop(Pid, Left) -> _ = gen_server:call(Pid, next), loop(Pid, Left - 1).
`;

const CALLS = 300_000;

/**
 * Our gen_server calls beside the BEAM's, in turn on the same machine. Not the same thing, and to be read so: the
 * BEAM's processes are isolated and pre-empted, ours share one thread and one heap; ours write and
 * hash a trace of every event, the BEAM's don't.
 */
export default async function beam(bench: Bench): Promise<void> {
  if (spawnSync('erl', ['-noshell', '-eval', 'halt(0).']).status !== 0) {
    console.log('No erl on this machine: the comparison with the BEAM is left out.');
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), 'playground-beam-'));
  try {
    writeFileSync(join(folder, 'calls.erl'), ERLANG);
    execFileSync('erlc', ['calls.erl'], { cwd: folder });
    await bench.compare(
      [
        {
          name: 'gen_server call round trips, ours',
          unit: 'calls/s',
          run: clientOf(createMaker(), 'calls', CALLS),
        },
        {
          name: 'gen_server call round trips, BEAM',
          unit: 'calls/s',
          run: () =>
            Number(
              execFileSync('erl', ['-noshell', '-run', 'calls', 'run', String(CALLS)], {
                cwd: folder,
              }),
            ),
        },
      ],
      [{ to: 'gen_server call round trips, BEAM', name: 'calls, ours to the BEAM', goal: '>= 2' }],
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
