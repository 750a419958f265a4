import { ok, type Self, type Supervisor, supervisor } from 'otp';

export const start = (self: Self) =>
  supervisor.startLink(self, 'simple_sup', null, { name: 'simple_supervisor' });

/** Restarts whichever of the three fails; at the sixth failure in a thousand seconds it fails itself. */
export default {
  init: () =>
    ok({
      flags: ['one_for_one', 5, 1000],
      children: [
        {
          id: 'packet',
          start: ['packet_assembler', 'start', []],
          restart: 'permanent',
          shutdown: 500,
          type: 'worker',
          modules: ['packet_assembler'],
        },
        {
          id: 'server',
          start: ['kv', 'start', []],
          restart: 'permanent',
          shutdown: 500,
          type: 'worker',
          modules: ['kv'],
        },
        {
          id: 'logger',
          start: ['simple_logger', 'start', []],
          restart: 'permanent',
          shutdown: 500,
          type: 'worker',
          modules: ['simple_logger'],
        },
      ],
    }),
} satisfies Supervisor;
