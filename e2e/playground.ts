import { test as base, expect, type Locator, type Page } from '@playwright/test';
import type { Command } from '../src/scenario/scenario.ts';
import { encodeShareLink } from '../src/store/share-link.ts';

/** A moment of a run from the gallery, as a share link has it. */
export interface Place {
  /** Default: the essay's system. */
  readonly scenario?: string;
  readonly seed?: number;
  /** Virtual seconds; the page stands there. Without it the page plays from the start. */
  readonly seconds?: number;
  readonly commands?: readonly Command[];
}

/** The fragment that leads to a place. What people get from the share dialog is made by the same code. */
export function linkTo({ scenario = 'essay', seed, seconds, commands = [] }: Place): string {
  const fragment = encodeShareLink({
    scenario: { type: 'named', name: scenario },
    seed: seed ?? null,
    commands,
    moment: seconds === undefined ? null : { at: Math.round(seconds * 1_000_000), step: 0 },
    hash: null,
    selected: null,
    open: null,
    bookmarks: [],
  });
  if (fragment === null) throw new Error('This run is too large for a link.');
  return fragment;
}

/** What may be another one by then, because the run goes on, is looked for again. */
const SOON = { timeout: 1_000 };

const WORDS = /^(loading…|paused|running|idle: nothing left to do|not answering|can't run)$/;

/** The page by the words on it: roles and accessible names. */
export class Playground {
  readonly page: Page;
  readonly hash: Locator;
  readonly caption: Locator;
  readonly transport: Locator;
  /** "paused", "running" and the like. */
  readonly words: Locator;
  readonly log: Locator;
  readonly inspector: Locator;
  readonly tree: Locator;
  /** What no page should do: errors in its console, requests to anybody else. */
  readonly complaints: string[] = [];

  constructor(page: Page, baseUrl: string | undefined) {
    this.page = page;
    this.hash = page.getByRole('status', { name: 'Trace hash' });
    this.caption = page.getByRole('region', { name: 'Caption' });
    this.transport = page.getByRole('region', { name: 'Transport' });
    this.words = this.transport.getByRole('status').filter({ hasText: WORDS });
    this.log = page.getByRole('log');
    this.inspector = page.getByRole('complementary', { name: 'Inspector' });
    this.tree = page.getByRole('region', { name: 'Supervision tree' });

    page.on('pageerror', (error) => this.complaints.push(error.stack ?? String(error)));
    page.on('console', (line) => {
      if (line.type() === 'error') this.complaints.push(line.text());
    });
    page.on('request', (request) => {
      const url = request.url();
      if (/^(https?|wss?):/.test(url) && !url.startsWith(baseUrl ?? 'no address')) {
        this.complaints.push(`asks elsewhere: ${url}`);
      }
    });
  }

  async open(place: Place | string = ''): Promise<void> {
    const fragment = typeof place === 'string' ? place : linkTo(place);
    await this.page.goto(`./${fragment}`);
    const stands = typeof place === 'object' && place.seconds !== undefined;
    await expect(this.words).toHaveText(stands ? /paused|idle/ : 'running');
  }

  button(name: string | RegExp): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }

  async press(name: string | RegExp): Promise<void> {
    await this.button(name).click();
  }

  async pause(): Promise<void> {
    await this.press('Pause');
    await expect(this.words).toHaveText(/paused|idle/);
    // What the engine had been asked for by then may still come, on a busy machine a while later.
    await expect(async () => {
      const hash = await this.hash.textContent();
      await this.frames(20);
      expect(await this.hash.textContent()).toBe(hash);
    }).toPass();
  }

  /** The card of a child, by its id; of a process outside of every tree by its name. */
  card(id: string): Locator {
    return this.tree.getByRole('group', { name: new RegExp(`^${id}(,|$)`) });
  }

  /** 83 of `<0.83.0>`, once the number on the card has counted up to it. */
  async pidOf(id: string): Promise<number> {
    let pid: string | null = null;
    await expect(async () => {
      pid = await this.card(id).locator('[data-pid]').getAttribute('data-pid', SOON);
      await expect(this.card(id)).toContainText(`<0.${pid}.0>`, SOON);
    }).toPass();
    return Number(pid);
  }

  async select(id: string): Promise<void> {
    const heading = this.inspector.getByRole('heading', { level: 2 });
    await expect(async () => {
      await this.card(id).click();
      await expect(heading).toContainText(`<0.${await this.pidOf(id)}.0>`, SOON);
    }).toPass();
  }

  /** Leaves only these kinds of lines in the log: `crashes`, `messages` … */
  async showOnly(...kinds: readonly string[]): Promise<void> {
    const all = this.page.getByRole('group', { name: 'Kinds of lines' }).getByRole('button');
    await expect(all).not.toHaveCount(0);
    for (const button of await all.all()) {
      const pressed = (await button.getAttribute('aria-pressed')) === 'true';
      if (pressed !== kinds.includes((await button.textContent()) ?? '')) await button.click();
    }
  }

  /** As many lines in sight as the page has room for. */
  async enlargeLog(): Promise<void> {
    await this.page.getByRole('separator', { name: 'Height of the log' }).press('End');
  }

  /** The texts of the lines in sight, without their times. */
  async lines(): Promise<string[]> {
    const rows = await this.log.locator('[data-seq]').allInnerTexts();
    return rows.map((row) => row.split('\n').at(-1) ?? '');
  }

  /** These lines are in the log, in this order; others may stand between them. */
  async expectLines(...wanted: readonly RegExp[]): Promise<void> {
    await expect(async () => {
      const lines = await this.lines();
      let from = 0;
      for (const line of wanted) {
        const at = lines.findIndex((text, index) => index >= from && line.test(text));
        expect(at, `${line} in its place among\n${lines.join('\n')}`).toBeGreaterThanOrEqual(0);
        from = at + 1;
      }
    }).toPass();
  }

  /** From now on every beat the caption shows is written down, however short it is there. */
  async watchCaption(): Promise<void> {
    await this.caption.evaluate((caption) => {
      const told: string[] = [];
      Object.assign(window, { told });
      const look = () => {
        // The beat is what is read aloud; its sign is not.
        const beat = caption.querySelector('[aria-live="polite"] :not([aria-hidden])')?.textContent;
        if (beat && beat !== told.at(-1)) told.push(beat);
      };
      new MutationObserver(look).observe(caption, {
        childList: true,
        characterData: true,
        subtree: true,
      });
    });
  }

  /** These beats were in the caption since it is watched, and no other ones. */
  async expectBeats(...wanted: readonly RegExp[]): Promise<void> {
    await expect
      .poll(() => this.page.evaluate(() => (window as unknown as { told: string[] }).told))
      .toEqual(wanted.map((beat) => expect.stringMatching(beat)));
  }

  /** The slider in the transport; ×1 is 31, and ten more are ten times as fast. */
  async setSpeed(position: number): Promise<void> {
    await this.page.getByRole('slider', { name: 'Speed' }).fill(String(position));
  }

  /** A file's path, or a file made up for the test. */
  async importFile(file: string | { name: string; text: string }): Promise<void> {
    await this.press('Share');
    const chooser = this.page.waitForEvent('filechooser');
    await this.press('Import a file…');
    await (await chooser).setFiles(
      typeof file === 'string'
        ? file
        : { name: file.name, mimeType: 'application/json', buffer: Buffer.from(file.text) },
    );
    await expect(this.page.getByRole('dialog')).toHaveCount(0);
  }

  /** So many pictures later. */
  async frames(count: number): Promise<void> {
    await this.page.evaluate(async (count) => {
      for (let frame = 0; frame < count; frame++) {
        await new Promise((next) => requestAnimationFrame(next));
      }
    }, count);
  }

  /** Steps so often, each when the one before it is over. */
  async step(times: number): Promise<void> {
    const before = await this.steps();
    for (let step = 1; step <= times; step++) {
      await this.press('Step');
      await expect.poll(() => this.steps()).toBe(before + step);
    }
  }

  /** The number of the step, as the transport shows it. */
  async steps(): Promise<number> {
    const [, steps] = /step\s+([\d\s]+)/.exec(await this.transport.innerText()) ?? [];
    if (steps === undefined) throw new Error('No number of steps in the transport.');
    return Number(steps.replace(/\s/g, ''));
  }

  /** Virtual seconds, as the clock shows them. */
  async seconds(): Promise<number> {
    const text = await this.transport.innerText();
    const [, minutes, seconds] = /(\d+):(\d\d\.\d{3})/.exec(text) ?? [];
    if (seconds === undefined) throw new Error(`No clock in ${text}`);
    return Number(minutes) * 60 + Number(seconds);
  }
}

/** Every test fails when its page complains, or asks anybody else for anything. */
export const test = base.extend<{ playground: Playground }>({
  playground: async ({ page, baseURL }, use) => {
    const playground = new Playground(page, baseURL);
    await use(playground);
    expect(playground.complaints).toEqual([]);
  },
});

export { expect };
