import { defineScenario } from '../../../scenario/define-scenario.ts';
import client from './client.ts?raw';
import kv from './kv.ts?raw';
import packet_assembler from './packet_assembler.ts?raw';
import simple_logger from './simple_logger.ts?raw';
import simple_sup from './simple_sup.ts?raw';

/** The system of the essay, from Joe Armstrong's thesis: the three modules, their supervisor, and clients. */
export default defineScenario({
  title: 'The essay’s system',
  description:
    'A key-value store, a packet assembler and a logger under one supervisor, with clients that keep them busy. Look up crash, and watch the supervisor restart the store. The sixth crash within 1000 s is one too many.',
  seed: 7,
  modules: { client, kv, packet_assembler, simple_logger, simple_sup },
  boot: [
    { type: 'start', module: 'simple_sup', function: 'start', args: [] },
    { type: 'spawn', name: 'alice', module: 'client', function: 'shopper', args: [] },
    { type: 'spawn', name: 'bob', module: 'client', function: 'shopper', args: [] },
    { type: 'spawn', name: 'radio', module: 'client', function: 'sender', args: [1] },
    { type: 'spawn', name: 'watchman', module: 'client', function: 'watchman', args: [1] },
  ],
  examples: [
    {
      target: 'kv',
      type: 'call',
      message: { type: 'lookup', key: 'crash' },
      label: 'look up crash',
    },
    {
      target: 'kv',
      type: 'call',
      message: { type: 'store', key: 'apples', value: 3 },
      label: 'store 3 apples',
    },
    {
      target: 'kv',
      type: 'call',
      message: { type: 'lookup', key: 'apples' },
      label: 'look up apples',
    },
    { target: 'kv', type: 'cast', message: 'stop', label: 'stop' },
    {
      target: 'packet_assembler',
      type: 'cast',
      message: { type: 'fragment', packet: 99, index: 1, of: 2, data: 'crash' },
      label: 'second half of packet 99',
    },
    {
      target: 'packet_assembler',
      type: 'cast',
      message: { type: 'fragment', packet: 99, index: 0, of: 2, data: 'let it ' },
      label: 'first half of packet 99',
    },
    { target: 'packet_assembler', type: 'call', message: 'packets', label: 'last five packets' },
    {
      target: 'my_simple_event_logger',
      type: 'notify',
      message: { type: 'log', event: 'hello' },
      label: 'log hello',
    },
    {
      target: 'my_simple_event_logger',
      type: 'call',
      message: ['call', 'simple_logger', 'report'],
      label: 'report',
    },
  ],
});
