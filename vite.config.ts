import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { compiledScenarios } from './src/engine/vite-compiled.ts';
import { kernelText } from './src/engine/vite-kernel-text.ts';
import { pagePolicy } from './src/engine/vite-page-policy.ts';
import { MAKE_COMPONENTS, withoutUnusedFlow } from './src/ui/canvas/vite-unused-flow.ts';

const NO_TRANSITIONS = fileURLToPath(new URL('./src/ui/canvas/no-transitions.ts', import.meta.url));

export default defineConfig(({ command }) => {
  // Who builds from a program, as tests and benchmarks do, may have set it to something else by now,
  // and would get the development build of React, which is slower and twice as large.
  if (command === 'build') process.env.NODE_ENV = 'production';
  return {
    // Relative, so that the built folder works from any path of any host.
    base: './',
    plugins: [react(), kernelText(), compiledScenarios(), pagePolicy(), withoutUnusedFlow()],
    resolve: {
      alias: {
        // Callback modules are written against 'otp', as an author writes them in the page.
        otp: fileURLToPath(new URL('./src/otp/index.ts', import.meta.url)),
        // Ten kilobytes of what loads first, for movements that the canvas makes itself.
        'd3-transition': NO_TRANSITIONS,
        'd3-interpolate': NO_TRANSITIONS,
        // React has the hook that React Flow brings along for versions without it.
        'use-sync-external-store/shim/with-selector.js': 'use-sync-external-store/with-selector.js',
      },
    },
    css: command === 'build' ? { modules: { generateScopedName: '[name]_[local]' } } : {},
    build: {
      target: 'es2022',
      // Fonts stay files: inlined they would weigh on the style sheet, which blocks the first paint.
      assetsInlineLimit: 0,
      modulePreload: {
        polyfill: false,
        // Of the parts that load ahead of time the page knows the styles they wait for, and not the
        // names of all their files: they find those themselves.
        resolveDependencies: (part, files) =>
          LOADS_FIRST.test(part) ? files : files.filter((file) => file.endsWith('.css')),
      },
      rolldownOptions: {
        treeshake: {
          manualPureFunctions: MAKE_COMPONENTS,
        },
        output: {
          codeSplitting: {
            includeDependenciesRecursively: false,
            groups: [
              // The Worker's text is none of the page's code, and changes for reasons of its own.
              { name: 'kernel', test: /virtual:kernel-text$/, priority: 2 },
              // What else loads first is one file: what it shares with others compresses with it.
              { name: 'page', tags: ['$initial'], priority: 1 },
              // A scenario's texts and their program are wanted together, and say much the same.
              {
                debugName: 'scenario',
                name: scenarioOf,
                test: (id: string) => scenarioOf(id) !== null,
              },
            ],
          },
        },
      },
    },
    test: {
      environment: 'node',
      include: ['src/**/*.test.{ts,tsx}'],
      // No module keeps anything between two runs, so the files of a worker share what they have loaded.
      isolate: false,
      maxWorkers: '100%',
      // For a busy machine: a test that hangs is found, one that is slow for once is not blamed.
      testTimeout: 300_000,
      hookTimeout: 300_000,
      setupFiles: ['src/testing/fixed-seed.ts'],
      // The second one holds what the tests say against what the page says of us.
      reporters: ['default', './src/testing/conformance/reporter.ts'],
    },
  };
});

/** The files of the tree and of scenarios. */
const LOADS_FIRST = /\/(canvas|essay|scenario)-/;

function scenarioOf(id: string): string | null {
  const [, name] =
    /content\/scenarios\/([^/]+)\//.exec(id) ?? /^\0virtual:compiled\/(.+)$/.exec(id) ?? [];
  return name === undefined ? null : `scenario-${name}`;
}
