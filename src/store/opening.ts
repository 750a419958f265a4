import type { Parsed } from '../scenario/parse-scenario.ts';
import { type SavedRun, startOf } from '../scenario/saved-run.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { fromSaved } from './branches.ts';
import type { SharedRun } from './compact-run.ts';
import type { Foreign } from './foreign-loader.ts';
import { type History, type LookBack, NO_OTHERS } from './history.ts';
import type { Selecting } from './selection.ts';
import { commandsAt } from './selectors.ts';
import { toSpeed } from './speed.ts';
import type { Stage } from './stage.ts';
import type { Work } from './work-in-progress.ts';

/** Whose run is on screen: a look at somebody's link does not replace the work that is kept. */
export type Ownership = (mine: boolean) => void;

/** The ways a run comes on the stage: from the gallery, from a link, from a file, from the last visit. */
export class Opening {
  private readonly stage: Stage;
  private readonly history: History;
  private readonly selecting: Selecting;
  private readonly own: Ownership;
  private opens = 0;

  constructor(stage: Stage, history: History, selecting: Selecting, own: Ownership) {
    this.stage = stage;
    this.history = history;
    this.selecting = selecting;
    this.own = own;
  }

  /** At the start: what the address says, else the work of the last visit, else the first scenario. */
  async start(readWork: () => Promise<Work | null>): Promise<void> {
    this.stage.deps.address.onChange(() => void this.openAddress());
    const reading = readWork();
    if (await this.openAddress()) return;
    const work = await reading;
    if (work !== null && this.fragment === '') {
      const run = await this.withTrueName(work.run);
      await this.openRun(run, this.autoplay && work.playing ? 'play' : 'pause');
      return;
    }
    // What stands in for a link that can't be opened does not replace the work that is kept.
    if (this.fragment !== '') this.own(false);
    await this.openFirst();
  }

  async openScenario(name: string): Promise<void> {
    const mine = ++this.opens;
    const scenario = await this.fromGallery(name);
    if (mine !== this.opens) return;
    if (scenario === null) {
      this.stage.tell('error', `There is no scenario called ${name}.`);
      return;
    }
    this.stage.deps.address.clear();
    await this.openRun(startOf(scenario, name), this.autoplay ? 'play' : 'pause');
  }

  /** A file, or text that was pasted or dropped. */
  async openText(text: string): Promise<void> {
    const mine = ++this.opens;
    const foreign = await this.stage.loadForeign();
    if (foreign === null) return;
    const parsed = foreign.parseRunText(text);
    if (parsed.type !== 'parsed') {
      this.stage.tell('error', `This can't be opened. ${whyNot(parsed, foreign)}`);
      return;
    }
    const run = await this.withTrueName(parsed.value);
    if (mine !== this.opens) return;
    this.stage.deps.address.clear();
    await this.openRun(run, this.playsAtOnce(run) ? 'play' : 'pause');
  }

  /** Of the address, what names a run: not the link of a dialog. */
  private get fragment(): string {
    const fragment = this.stage.deps.address.fragment();
    return fragment === '#conformance' ? '' : fragment;
  }

  /** False when there is nothing to open, or it can't be opened, which is told. */
  private async openAddress(): Promise<boolean> {
    const mine = ++this.opens;
    const { fragment } = this;
    if (fragment === '' || fragment === '#') return false;
    const foreign = await this.stage.loadForeign();
    if (foreign === null) return false;
    if (mine !== this.opens) return true;
    const opened = foreign.decodeShareLink(fragment);
    switch (opened.type) {
      case 'none':
        return false;
      case 'refused':
        this.stage.tell('error', opened.message);
        return false;
      case 'opened': {
        const { scenario: shared } = opened.run;
        const scenario =
          shared.type === 'whole' ? shared.scenario : await this.fromGallery(shared.name);
        if (mine !== this.opens) return true;
        if (scenario === null) {
          this.stage.tell('error', NOT_IN_GALLERY);
          return false;
        }
        await this.openShared(opened.run, scenario);
        return true;
      }
    }
  }

  private async openShared(shared: SharedRun, scenario: Scenario): Promise<void> {
    const { seed, commands, moment, hash, selected, open, bookmarks } = shared;
    const name = shared.scenario.type === 'named' ? shared.scenario.name : null;
    this.own(false);
    const run = {
      ...startOf(scenario, name),
      seed: seed ?? scenario.seed,
      commands,
      moment,
      bookmarks,
    };
    const there = await this.openRun(run, this.playsAtOnce(run) ? 'play' : 'pause', false);
    if (!there) return;
    const { settings } = this.stage.state;
    if (open !== null) {
      const panels = {
        ...settings.panels,
        ...Object.fromEntries(open.map((panel) => [panel, true])),
      };
      this.stage.set({ settings: { ...settings, panels } });
    }
    if (selected !== null) this.selecting.select({ path: selected });
    if (hash !== null && hash !== this.stage.shown.hash) {
      this.stage.tell(
        'error',
        `This is not the run that was shared: its trace hash is ${this.stage.shown.hash} here and was ${hash} there. The scenario or the playground was changed since.`,
      );
    }
  }

  private async openFirst(): Promise<void> {
    const { first } = this.stage.deps.gallery;
    const scenario = await this.fromGallery(first);
    if (scenario === null) {
      const message = `The scenario ${first} could not be loaded. Reload the page.`;
      this.stage.fail({ type: 'failed', message, problems: [] });
      return;
    }
    await this.openRun(startOf(scenario, first), this.autoplay ? 'play' : 'pause', false);
  }

  private openRun(run: SavedRun, afterwards: 'play' | 'pause', mine = true): Promise<boolean> {
    const { scenario, seed, commands, moment, name, bookmarks, branches, branch } = run;
    if (mine) this.own(true);
    this.selecting.select({ path: null, pid: null, seq: null });
    this.stage.set({ speed: toSpeed(scenario.speed), collapsed: new Set() });
    const load = {
      scenario,
      scenarioName: name,
      seed,
      commands,
      undone: [],
      ...(branches.length === 0 ? NO_OTHERS : { branches: branches.map(fromSaved), branch }),
      // Of those that do not say it: what is done at their moment later on comes behind them.
      bookmarks: bookmarks.map((bookmark) => ({
        given: commandsAt(bookmark, commands).length,
        ...bookmark,
      })),
      until: moment,
      back: backTo(run),
      afterwards,
    };
    return this.history.load(load);
  }

  private async fromGallery(name: string): Promise<Scenario | null> {
    try {
      return await this.stage.deps.gallery.load(name);
    } catch {
      return null;
    }
  }

  /** A run that was saved may name a scenario that is another one by now: then it has no name. */
  private async withTrueName(run: SavedRun): Promise<SavedRun> {
    if (run.name === null) return run;
    const scenario = await this.fromGallery(run.name);
    const foreign = await this.stage.loadForeign();
    const same =
      scenario !== null && foreign !== null && sameScenario(scenario, run.scenario, foreign);
    return same ? run : { ...run, name: null };
  }

  /** From the start. A story waits for somebody to begin it: played through, it would stop at no note. */
  private playsAtOnce({ moment, bookmarks }: SavedRun): boolean {
    return this.autoplay && moment === null && bookmarks.length === 0;
  }

  private get autoplay(): boolean {
    return this.stage.deps.autoplay;
  }
}

/** From as far as the run was known. */
function backTo({ moment, branches, branch }: SavedRun): LookBack | null {
  const from = branches.find(({ id }) => id === branch)?.end;
  const to = moment ?? { at: 0, step: 0 };
  const isKnownOn =
    from !== undefined && (from.at > to.at || (from.at === to.at && from.step > to.step));
  return isKnownOn ? { from, to: { type: 'moment', ...to } } : null;
}

const NOT_IN_GALLERY =
  'This link names a scenario that this playground does not have. It may be of another version.';

/** Both in the order of fields that the parser gives. */
function sameScenario(left: Scenario, right: Scenario, { parseScenario }: Foreign): boolean {
  const [one, other] = [parseScenario(left), parseScenario(right)];
  return JSON.stringify(one) === JSON.stringify(other);
}

function whyNot(
  parsed: Exclude<Parsed<SavedRun>, { type: 'parsed' }>,
  { describeErrors }: Foreign,
): string {
  switch (parsed.type) {
    case 'newer':
      return 'It was written by a later version of the playground than this one.';
    case 'invalid':
      return describeErrors(parsed.errors.slice(0, 3));
  }
}
