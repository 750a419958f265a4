import { defineConfig } from '@playwright/test';
import base from './playwright.config.ts';

/** `npm run screenshots`: the same page and browser, taking the pictures of the documents. */
export default defineConfig({
  ...base,
  testMatch: '*.shots.ts',
  projects: (base.projects ?? []).filter(({ name }) => name === 'chromium'),
});
