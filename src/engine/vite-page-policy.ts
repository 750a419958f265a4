import type { Plugin } from 'vite';
import { PAGE_POLICY } from './sandbox-frame.ts';

/** Puts the page's content security policy into the build. Not into dev, whose scripts are inline. */
export function pagePolicy(): Plugin {
  return {
    name: 'page-policy',
    apply: 'build',
    transformIndexHtml: () => [
      {
        tag: 'meta',
        attrs: { 'http-equiv': 'Content-Security-Policy', content: PAGE_POLICY },
        injectTo: 'head-prepend',
      },
    ],
  };
}
