import type { MessageView } from '../../view/view.ts';
import { type Picture, SIGNS, type SignName, signOf } from '../shared/picture-data.ts';
import type { Colour } from '../shared/theme.ts';

/**
 * Signs of messages, drawn once and then copied: a thousand copies of small pictures at whole pixels
 * cost a few milliseconds, a thousand paths would not fit into a frame.
 */
const SPRITES = ['call', 'reply', 'cast', 'info', 'timer', 'exit_signal', 'down', 'lost'] as const;
export type Sprite = (typeof SPRITES)[number];
const LOST = SPRITES.indexOf('lost');

const SIGN_INDEX = Object.fromEntries(SPRITES.map((name, index) => [name, index])) as Record<
  SignName,
  number
>;

/** Which sprite shows this message: its place in the atlas. */
export function spriteOf(message: MessageView): number {
  return message.lost ? LOST : SIGN_INDEX[signOf(message.kind)];
}

export const EXIT_SPRITE = SPRITES.indexOf('exit_signal');

/** Scissors: cut off on its way. */
const CUT: Picture = {
  stroke:
    'M5 4.5 14 15.5M15 4.5 6 15.5M7 17a2 2 0 1 1-4 0 2 2 0 0 1 4 0zM17 17a2 2 0 1 1-4 0 2 2 0 0 1 4 0z',
  fill: '',
};

/** Diameter of a sign on screen, in CSS pixels: grows with the zoom, but never so small that it is lost on a projector. */
export function spriteSize(zoom: number): number {
  if (zoom < 0.2) return 6;
  if (zoom < 0.36) return 9;
  return Math.round(Math.min(34, Math.max(15, 21 * zoom)));
}

/** Below this size a sign is a mere dot: nobody could tell the picture. */
const PICTURE_FROM = 12;

export interface Atlas {
  readonly image: HTMLCanvasElement;
  /** Side of a sprite, in device pixels. */
  readonly side: number;
  /** What it was made for; another key, another atlas. */
  readonly key: string;
}

export const atlasKey = (size: number, ratio: number, theme: string): string =>
  `${size} ${ratio} ${theme}`;

export function drawAtlas(
  size: number,
  ratio: number,
  theme: string,
  colours: Record<Colour, string>,
): Atlas {
  const side = Math.ceil(size * ratio) + 2;
  const image = document.createElement('canvas');
  image.width = side * SPRITES.length;
  image.height = side;
  const context = image.getContext('2d');
  if (context !== null) {
    SPRITES.forEach((sprite, index) => {
      context.save();
      context.translate(side * (index + 0.5), side / 2);
      context.scale(ratio, ratio);
      drawSign(context, sprite, size, colours);
      context.restore();
    });
  }
  return { image, side, key: atlasKey(size, ratio, theme) };
}

/** A disc of ink, its picture cut out of it; info is a ring, as its sign is. */
function drawSign(
  context: CanvasRenderingContext2D,
  sprite: Sprite,
  size: number,
  colours: Record<Colour, string>,
): void {
  const ink = inkOf(sprite, colours);
  if (size < PICTURE_FROM) {
    context.beginPath();
    context.arc(0, 0, size / 2, 0, 2 * Math.PI);
    context.fillStyle = ink;
    context.fill();
    return;
  }
  const hollow = sprite === 'info' || sprite === 'timer';
  context.beginPath();
  context.arc(0, 0, size / 2 - 0.75, 0, 2 * Math.PI);
  context.fillStyle = hollow ? colours.ground : ink;
  context.fill();
  context.lineWidth = 1.5;
  context.strokeStyle = hollow ? ink : colours.ground;
  context.stroke();
  const picture = sprite === 'lost' ? CUT : SIGNS[sprite];
  const scale = (size * 0.68) / 20;
  context.scale(scale, scale);
  context.translate(-10, -10);
  context.strokeStyle = context.fillStyle = hollow ? ink : colours.ground;
  context.lineWidth = 2;
  context.lineCap = context.lineJoin = 'round';
  context.fill(new Path2D(picture.fill));
  context.stroke(new Path2D(picture.stroke));
}

function inkOf(sprite: Sprite, colours: Record<Colour, string>): string {
  if (sprite === 'exit_signal') return colours.crashed;
  return sprite === 'lost' ? colours.lost : colours.ink;
}
