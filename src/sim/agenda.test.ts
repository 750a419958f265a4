import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Agenda } from './agenda.ts';

const moment = fc.oneof(
  fc.nat(100),
  fc.nat(10_000),
  fc.nat(5_000_000),
  fc.nat(2 ** 31),
  fc.nat(2 ** 31).map((at) => at * 40),
);

describe('agenda', () => {
  test('entries come out by moment, those of one moment in the order they were put in', () => {
    fc.assert(
      fc.property(fc.array(moment, { maxLength: 80 }), (moments) => {
        const agenda = new Agenda();
        const added = moments.map((at) => {
          const entry = agenda.allocate();
          agenda.add(entry, at);
          return { entry, at };
        });
        const expected = [...added].sort(
          (left, right) => left.at - right.at || left.entry - right.entry,
        );
        const taken = added.map(() => agenda.take(Number.POSITIVE_INFINITY));
        expect(taken).toEqual(expected.map(({ entry }) => entry));
        expect(agenda.take(Number.POSITIVE_INFINITY)).toBe(-1);
      }),
    );
  });

  test('behaves as a sorted list under any sequence of add, remove, take and fork', () => {
    const operation = fc.oneof(
      fc.record({ op: fc.constant('add' as const), delay: moment }),
      fc.record({ op: fc.constant('take' as const), ahead: moment }),
      fc.record({ op: fc.constant('remove' as const), pick: fc.nat(50) }),
      fc.record({ op: fc.constant('fork' as const) }),
    );
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 200 }), (operations) => {
        let agenda = new Agenda();
        let model: { entry: number; at: number; order: number }[] = [];
        let now = 0;
        let order = 0;
        for (const step of operations) {
          if (step.op === 'add') {
            const entry = agenda.allocate();
            agenda.add(entry, now + step.delay);
            model.push({ entry, at: now + step.delay, order: order++ });
          } else if (step.op === 'remove') {
            const victim = model[step.pick];
            if (victim === undefined) continue;
            agenda.release(victim.entry);
            model = model.filter((other) => other !== victim);
          } else if (step.op === 'fork') {
            agenda = agenda.fork();
          } else {
            model.sort((left, right) => left.at - right.at || left.order - right.order);
            const until = now + step.ahead;
            const due = model[0] !== undefined && model[0].at <= until ? model.shift() : undefined;
            expect(agenda.take(until)).toBe(due?.entry ?? -1);
            now = due?.at ?? until;
            if (due !== undefined) agenda.release(due.entry);
          }
          expect(agenda.peek()).toBe(
            model.reduce((least, { at }) => Math.min(least, at), Number.POSITIVE_INFINITY),
          );
          expect(agenda.size).toBe(model.length);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('an entry can be added again at once for the moment it was taken', () => {
    const agenda = new Agenda();
    const entry = agenda.allocate();
    agenda.add(entry, 700);
    expect(agenda.take(1_000)).toBe(entry);
    agenda.add(entry, 700);
    expect(agenda.take(1_000)).toBe(entry);
  });
});
