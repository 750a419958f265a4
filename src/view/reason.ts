/**
 * Exit reasons as the page gets them: text, in either style of terms. These functions read only the
 * outermost shape, which both styles show.
 */

/** `normal`, `shutdown` and `{shutdown,_}`: an end that is nobody's fault. An unknown reason is not. */
export function isOrderly(reason: string): boolean {
  return /^(normal|shutdown|"normal"|"shutdown"|\{shutdown,.*|\["shutdown",.*)$/.test(reason);
}

export const isAbnormal = (reason: string): boolean => !isOrderly(reason);

/**
 * Whether a process crashed, by the columns of its `exited`. An orderly reason is no crash, even if it was
 * raised (`exit(shutdown)`); any other is one to the supervisor, even if nothing was raised (a kill, a stop
 * with a reason of its own).
 */
export function isCrash(cause: number, reason: string): boolean {
  return reason === '' ? cause === RAISED : !isOrderly(reason);
}

/** Column `a` of `exited`: a callback raised. */
const RAISED = 1;

/**
 * Without the place in the code that an error carries: `{badarith,[{erlang,div,[1,0]},{kv,handleCall}]}` is `badarith`. A text
 * that was cut among the arguments of a built-in function is, too.
 */
export function withoutStack(reason: string): string {
  const [, erlang] = ERLANG_STACK.exec(reason) ?? [];
  const [, javascript] = JAVASCRIPT_STACK.exec(reason) ?? [];
  return erlang ?? javascript ?? reason;
}

/** Of a report on an end, which begins with the reason, that alone; of any other all it tells. A text that was cut there stays cut. */
export function reasonOfReport(report: string): string {
  const [, erlang] = ERLANG_REPORT.exec(report) ?? [];
  const [, javascript] = JAVASCRIPT_REPORT.exec(report) ?? [];
  const reason = erlang ?? javascript;
  return reason === undefined ? report : withoutStack(reason);
}

const ERLANG_REPORT =
  /^#\{reason => (.+?)(?:,(?:lastMessage|lastEvent|initialCall|handler) => .*|(?<=…))$/s;
const JAVASCRIPT_REPORT =
  /^\{ reason: (.+?)(?:, (?:lastMessage|lastEvent|initialCall|handler): .*|(?<=…))$/s;

/** The reason, then perhaps the built-in function, then the callback, or the place where the text was cut. */
const ERLANG_STACK =
  /^\{(.+),\[(?:\{erlang,\w+,\[(?:.*\]\},\{[^[\]{}]*\}\]\}|.*\]\}\]\}|.*…)|\{[^[\]{}]*\}\]\})$/s;
const JAVASCRIPT_STACK =
  /^\[(.+), \[(?:\["erlang", "\w+", \[(?:.*\]\], \[[^[\]{}]*\]\]\]|.*\]\]\]\]|.*…)|\[[^[\]{}]*\]\]\])$/s;
