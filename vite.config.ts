import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { compiledScenarios } from './src/engine/vite-compiled.ts';
import { kernelText } from './src/engine/vite-kernel-text.ts';

export default defineConfig({
  // Relative, so that the built folder works from any path of any host.
  base: './',
  plugins: [react(), kernelText(), compiledScenarios()],
  resolve: {
    // Callback modules are written against 'otp', as an author writes them in the page.
    alias: { otp: fileURLToPath(new URL('./src/otp/index.ts', import.meta.url)) },
  },
  build: {
    target: 'es2022',
    // Fonts stay files: inlined they would weigh on the style sheet, which blocks the first paint.
    assetsInlineLimit: 0,
  },
  test: {
    environment: 'node',
    include: ['src/**/*.test.{ts,tsx}'],
    // For a busy machine: a test that hangs is found, one that is slow for once is not blamed.
    testTimeout: 30_000,
  },
});
