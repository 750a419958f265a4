/** What authors import as 'otp': the only barrel. */
export type { Steps } from '../runtime/activation.ts';
export { ErlangError, Exit, type ExitReason } from '../runtime/exit-reason.ts';
export type { Dest, Self } from '../runtime/self.ts';
export type { ServerRef, ViaName } from '../runtime/server-ref.ts';
export type { From, Pid, Ref, Term } from '../runtime/term.ts';
export type { Debug, DebugFunction, DebugOption, NamedFunction, Statistics } from './gen/debug.ts';
export type { FormatStatus } from './gen/format-status.ts';
export type { ServerName, StartMonitorResult, StartOptions, StartResult } from './gen/gen.ts';
export type { MultiCallResult } from './gen/multi-call.ts';
export { type ProcStartMonitorResult, type ProcStartOptions, procLib } from './gen/proc-lib.ts';
export type { LabelledResponse, RequestId, RequestIds, Response } from './gen/requests.ts';
export { type CodeChanged, type Status, sys } from './gen/sys.ts';
export { genEvent } from './gen-event/api.ts';
export type { EventHandler, HandlerName } from './gen-event/event-handler.ts';
export {
  okReply,
  removeHandler,
  removeHandlerReply,
  swapHandler,
  swapHandlerReply,
} from './gen-event/event-handler.ts';
export { genServer } from './gen-server/api.ts';
export type { GenServer } from './gen-server/module.ts';
export { type CallTimeout, genStatem } from './gen-statem/api.ts';
export type {
  Action,
  CallbackMode,
  EventType,
  GenStatem,
  OkState,
  ReplyAction,
  StateCallback,
  StateFunctions,
  StateResult,
  StopAndReply,
  TimeoutKind,
  TimeoutOptions,
} from './gen-statem/module.ts';
export * from './gen-statem/results.ts';
export { global } from './global.ts';
export * from './results.ts';
export { supervisor } from './supervisor/api.ts';
export type { ChildSpec, SupFlags } from './supervisor/child-spec.ts';
export type { Supervisor, SupervisorInit } from './supervisor/supervisor.ts';
export { type TimerCancelled, type TimerResult, timer } from './timer.ts';
