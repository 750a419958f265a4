import type { SceneCard } from './scene.ts';

/** Id of the element that names the card. Spaces would make several ids of it. */
export const labelId = (card: SceneCard): string => `card:${card.path}`.replaceAll(/\s/g, '_');
