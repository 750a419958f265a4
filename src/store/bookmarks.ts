import type { SeekTarget } from '../engine/protocol.ts';
import { LIMITS } from '../scenario/limits.ts';
import type { Bookmark } from '../scenario/saved-run.ts';
import type { Playback } from './playback.ts';
import { commandsAt, fromView, placeOfView } from './selectors.ts';
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
    const { bookmarks } = this.stage.state;
    if (bookmarks.length >= LIMITS.bookmarks) {
      this.stage.tell(
        'error',
        `A run has at most ${LIMITS.bookmarks} bookmarks. Remove one first.`,
      );
      return;
    }
    const { state } = this.stage;
    const { at, step } = this.stage.shown.moment;
    // In the middle of a step there is no moment to come back to: the note stands at its end.
    const isAmidStep = state.view.step !== step;
    const place = isAmidStep
      ? { at, step, given: commandsAt({ at, step }, state.commands).length }
      : placeOfView(state);
    const here = { ...place, note: note.slice(0, LIMITS.noteLength) };
    const others = bookmarks.filter((other) => inOrder(other, here) !== 0);
    this.stage.set({ bookmarks: [...others, here].sort(inOrder) });
    if (isAmidStep) void this.travel.jump({ type: 'moment', at, step });
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
    const next = bookmarks.find((bookmark) => fromView(bookmark, this.stage.state) > 0);
    const { at, step } = placeOfView(this.stage.state);
    if (next?.at === at && next.step === step) void this.goTo(next);
    else if (next !== undefined) this.playback.playTo(next);
    else if (bookmarks[0] !== undefined) void this.goTo(bookmarks[0]);
    else this.stage.tell('info', 'There is no bookmark yet. Put one where the story begins.');
  }

  async goTo(place: Place): Promise<void> {
    await this.travel.jump(this.targetOf(place));
    // Only who has been there knows what of that moment comes before a command.
    const { seen } = this.targetOf(place);
    const { moment, view } = this.stage.shown;
    const isThere = moment.at === place.at && moment.step === place.step;
    if (isThere && seen !== undefined && view.seq > seen)
      await this.travel.jump(this.targetOf(place));
  }

  private targetOf({ at, step, given }: Place): Extract<SeekTarget, { type: 'moment' }> {
    const next = commandsAt({ at, step }, this.stage.state.commands)[given ?? -1];
    const seen = next === undefined ? null : this.stage.shown.eventsBefore(next);
    return { type: 'moment', at, step, ...(seen === null ? {} : { seen }) };
  }
}

/** Where a bookmark stands. */
type Place = Omit<Bookmark, 'note'>;

const inOrder = (one: Bookmark, other: Bookmark): number =>
  one.at - other.at || one.step - other.step || givenOf(one) - givenOf(other);
const givenOf = ({ given }: Bookmark): number => given ?? Number.MAX_SAFE_INTEGER;
