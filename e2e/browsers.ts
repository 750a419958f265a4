import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from 'playwright-core';

/** How Playwright is told which browser to start. */
export type LaunchWith = { channel: string } | { channel?: string; executablePath: string };

const CHROMIUM_NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];
const CHROMIUM_PLACES = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];
const FIREFOX_NAMES = ['firefox-esr', 'firefox'];

/**
 * Finds a Chromium: the one named by PLAYGROUND_CHROMIUM, Playwright's own, one that is installed.
 * With none of them it installs one. Ends the process with a line that says what to do, if it can't.
 */
export function requireChromium(): LaunchWith {
  const found = findChromium() ?? (installChromium() ? findChromium() : undefined);
  if (found !== undefined) return found;
  console.error(
    'No Chromium here, and none could be installed: run "npx playwright install --with-deps chromium", ' +
      'or set PLAYGROUND_CHROMIUM to the path of a Chromium or Chrome.',
  );
  process.exit(1);
}

function findChromium(): LaunchWith | undefined {
  const named = process.env.PLAYGROUND_CHROMIUM;
  if (named) return { executablePath: named };
  if (starts(chromium.executablePath())) return { channel: 'chromium' };
  const path = [...onPath(CHROMIUM_NAMES), ...CHROMIUM_PLACES].find(starts);
  return path === undefined ? undefined : { executablePath: path };
}

/**
 * Finds a Firefox, or answers undefined: its tests are then left out, as they are if PLAYGROUND_FIREFOX
 * is "none". Playwright drives a Firefox it didn't build by WebDriver BiDi, under a channel of that name.
 */
export function findFirefox(): LaunchWith | undefined {
  const named = process.env.PLAYGROUND_FIREFOX;
  const path = named || onPath(FIREFOX_NAMES).find(starts);
  if (path === undefined || path === 'none') return undefined;
  return { channel: 'moz-firefox', executablePath: path };
}

/** The path of a program to start, for those who start the browser without Playwright. */
export function executableOf(browser: LaunchWith): string {
  return 'executablePath' in browser ? browser.executablePath : chromium.executablePath();
}

function installChromium(): boolean {
  console.error('No Chromium found; installing one …');
  const isRoot = process.getuid?.() === 0;
  return (
    (run('npx', ['playwright', 'install', 'chromium']) && findChromium() !== undefined) ||
    (isRoot && run('apt-get', ['update']) && run('apt-get', ['install', '-y', 'chromium']))
  );
}

function run(command: string, args: readonly string[]): boolean {
  const shell = process.platform === 'win32';
  // What the installers say goes to stderr: stdout belongs to the test report.
  return spawnSync(command, args, { stdio: ['ignore', 2, 2], shell }).status === 0;
}

function onPath(names: readonly string[]): string[] {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  return names.flatMap((name) => folders.map((folder) => join(folder, name)));
}

/** On Linux a browser can be there and still lack libraries, or be a stub that says "use snap". */
function starts(path: string): boolean {
  if (!existsSync(path)) return false;
  if (process.platform !== 'linux') return true;
  return spawnSync(path, ['--version'], { timeout: 60_000 }).status === 0;
}
