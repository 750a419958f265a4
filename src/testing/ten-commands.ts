import type { Command } from '../scenario/scenario.ts';

/** What a person does to the essay's system in a few minutes: for the length of a link. */
export const tenCommands: readonly Command[] = [
  { at: 2_413_377, step: 118, type: 'exit', target: 'kv', reason: 'kill' },
  {
    at: 5_902_114,
    step: 260,
    type: 'call',
    target: 'kv',
    request: { type: 'store', key: 'apples', value: 3 },
    timeoutMs: 5_000,
  },
  {
    at: 8_310_022,
    step: 371,
    type: 'call',
    target: 'kv',
    request: { type: 'lookup', key: 'apples' },
    timeoutMs: 5_000,
  },
  {
    at: 12_008_731,
    step: 540,
    type: 'call',
    target: 'kv',
    request: { type: 'lookup', key: 'crash' },
    timeoutMs: 5_000,
  },
  { at: 15_776_090, step: 701, type: 'crash_next', target: 'packet_assembler', reason: 'badmatch' },
  {
    at: 19_420_653,
    step: 866,
    type: 'notify',
    target: 'my_simple_event_logger',
    event: { type: 'log', entry: 'hello from the workshop' },
  },
  { at: 26_551_208, step: 1_140, type: 'cast', target: 'kv', message: 'stop' },
  {
    at: 31_087_415,
    step: 1_322,
    type: 'info',
    target: 'packet_assembler',
    message: { type: 'fragment', packet: 17, number: 2, of: 5, text: 'lo wor' },
  },
  {
    at: 38_664_902,
    step: 1_598,
    type: 'exit',
    target: '<0.97.0>',
    reason: ['shutdown', 'maintenance'],
  },
  { at: 44_120_336, step: 1_790, type: 'exit', target: 'simple_supervisor', reason: 'shutdown' },
];
