import type { MessageView } from '../../view/view.ts';
import {
  PICTURES,
  type Picture,
  type PictureName,
  SIGNS,
  type SignName,
  signOf,
  umbrella,
} from './picture-data.ts';

/** A picture in the text's colour. Always decoration: the word stands beside it. */
export function Drawing({ picture, size }: { picture: Picture; size: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 20 20"
      fill="none"
      aria-hidden="true"
      style={{ flex: 'none', display: 'block' }}
    >
      <path
        d={picture.stroke}
        stroke="currentColor"
        strokeWidth={1.5}
        strokeLinecap="round"
        strokeLinejoin="round"
      />
      <path d={picture.fill} fill="currentColor" />
    </svg>
  );
}

export function Pictogram({ of, size = 20 }: { of: PictureName; size?: number }) {
  return <Drawing picture={PICTURES[of]} size={size} />;
}

/** A process by its behaviour; the umbrella of a supervisor shows its strategy in the dots. */
export function BehaviourPictogram({
  behaviour,
  strategy = 'one_for_one',
  size = 20,
}: {
  behaviour: string;
  strategy?: string | undefined;
  size?: number;
}) {
  const picture = behaviour === 'supervisor' ? umbrella(strategy) : PICTURES[pictureOf(behaviour)];
  return <Drawing picture={picture} size={size} />;
}

/** The sign of a message: call, reply, cast … as on the canvas. */
export function MessageSign({ kind, size = 14 }: { kind: MessageView['kind']; size?: number }) {
  return <Drawing picture={SIGNS[signOf(kind)]} size={size} />;
}

export function Sign({ of, size = 14 }: { of: SignName; size?: number }) {
  return <Drawing picture={SIGNS[of]} size={size} />;
}

function pictureOf(behaviour: string): PictureName {
  return Object.hasOwn(PICTURES, behaviour) ? (behaviour as PictureName) : 'process';
}
