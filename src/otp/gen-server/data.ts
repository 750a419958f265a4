import type { Node } from '../../runtime/node.ts';
import type { Process } from '../../runtime/process.ts';
import { type From, freezeTerm, type Term } from '../../runtime/term.ts';
import { EVENT } from '../../runtime/trace-event.ts';
import type { Next } from '../results.ts';

/** What a gen_server remembers besides the author's state; its `StartData` until init is over. Replaced, never changed, so a fork shares it. */
export interface Data {
  readonly continue: Term | undefined;
  /** Of the idle timeout: only good while it waits for that, or is suspended. */
  readonly idleMs: number | undefined;
  /** Who asked, while handle_call or code_change runs or waits. */
  readonly from: From | null;
  /** What the callback was given that waits or raised, or ends the server; undefined for any other. */
  readonly message: Term | undefined;
  /** Why it terminates, and the reply that goes out after terminate. */
  readonly stopping: {
    readonly reason: Term;
    readonly how: number;
    /** Of what was raised; an exit if nothing was. */
    readonly failureClass: number;
    readonly reply: Term | undefined;
    /** Whose call was handled. */
    readonly from: From | null;
    /** What was handled, as OTP's reports show it. */
    readonly lastMessage: Term;
  } | null;
}

export const IDLE: Data = Object.freeze({
  continue: undefined,
  idleMs: undefined,
  from: null,
  message: undefined,
  stopping: null,
});

/** With what a process that was none before enters the loop. */
export interface EnterData {
  readonly entering: { readonly state: Term; readonly next: Next | undefined };
}

/** The author's state, from now on. */
export function changeState(node: Node, process: Process, state: Term): void {
  if (state === process.state) return;
  process.state = freezeTerm(state);
  node.trace.write(node.now, EVENT.state_changed, process.pid.id, 0, 0, 0, process.state);
}
