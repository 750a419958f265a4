import type { Moment } from '../engine/protocol.ts';
import { LIMITS } from '../scenario/limits.ts';
import type { Bookmark } from '../scenario/saved-run.ts';
import type { Playback } from './playback.ts';
import type { Stage } from './stage.ts';
import type { Travel } from './travel.ts';

/** The bookmarks of the run on the stage. They stand at moments, so every branch that comes by has them. */
export class Bookmarks {
  private readonly stage: Stage;
  private readonly playback: Playback;
  private readonly travel: Travel;

  constructor(stage: Stage, playback: Playback, travel: Travel) {
    this.stage = stage;
    this.playback = playback;
    this.travel = travel;
  }

  /** On the moment on view. */
  add(note: string): void {
    const { bookmarks, now } = this.stage.state;
    if (bookmarks.length >= LIMITS.bookmarks) {
      this.stage.tell(
        'error',
        `A run has at most ${LIMITS.bookmarks} bookmarks. Remove one first.`,
      );
      return;
    }
    const { at, step } = this.stage.shown.moment;
    const here = {
      at: Math.max(at, Math.floor(now)),
      step,
      note: note.slice(0, LIMITS.noteLength),
    };
    const others = bookmarks.filter((other) => other.at !== here.at || other.step !== here.step);
    this.stage.set({ bookmarks: [...others, here].sort(byMoment) });
    // In the middle of a step there is no moment to come back to: the note stands at its end.
    if (this.stage.state.view.step !== step) void this.travel.jump({ type: 'moment', at, step });
  }

  /** Another note; without one the bookmark goes. */
  setNote(place: number, note: string): void {
    const bookmarks = this.stage.state.bookmarks.flatMap((bookmark, index) => {
      if (index !== place) return [bookmark];
      return note.trim() === '' ? [] : [{ ...bookmark, note: note.slice(0, LIMITS.noteLength) }];
    });
    this.stage.set({ bookmarks });
  }

  /** Plays as far as the next bookmark; from the end, goes to the first. */
  playOn(): void {
    const { bookmarks } = this.stage.state;
    const next = bookmarks.find((bookmark) => this.isToCome(bookmark));
    if (next !== undefined) this.playback.playTo(next);
    else if (bookmarks[0] !== undefined)
      void this.travel.jump({ type: 'moment', ...momentOf(bookmarks[0]) });
    else this.stage.tell('info', 'There is no bookmark yet. Put one where the story begins.');
  }

  private isToCome({ at, step }: Bookmark): boolean {
    const { moment } = this.stage.shown;
    const now = Math.max(moment.at, Math.floor(this.stage.state.now));
    return at > now || (at === now && step > moment.step);
  }
}

const momentOf = ({ at, step }: Bookmark): Moment => ({ at, step });
const byMoment = (one: Bookmark, other: Bookmark) => one.at - other.at || one.step - other.step;
