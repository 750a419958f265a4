import type { Pid, Term } from '../../../runtime/term.ts';
import { MESSAGE } from '../../../runtime/trace-event.ts';
import { type TestWorld, testWorld } from '../../run-modules.ts';
import { normalTerm } from '../normal-term.ts';
import type { Variant } from '../variant.ts';
import { ACTOR, modulesFor } from './modules.ts';
import type { ActorName, Command, EventScenario, EventStep } from './scenario.ts';

const ACTORS: readonly ActorName[] = ['o1', 'o2', 'other', 'parent'];

/** Runs a scenario on our runtime. */
export function runScenario(
  scenario: EventScenario,
  seed = 1,
  variant: Variant = {},
): readonly EventStep[] {
  const run = new ScenarioRun(scenario, seed, variant);
  return scenario.commands.map((command) => run.step(command));
}

class ScenarioRun {
  private readonly world: TestWorld;
  private readonly pids: Readonly<Record<string, Pid>>;
  private readonly manager: Pid;
  private notes: [who: string, what: unknown][] = [];
  private replies: readonly unknown[] = [];
  private read = 0;

  constructor(
    { actors, link }: EventScenario,
    seed: number,
    { like = (module) => module, watch }: Variant,
  ) {
    const modules = modulesFor(
      (who, what) => this.notes.push([who, what]),
      (replies) => {
        this.replies = replies;
      },
    );
    const made = Object.entries(modules).map(([name, module]) => [
      name,
      'default' in module ? like(module) : module,
    ]);
    const world = testWorld(Object.fromEntries(made), seed);
    this.world = world;
    watch?.(world);
    const spawned = ACTORS.map((name) => [
      name,
      world.spawn(ACTOR, 'run', [name, actors[name]]).pid,
    ]);
    this.pids = Object.fromEntries(spawned) as Record<string, Pid>;
    world.run();
    this.tell('parent', { type: 'start', link });
    world.run();
    const manager = world.node.processes.find((process) => process?.behaviour.name === 'gen_event');
    if (manager === undefined || manager === null) throw new Error('the manager has not started');
    this.manager = manager.pid;
    this.read = world.events.length;
  }

  step({ by, do: actions }: Command): EventStep {
    this.notes = [];
    this.replies = [];
    if (this.isAlive(by))
      this.tell(by, { type: 'do', manager: this.manager, others: this.pids, actions } as never);
    this.world.run();
    const events = this.world.events.slice(this.read);
    this.read = this.world.events.length;
    const of = (who: string): unknown[] =>
      this.notes.filter(([whose]) => whose === who).map(([, what]) => what);
    const reports = events.filter(
      ({ type, a }) => type === 'reported' && this.world.string(a) === 'error_report',
    );
    const exits = events.filter(({ type }) => type === 'exited');
    return {
      replies: this.isAlive(by) ? this.replies : 'dead',
      manager: of('manager'),
      reports: reports.map(({ payload }) => {
        const { handler, reason } = payload as { readonly handler: Term; readonly reason: Term };
        return [normalTerm(handler), normalTerm(reason)];
      }),
      // Whether somebody who dies of the manager's end has read its last messages before is chance.
      actors: Object.fromEntries(
        ACTORS.filter((name) => this.isAlive(name)).map((name) => [name, of(name)]),
      ),
      exits: Object.fromEntries(
        exits.map(({ pid, payload }) => [this.nameOf(pid), normalTerm(payload as Term)]),
      ),
    };
  }

  private nameOf(pid: number): string {
    return ACTORS.find((name) => this.pids[name]?.id === pid) ?? 'manager';
  }

  private isAlive(name: string): boolean {
    const pid = this.pids[name];
    return pid !== undefined && this.world.node.find(pid) !== null;
  }

  private tell(name: string, order: Term): void {
    const process = this.world.node.find(this.pids[name] as Pid);
    if (process !== null) this.world.node.mail.send(null, process, MESSAGE.info, 0, order);
  }
}
