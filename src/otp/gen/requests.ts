import type { Steps } from '../../runtime/activation.ts';
import { checkNameOnNode } from '../../runtime/check-args.ts';
import { ErlangError } from '../../runtime/exit-reason.ts';
import type { Node } from '../../runtime/node.ts';
import { Message, type Process } from '../../runtime/process.ts';
import { contextOf, type Dest, type Self } from '../../runtime/self.ts';
import { isViaName, type ServerRef, whereisViaNow } from '../../runtime/server-ref.ts';
import { freezeTerm, Pid, Ref, type Term } from '../../runtime/term.ts';
import { EVENT, MESSAGE } from '../../runtime/trace-event.ts';

/** What names a request that was sent and not waited for: a monitor, through which its answer comes too. */
export type RequestId = Ref;

/** `request_id_collection()`: requests with a label each, in the order of sending. A term. */
export interface RequestIds {
  readonly type: 'request_ids';
  readonly list: readonly (readonly [id: RequestId, label: Term])[];
}

/** An answer, or that there will be none: `{error, {Reason, ServerRef}}`. */
export type Response =
  | { readonly type: 'reply'; readonly reply: Term }
  | { readonly type: 'error'; readonly reason: readonly [reason: Term, server: Term] };

/** OTP's `{Response, Label, NewCollection}`. */
export interface LabelledResponse {
  readonly response: Response;
  readonly label: Term;
  readonly collection: RequestIds;
}

/** `send_request/2,4`: never fails, also when nobody is there: that is then the response. With a label and a collection, gives that with the request in it. */
export function sendRequest(self: Self, dest: ServerRef, request: Term): RequestId;
export function sendRequest(
  self: Self,
  dest: ServerRef,
  request: Term,
  label: Term,
  collection: RequestIds,
): RequestIds;
export function sendRequest(
  self: Self,
  dest: ServerRef,
  request: Term,
  label: Term = null,
  collection?: RequestIds,
): RequestId | RequestIds {
  const message = freezeTerm(request);
  const to = isViaName(dest) ? whereisViaNow(self, dest) : dest;
  if (typeof to === 'object' && to !== null && !(to instanceof Pid)) checkNameOnNode(to);
  const id = contextOf(self).effect((node, process) =>
    to === null
      ? refuse(node, process, freezeTerm(dest), 'noproc')
      : send(node, process, to, message),
  );
  return collection === undefined ? id : reqidsAdd(id, label, collection);
}

function send(node: Node, process: Process, dest: Dest, message: Term): RequestId {
  if (Array.isArray(dest) && dest[1] !== node.name)
    return refuse(node, process, dest, Object.freeze(['nodedown', dest[1] as string]));
  const name = Array.isArray(dest) ? (dest[0] as string) : dest;
  const target = name instanceof Pid ? node.find(name) : node.whereis(name as string);
  if (target === null) return refuse(node, process, name as Term, 'noproc');
  const ref = node.ties.monitor(process, target, target.pid);
  if (target === process) {
    // Nobody monitors itself, yet the answer must find its way.
    process.watching ??= new Map();
    process.watching.set(ref, process.pid);
  }
  node.mail.send(process, target, MESSAGE.call, ref, message);
  return new Ref(node.name, ref);
}

/** Nobody is asked: the DOWN that says so comes at once. */
function refuse(node: Node, process: Process, object: Term, reason: Term): RequestId {
  const ref = new Ref(node.name, node.newRef());
  const from = object instanceof Pid ? object : process.pid;
  const { down_sent } = EVENT;
  const seq = node.trace.write(node.now, down_sent, from.id, process.pid.id, ref.id, 0, reason);
  const body = Object.freeze({ type: 'DOWN', ref, object, reason });
  node.mail.deliver(process, new Message(MESSAGE.down, from, ref.id, body, seq));
  return ref;
}

/**
 * `wait_response/2,3`: waits for the answer, or for one of those of a collection. After `timeoutMs` it gives `timeout`, and
 * the requests stay: it can be called again. `remove` takes the request out of the collection.
 */
export function waitResponse(
  self: Self,
  id: RequestId,
  timeoutMs: number,
): Steps<Response | 'timeout'>;
export function waitResponse(
  self: Self,
  collection: RequestIds,
  timeoutMs: number,
  remove: boolean,
): Steps<LabelledResponse | 'timeout' | 'no_request'>;
export function* waitResponse(
  self: Self,
  requests: RequestId | RequestIds,
  timeoutMs: number,
  remove = false,
): Steps<Response | LabelledResponse | 'timeout' | 'no_request'> {
  if (isEmpty(requests)) return 'no_request';
  const message = yield* self.receiveWithin(timeoutMs, (candidate) => answers(candidate, requests));
  return message === undefined ? 'timeout' : resultOf(message as Answer, requests, remove);
}

/** `receive_response/2,3`: as `waitResponse`, but a timeout gives the requests up: answers that come later are dropped. */
export function receiveResponse(
  self: Self,
  id: RequestId,
  timeoutMs: number,
): Steps<Response | 'timeout'>;
export function receiveResponse(
  self: Self,
  collection: RequestIds,
  timeoutMs: number,
  remove: boolean,
): Steps<LabelledResponse | 'timeout' | 'no_request'>;
export function* receiveResponse(
  self: Self,
  requests: RequestId | RequestIds,
  timeoutMs: number,
  remove = false,
): Steps<Response | LabelledResponse | 'timeout' | 'no_request'> {
  const result = yield* waitResponse(self, requests as RequestIds, timeoutMs, remove);
  if (result === 'timeout') for (const id of idsOf(requests)) self.demonitor(id, { flush: true });
  return result;
}

/** `check_response/2,3`: whether a message is the answer; `no_reply` if not. */
export function checkResponse(message: Term, id: RequestId): Response | 'no_reply';
export function checkResponse(
  message: Term,
  collection: RequestIds,
  remove: boolean,
): LabelledResponse | 'no_reply' | 'no_request';
export function checkResponse(
  message: Term,
  requests: RequestId | RequestIds,
  remove = false,
): Response | LabelledResponse | 'no_reply' | 'no_request' {
  if (isEmpty(requests)) return 'no_request';
  return answers(message, requests) ? resultOf(message as Answer, requests, remove) : 'no_reply';
}

/** `reqids_new/0`. */
export const reqidsNew = (): RequestIds => Object.freeze({ type: 'request_ids', list: NO_IDS });
const NO_IDS: RequestIds['list'] = Object.freeze([]);

/** `reqids_add/3`. Raises badarg for a request that is there already. */
export function reqidsAdd(id: RequestId, label: Term, collection: RequestIds): RequestIds {
  if (!(id instanceof Ref) || find(id, collection) !== undefined) throw new ErlangError('badarg');
  return collectionOf([...collection.list, [id, label]]);
}

/** `reqids_size/1`. */
export const reqidsSize = (collection: RequestIds): number => collection.list.length;

/** `reqids_to_list/1`: `[[id, label], …]`. */
export const reqidsToList = (collection: RequestIds): RequestIds['list'] => collection.list;

/** The functions of this file that a behaviour's module has under the same names. */
export const requests = {
  sendRequest,
  waitResponse,
  receiveResponse,
  checkResponse,
  reqidsNew,
  reqidsAdd,
  reqidsSize,
  reqidsToList,
} as const;

/** The message that answers a request. */
type Answer =
  | { readonly type: 'reply'; readonly ref: Ref; readonly reply: Term }
  | { readonly type: 'DOWN'; readonly ref: Ref; readonly object: Term; readonly reason: Term };

function answers(message: Term, requests: RequestId | RequestIds): boolean {
  const { type, ref } = (message ?? {}) as Partial<Answer>;
  if ((type !== 'reply' && type !== 'DOWN') || !(ref instanceof Ref)) return false;
  return idsOf(requests).some((id) => id.id === ref.id);
}

function resultOf(
  message: Answer,
  requests: RequestId | RequestIds,
  remove: boolean,
): Response | LabelledResponse {
  const response: Response =
    message.type === 'reply'
      ? { type: 'reply', reply: message.reply }
      : { type: 'error', reason: [message.reason, message.object] };
  if (requests instanceof Ref) return Object.freeze(response);
  const [, label] = find(message.ref, requests) as readonly [RequestId, Term];
  const rest = requests.list.filter(([id]) => !remove || id.id !== message.ref.id);
  return Object.freeze({ response, label, collection: remove ? collectionOf(rest) : requests });
}

const collectionOf = (list: RequestIds['list']): RequestIds =>
  freezeTerm({ type: 'request_ids', list }) as unknown as RequestIds;

const find = (ref: Ref, { list }: RequestIds): readonly [RequestId, Term] | undefined =>
  list.find(([id]) => id.id === ref.id);

const idsOf = (requests: RequestId | RequestIds): readonly RequestId[] =>
  requests instanceof Ref ? [requests] : requests.list.map(([id]) => id);

const isEmpty = (requests: RequestId | RequestIds): boolean =>
  !(requests instanceof Ref) && requests.list.length === 0;
