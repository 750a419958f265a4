import type { Steps } from '../../runtime/activation.ts';
import type { Self } from '../../runtime/self.ts';
import type { ServerRef } from '../../runtime/server-ref.ts';
import type { Term } from '../../runtime/term.ts';
import {
  type LabelledResponse,
  type RequestId,
  type RequestIds,
  requests,
} from '../gen/requests.ts';
import type { HandlerName } from './event-handler.ts';

/** As of any request; a handler that is not there or failed is an error too: `{type: 'error', reason}`. */
type Response =
  | { readonly type: 'reply'; readonly reply: Term }
  | { readonly type: 'error'; readonly reason: Term };
type Labelled = Omit<LabelledResponse, 'response'> & { readonly response: Response };

function sendRequest(self: Self, dest: ServerRef, handler: HandlerName, query: Term): RequestId;
function sendRequest(
  self: Self,
  dest: ServerRef,
  handler: HandlerName,
  query: Term,
  label: Term,
  collection: RequestIds,
): RequestIds;
function sendRequest(
  self: Self,
  dest: ServerRef,
  handler: HandlerName,
  query: Term,
  label: Term = null,
  collection?: RequestIds,
): RequestId | RequestIds {
  const request = ['call', handler, query];
  if (collection === undefined) return requests.sendRequest(self, dest, request);
  return requests.sendRequest(self, dest, request, label, collection);
}

function waitResponse(self: Self, id: RequestId, timeoutMs: number): Steps<Response | 'timeout'>;
function waitResponse(
  self: Self,
  collection: RequestIds,
  timeoutMs: number,
  remove: boolean,
): Steps<Labelled | 'timeout' | 'no_request'>;
function* waitResponse(
  self: Self,
  asked: RequestId | RequestIds,
  timeoutMs: number,
  remove = false,
): Steps<unknown> {
  return told(yield* requests.waitResponse(self, asked as RequestIds, timeoutMs, remove));
}

function receiveResponse(self: Self, id: RequestId, timeoutMs: number): Steps<Response | 'timeout'>;
function receiveResponse(
  self: Self,
  collection: RequestIds,
  timeoutMs: number,
  remove: boolean,
): Steps<Labelled | 'timeout' | 'no_request'>;
function* receiveResponse(
  self: Self,
  asked: RequestId | RequestIds,
  timeoutMs: number,
  remove = false,
): Steps<unknown> {
  return told(yield* requests.receiveResponse(self, asked as RequestIds, timeoutMs, remove));
}

function checkResponse(message: Term, id: RequestId): Response | 'no_reply';
function checkResponse(
  message: Term,
  collection: RequestIds,
  remove: boolean,
): Labelled | 'no_reply' | 'no_request';
function checkResponse(message: Term, asked: RequestId | RequestIds, remove = false): unknown {
  return told(requests.checkResponse(message, asked as RequestIds, remove));
}

/** OTP: a reply that is an error is the error itself, not a reply. */
function told(result: unknown): unknown {
  const { type, reply, response } = (result ?? {}) as {
    readonly type?: unknown;
    readonly reply?: unknown;
    readonly response?: unknown;
  };
  if (response !== undefined)
    return Object.freeze({ ...(result as object), response: told(response) });
  return type === 'reply' && (reply as { type?: unknown } | null)?.type === 'error'
    ? reply
    : result;
}

/** `send_request/3,5` and its like: as those of gen_server (`requests.ts`), with the handler that is asked. */
export const eventRequests = {
  ...requests,
  sendRequest,
  waitResponse,
  receiveResponse,
  checkResponse,
} as const;
