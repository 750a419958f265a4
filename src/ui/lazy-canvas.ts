import { lazy } from 'react';

/** The tree, for all who show one: each imports it from here, and so it is one file that the page loads at once. */
export const Canvas = lazy(async () => ({ default: (await import('./canvas/canvas.tsx')).Canvas }));
