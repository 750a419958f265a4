import { defineConfig } from '@playwright/test';
import { executableOf, findFirefox, requireChromium } from './browsers.ts';

// This file is read again by every test process; only the first searches.
const isFirst = process.env.TEST_WORKER_INDEX === undefined;
const chromium = requireChromium();
if (isFirst && 'executablePath' in chromium)
  process.env.PLAYGROUND_CHROMIUM = executableOf(chromium);
const firefox = findFirefox();
if (isFirst) {
  process.env.PLAYGROUND_FIREFOX = firefox === undefined ? 'none' : executableOf(firefox);
  if (firefox === undefined)
    console.error('No Firefox here: its tests are left out (PLAYGROUND_FIREFOX may name one).');
}

export default defineConfig({
  testDir: '.',
  outputDir: '../test-results',
  globalSetup: './serve-build.ts',
  fullyParallel: true,
  workers: 2,
  // A test that passes the second time is a test that fails.
  retries: 0,
  forbidOnly: process.env.CI !== undefined,
  // For a busy machine: a test that hangs is found, one that is slow for once is not blamed.
  timeout: 300_000,
  expect: { timeout: 60_000, toPass: { timeout: 60_000 } },
  reporter: 'list',
  use: {
    baseURL: process.env.PLAYGROUND_URL,
    viewport: { width: 1280, height: 800 },
    // Without pictures of every action: they cost a third of the time, and each failure has its page.
    trace: { mode: 'retain-on-failure', screenshots: false, snapshots: false },
    screenshot: 'only-on-failure',
  },
  projects: [
    { name: 'chromium', use: options(chromium) },
    // Only what is tagged @firefox: a claim about engines, not the whole story twice.
    ...(firefox
      ? [
          {
            name: 'firefox',
            grep: /@firefox/,
            use: { browserName: 'firefox' as const, ...options(firefox) },
          },
        ]
      : []),
  ],
});

function options({ channel, executablePath }: { channel?: string; executablePath?: string }) {
  return {
    ...(channel === undefined ? {} : { channel }),
    ...(executablePath === undefined ? {} : { launchOptions: { executablePath } }),
  };
}
