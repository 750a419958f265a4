import type { LogLine } from '../view/view.ts';
import type { LogFilter, PlaygroundState } from './playground-state.ts';
import type { Stage } from './stage.ts';
import { lineOf } from './story.ts';

export const everything: LogFilter = Object.freeze({ kinds: [], path: null, text: '' });

/** The lines of the log as far as they are shown. */
export class LogLines {
  private readonly stage: Stage;

  constructor(stage: Stage) {
    this.stage = stage;
    stage.onShow.push(() => stage.set({ logLength: stage.shown.view.seq }));
  }

  setFilter(filter: Partial<LogFilter>): void {
    this.stage.set({ logFilter: { ...this.stage.state.logFilter, ...filter } });
  }

  lines(from: number, to: number): readonly LogLine[] {
    const { buffer, view } = this.stage.shown;
    const lines: LogLine[] = [];
    for (let seq = Math.max(from, buffer.first); seq < Math.min(to, view.seq); seq++) {
      lines.push(lineOf(buffer, seq, 'process'));
    }
    return lines;
  }
}

export type LogState = Pick<PlaygroundState, 'logLength' | 'logFilter'>;
