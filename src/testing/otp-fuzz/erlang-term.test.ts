import { expect, test } from 'vitest';
import { erlangTerm } from './erlang-term.ts';

test.each([
  ['a word', "'a word'"],
  ["it's \\", "'it\\'s \\\\'"],
  [-7, '-7'],
  [true, 'true'],
  [['shutdown', ['x', 1]], "{'shutdown',{'x',1}}"],
  [{ list: ['a', []] }, "['a',{}]"],
  [{ after: 60, do: { list: [] } }, "#{'after'=>60,'do'=>[]}"],
  [{ id: 'a', record: undefined }, "#{'id'=>'a'}"],
])('%j is the term %s', (value, text) => expect(erlangTerm(value)).toBe(text));
