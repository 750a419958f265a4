import type { NodeProps } from '@xyflow/react';
import { Layers } from 'lucide-react';
import { memo, useRef } from 'react';
import { useStore } from 'zustand';
import { counted } from '../shared/format.ts';
import type { Look } from '../shared/process-look.ts';
import { useCanvas } from './canvas-context.ts';
import { CardFrame } from './card-frame.tsx';
import text from './card-text.module.css';
import fold from './fold.module.css';
import pool from './pool-card.module.css';
import { CELLS, type PoolPicture, poolKey, poolPicture } from './pool-picture.ts';
import type { CardNode } from './scene.ts';

const CALM: Look = { tone: 'running', word: '' };

/** Many processes alike as one card: how many, and a cell for each, so that every crash is still seen. */
export const PoolCard = memo(function PoolCard({ data: { card } }: NodeProps<CardNode>) {
  const { playground, loop } = useCanvas();
  const held = useRef<PoolPicture>(null);
  useStore(playground.store, ({ view, now }) => {
    held.current = poolPicture(view, card.members, now);
    return poolKey(held.current);
  });
  const { cells, crashed, busy, waiting } =
    held.current ?? poolPicture(playground.store.getState().view, card.members, 0);
  const said = [
    crashed > 0 && `${crashed} crashed`,
    busy > 0 && `${busy} busy`,
    waiting > 0 && counted(waiting, 'message'),
  ].filter(Boolean);
  const what = counted(card.members.length, 'process');
  return (
    <CardFrame card={card} look={CALM} label={[card.title, what, ...said].join(', ')}>
      <div className={text.head}>
        <span className={text.picture}>
          <Layers size={20} strokeWidth={1.5} aria-hidden="true" />
        </span>
        <span className={text.names}>
          <span className={text.name}>
            {card.members.length} × {card.title}
          </span>
        </span>
      </div>
      <svg
        className={pool.cells}
        viewBox={`0 0 ${CELLS.columns * 6} ${CELLS.rows * 6}`}
        aria-hidden="true"
      >
        {cells.map(({ tone, path }) => (
          <path key={tone} className={pool.cell} data-tone={tone} d={path} />
        ))}
      </svg>
      <div className={`${text.row} ${text.lesser}`}>
        <span className={pool.words} data-crashed={crashed > 0 || undefined}>
          {said.join(' · ') || 'all running'}
        </span>
      </div>
      <button
        type="button"
        className={fold.button}
        tabIndex={-1}
        aria-label={`Show all ${card.members.length} of ${card.title}`}
        onClick={() => loop.openPool(card)}
      >
        show all
      </button>
    </CardFrame>
  );
});
