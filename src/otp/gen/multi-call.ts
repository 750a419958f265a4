import type { Steps } from '../../runtime/activation.ts';
import { checkTimeout } from '../../runtime/check-args.ts';
import type { Self } from '../../runtime/self.ts';
import { freezeTerm, type Term } from '../../runtime/term.ts';
import { type LabelledResponse, receiveResponse, reqidsNew, sendRequest } from './requests.ts';

/** OTP's `{Replies, BadNodes}`. */
export interface MultiCallResult {
  /** `[[node, reply], …]`, in the order of the nodes. */
  readonly replies: readonly (readonly [node: string, reply: Term])[];
  /** Those without such a server, and those that were too slow. */
  readonly badNodes: readonly string[];
}

/** `gen_server:multi_call/3,4`: calls the server `name` on each of the nodes. A reply that comes after `timeoutMs` is dropped. */
export function* multiCall(
  self: Self,
  nodes: readonly string[],
  name: string,
  request: Term,
  timeoutMs = Number.POSITIVE_INFINITY,
): Steps<MultiCallResult> {
  checkTimeout(timeoutMs);
  let collection = reqidsNew();
  for (const [index, node] of nodes.entries())
    collection = sendRequest(self, [name, node], request, index, collection);
  const until = self.now() + timeoutMs;
  const replies = new Map<Term, Term>();
  for (let left = nodes.length; left > 0; left--) {
    const restMs = Math.max(0, until - self.now());
    const result = yield* receiveResponse(self, collection, restMs, true);
    if (result === 'timeout') break;
    const { response, label, collection: rest } = result as LabelledResponse;
    collection = rest;
    if (response.type === 'reply') replies.set(label, response.reply);
  }
  return freezeTerm({
    replies: nodes.flatMap((node, index) =>
      replies.has(index) ? [[node, replies.get(index)]] : [],
    ),
    badNodes: nodes.filter((_node, index) => !replies.has(index)),
  }) as unknown as MultiCallResult;
}

/** `gen_server:abcast/3`: casts to the server `name` on each of the nodes; never fails. */
export function abcast(self: Self, nodes: readonly string[], name: string, message: Term): void {
  for (const node of nodes) self.cast([name, node], message);
}
