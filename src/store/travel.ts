import type { SimTime } from '../base/sim-time.ts';
import type { SeekTarget } from '../engine/protocol.ts';
import { EVENT } from '../runtime/trace-event.ts';
import type { Command } from '../scenario/scenario.ts';
import { isCrash } from '../view/reason.ts';
import { commonEvents, presentBranches } from './branches.ts';
import type { Playback } from './playback.ts';
import type { PlaygroundState } from './playground-state.ts';
import { ShownRun } from './shown-run.ts';
import type { Stage } from './stage.ts';

/** Real time of one request on a long way. */
const SLICE_MS = 200;

/** A jump; `branch`: on which, null for the one that is on the stage when it begins. */
interface Journey {
  readonly target: SeekTarget;
  readonly branch: number | null;
}

/** What a journey needs to know of the run it goes to. */
interface Way {
  readonly commands: readonly Command[];
  /** How many events it has in common with the run on the stage. */
  readonly known: number;
  /** What is another one when it has arrived. All at once, so that no branch is ever taken for another. */
  readonly arrived: Partial<PlaygroundState>;
}

/**
 * Goes to other moments of the run on the stage, forwards and backwards. The engine goes there by
 * running again from a moment before it; the view is folded from the trace the page has. One jump
 * is under way at a time, and of those asked for meanwhile the newest counts.
 */
export class Travel {
  private readonly stage: Stage;
  private readonly playback: Playback;
  private underWay = false;
  private wanted: Journey | null = null;

  constructor(stage: Stage, playback: Playback) {
    this.stage = stage;
    this.playback = playback;
  }

  /** Pauses, and goes there. An event is on show the moment it has happened. */
  jump(target: SeekTarget): Promise<void> {
    return this.go({ target, branch: null });
  }

  /** To the state before the last step. */
  stepBack(): Promise<void> {
    const { step } = this.stage.shown.moment;
    return this.jump(step > 1 ? { type: 'step', step: step - 1 } : { type: 'time', at: 0 });
  }

  /** To the last event before the moment on view in which a process crashed or was killed; told when there is none. */
  previousCrash(): Promise<void> {
    const { buffer, view } = this.stage.shown;
    return this.toEvent('No crash before this moment.', view.seq - 2, -1, (place, seq) => {
      if (buffer.types[place] !== EVENT.exited) return false;
      return isCrash(buffer.as[place] as number, buffer.text(seq) ?? '');
    });
  }

  /** To what the selected process did or was done to, before (-1) or after (1) the moment on view. */
  eventOfSelected(way: -1 | 1): Promise<void> {
    const { buffer, view } = this.stage.shown;
    const { pid } = this.stage.state.selection;
    if (pid === null) {
      this.stage.tell('info', 'Select a process first.');
      return Promise.resolve();
    }
    const nothing =
      way < 0 ? 'Nothing before this moment.' : 'Nothing more is known. Step forwards, or play on.';
    const from = way < 0 ? view.seq - 2 : view.seq;
    return this.toEvent(
      nothing,
      from,
      way,
      (place) => buffer.pids[place] === pid || buffer.peers[place] === pid,
    );
  }

  /** To a moment, maybe of another branch. */
  async go(journey: Journey): Promise<void> {
    if (!this.stage.canRun) return;
    this.playback.leave();
    if (this.underWay) {
      this.wanted = journey;
      return;
    }
    this.underWay = true;
    try {
      for (let next: Journey | null = journey; next !== null; next = this.wanted) {
        this.wanted = null;
        if (!(await this.travel(next))) break;
      }
    } finally {
      this.underWay = false;
    }
  }

  private async travel({ target, branch }: Journey): Promise<boolean> {
    const { stage } = this;
    const { engine } = stage.deps;
    const { commands, known, arrived } = this.wayTo(branch);
    const before = stage.shown;
    const shown = before.reaches(target) ? before : this.fresh();
    if (known < shown.buffer.end) shown.cut(known);
    let outcome = await engine.seek({ commands, target, have: shown.buffer.end });
    while (outcome.type === 'sought' && outcome.because === 'slice') {
      shown.take(outcome.batch);
      const gone = await engine.travel(SLICE_MS);
      if (gone.type !== 'advanced') outcome = gone;
      else if (gone.because === 'slice') outcome = { ...outcome, batch: gone.batch };
      else {
        shown.take(gone.batch);
        // From here it is a short way, whose answer tells all states.
        outcome = await engine.seek({ commands, target, have: shown.buffer.end });
      }
    }
    // Another run came on the stage meanwhile.
    if (stage.shown !== before) return false;
    if (outcome.type !== 'sought') {
      if (outcome.type !== 'stale') stage.fail(outcome);
      return false;
    }
    const { batch } = outcome;
    const end = batch.first + batch.count;
    const seen = target.type === 'event' ? Math.min(target.seq + 1, end) : end;
    shown.sought(batch, outcome.states, seen);
    stage.shown = shown;
    const now = seen < end ? shown.view.at : momentOf(target, batch.at);
    this.playback.standAt(now);
    const beat = target.type === 'time' ? null : stage.stillFrom(Math.max(0, shown.view.seq - 1));
    stage.show(now, {
      ...arrived,
      run: stage.atRest,
      beat: beat?.line.seq === seen - 1 ? beat : null,
    });
    return true;
  }

  private wayTo(branch: number | null): Way {
    const { state, shown } = this.stage;
    const branches = presentBranches(this.stage);
    const next = branches.find(({ id }) => id === branch);
    if (next === undefined || next.id === state.branch) {
      return { commands: state.commands, known: shown.buffer.end, arrived: {} };
    }
    const { id, commands } = next;
    const known = commonEvents(branches, state.branch, id);
    return { commands, known, arrived: { branches, branch: id, commands, undone: [] } };
  }

  private fresh(): ShownRun {
    const { scenario, settings } = this.stage.state;
    return new ShownRun(scenario.script.length, settings.terms);
  }

  private toEvent(
    nothing: string,
    from: number,
    way: -1 | 1,
    fits: (place: number, seq: number) => boolean,
  ): Promise<void> {
    const { buffer } = this.stage.shown;
    for (let seq = from; buffer.has(seq); seq += way) {
      if (fits(buffer.place(seq), seq)) return this.jump({ type: 'event', seq });
    }
    this.stage.tell('info', nothing);
    return Promise.resolve();
  }
}

/** Where the moment on view stands after a jump: between two steps it may be later than what happened last. */
function momentOf(target: SeekTarget, at: SimTime): SimTime {
  return target.type === 'time' || target.type === 'moment' ? Math.max(at, target.at) : at;
}
