import { expect, test } from 'vitest';
import { formatTerm } from './format-term.ts';
import { From, Pid, Ref } from './term.ts';

const pid = new Pid('node@host', 82, 1);

/** The term, the Erlang way, as JavaScript. */
test.each([
  ['an atom', 'ok', 'ok', '"ok"'],
  ['another string', 'a b', '"a b"', '"a b"'],
  ['a tuple', ['ok', 3], '{ok,3}', '["ok", 3]'],
  ['a list', [1, 2], '[1,2]', '[1, 2]'],
  ['a message', { type: 'lookup', key: 'x' }, '{lookup,x}', '{ type: "lookup", key: "x" }'],
  ['a message without fields', { type: 'stop' }, 'stop', '{ type: "stop" }'],
  ['a map', { apples: 3 }, '#{apples => 3}', '{ apples: 3 }'],
  ['an empty map', {}, '#{}', '{}'],
  ['nothing', null, 'undefined', 'null'],
  ['a pid', pid, '<0.82.0>', '<0.82.0>'],
  ['a reference', new Ref('node@host', 7), '#Ref<7>', '#Ref<7>'],
  ['who asked', new From(pid, 7), '{<0.82.0>,#Ref<7>}', '{<0.82.0>,#Ref<7>}'],
])('%s prints both ways', (_name, term, erlang, javascript) => {
  expect(formatTerm(term)).toBe(erlang);
  expect(formatTerm(term, 'javascript')).toBe(javascript);
});

test('a long term is cut', () => expect(formatTerm([1, 2, 3, 4], 'erlang', 5)).toBe('[1,2…'));

test('the reasons that OTP makes of another reason are tuples, the arguments of a call are a list', () => {
  const crash = ['badarith', [['kv', 'handle_call']]];
  const lookup = { type: 'lookup', key: 'crash' };
  expect(formatTerm([crash, ['gen_server', 'call', ['kv', lookup]]])).toBe(
    '{{badarith,[{kv,handle_call}]},{gen_server,call,[kv,{lookup,crash}]}}',
  );
  expect(formatTerm([{ type: 'no', key: 1 }, [['m', 'f']]])).toBe('{{no,1},[{m,f}]}');
  expect(formatTerm(['EXIT', 'killed'])).toBe("{'EXIT',killed}");
  expect(formatTerm({ type: '$gen_cast', message: 1 })).toBe("{'$gen_cast',1}");
  expect(
    formatTerm([
      [1, 2],
      [3, 4],
    ]),
  ).toBe('[[1,2],[3,4]]');
});
