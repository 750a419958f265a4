import type { StartResult } from '../../otp/gen/gen.ts';
import { genServer } from '../../otp/gen-server/api.ts';
import { error, exit, ignore, noreply, ok, reply, stop } from '../../otp/results.ts';
import { supervisor } from '../../otp/supervisor/api.ts';
import type { ChildSpec } from '../../otp/supervisor/child-spec.ts';
import type { Steps } from '../../runtime/activation.ts';
import type { Self } from '../../runtime/self.ts';
import type { Pid, Term } from '../../runtime/term.ts';
import type { TestModule } from '../run-modules.ts';
import type {
  JsonTerm,
  TracedChild,
  TracedCommand,
  TracedSupervisor,
  TracedWorker,
} from './parse-scenarios.ts';
import { SUPERVISOR, WORKER } from './terms.ts';

/** The processes of a scenario as modules: its tree, who starts it, who carries the commands out. */
export const PARENT = 'otp_trace_parent';
export const CLIENT = 'otp_trace_client';
const STARTS = 'otp_trace_starts';

/** What the processes of the tree are started with: the trace knows them by it. */
export interface TracedStart<Of> {
  readonly path: string;
  readonly of: Of;
}

/** `instance` is what start_child appends under simple_one_for_one; it stands in for the id. */
function startLink(start: (self: Self, module: string, args: Term) => unknown, module: string) {
  return (self: Self, above: string, id: string, of: Term, instance = id): unknown =>
    start(self, module, { path: above === '' ? id : `${above}/${instance}`, of });
}

export function childSpec(above: string, child: TracedChild): ChildSpec {
  const { id, restart, shutdown, type, significant, start } = child;
  const module = start.kind === 'worker' ? WORKER : SUPERVISOR;
  const spec = { id, restart, shutdown, type, start: [module, 'start_link', [above, id, start]] };
  return { ...spec, ...(significant === undefined ? {} : { significant }) } as unknown as ChildSpec;
}

function raise(how: string, reason: JsonTerm): never {
  if (how === 'exit') exit(reason as Term);
  error(reason as Term);
}

interface Raising {
  readonly op: string;
  readonly class: string;
  readonly reason: JsonTerm;
}

const worker = {
  *init({ path, of }: TracedStart<TracedWorker>, self: Self): Steps<unknown> {
    if (of.trapExit) self.trapExit(true);
    const nth = (yield* self.call(STARTS, path)) as number;
    const outcome = of.init[Math.min(nth, of.init.length) - 1] ?? 'ok';
    if (outcome === 'ok') return ok(of as unknown as Term);
    if (outcome === 'ignore') return ignore();
    if ('error' in outcome) return stop(outcome.error as Term);
    return raise('error', outcome.crash);
  },
  handleCall: (request: Raising) =>
    request.op === 'call_crash'
      ? raise(request.class, request.reason)
      : raise('error', 'function_clause'),
  handleCast: (message: Raising, state: Term) =>
    message.op === 'stop'
      ? stop(message.reason as Term, state)
      : raise(message.class, message.reason),
  handleInfo: (_message: Term, state: Term) => noreply(state),
  *terminate(_reason: Term, { terminate }: TracedWorker, self: Self): Steps<unknown> {
    if (terminate === 'hang') yield* self.sleep(1_500);
    else if (terminate !== 'ok') {
      if ('sleep' in terminate) yield* self.sleep(terminate.sleep);
      else if ('exit' in terminate) raise('exit', terminate.exit);
      else raise('error', terminate.crash);
    }
    return 'ok';
  },
};

const supervisorModule = {
  init({ path, of }: TracedStart<TracedSupervisor>): unknown {
    const { strategy, intensity, period, autoShutdown, children } = of;
    const flags = { strategy, intensity, period, autoShutdown };
    return ok({ flags, children: children.map((child) => childSpec(path, child)) } as never);
  },
};

/** Counts the starts of a path. A process, because a fork must copy it. */
const starts = {
  init: () => ok({}),
  handleCall(path: string, _from: unknown, counts: Readonly<Record<string, number>>) {
    const nth = (counts[path] ?? 0) + 1;
    return reply(nth, { ...counts, [path]: nth });
  },
};

/** Starts the tree, stays alive, and does what `parent_exit` asks of it. */
function* runParent(self: Self, tree: Term): Steps<void> {
  self.trapExit(true);
  yield* genServer.startLink(self, STARTS, null, { name: STARTS });
  const { id } = tree as unknown as TracedSupervisor;
  const started = (yield* startTree(self, '', id, tree) as Steps<StartResult>) as StartResult;
  for (;;) {
    const asked = (yield* self.receive((message) => isParentExit(message))) as { reason: Term };
    if (started.type === 'ok') self.exit(started.pid, asked.reason);
  }
}

const isParentExit = (message: Term): boolean =>
  typeof message === 'object' && message !== null && 'op' in message;

/** Carries out one command: its call's reply, or what it exits with, is the command's reply. */
function* runClient(self: Self, asked: Term, pid: Pid): Steps<void> {
  const command = asked as unknown as TracedCommand;
  switch (command.op) {
    case 'exit':
      return self.exit(pid, command.reason as Term);
    case 'crash':
    case 'stop':
      return self.cast(pid, asked);
    case 'call_crash':
      return void (yield* self.call(pid, asked, Number.POSITIVE_INFINITY));
    case 'start_child': {
      const spec =
        'instance' in command ? [command.instance] : childSpec(command.sup, command.child);
      return void (yield* supervisor.startChild(self, pid, spec));
    }
    case 'terminate_child':
      return void (yield* supervisor.terminateChild(self, pid, childOf(command)));
    case 'restart_child':
      return void (yield* supervisor.restartChild(self, pid, command.id));
    case 'delete_child':
      return void (yield* supervisor.deleteChild(self, pid, command.id));
    case 'get_childspec':
      return void (yield* supervisor.getChildspec(self, pid, command.id));
    case 'which_children':
      return void (yield* supervisor.whichChildren(self, pid));
    case 'count_children':
      return void (yield* supervisor.countChildren(self, pid));
    default:
  }
}

/** Which child a terminate_child is about; for an instance the runner has put its pid there. */
function childOf(command: { readonly id: string } | { readonly instance: string | Pid }): Term {
  return 'id' in command ? command.id : command.instance;
}

const startTree = startLink(supervisor.startLink, SUPERVISOR);

export const MODULES: Readonly<Record<string, TestModule>> = {
  [WORKER]: { default: worker, start_link: startLink(genServer.startLink, WORKER) },
  [SUPERVISOR]: { default: supervisorModule, start_link: startTree },
  [STARTS]: { default: starts },
  [PARENT]: { run: runParent },
  [CLIENT]: { run: runClient },
};
