import type { NodeProps } from '@xyflow/react';
import { memo } from 'react';
import { useStore } from 'zustand';
import { processAt, YOU } from '../../view/paths.ts';
import { BehaviourPictogram } from '../shared/pictograms.tsx';
import type { Look } from '../shared/process-look.ts';
import { BusyBar } from './busy-bar.tsx';
import { useCanvas } from './canvas-context.ts';
import { CardFrame } from './card-frame.tsx';
import { CardName, CardPicture } from './card-parts.tsx';
import text from './card-text.module.css';
import type { CardNode } from './scene.ts';
import { useLook } from './use-look.ts';

const CALM: Look = { tone: 'running', word: '' };

/** Whoever sends from outside. While a call is under way: whose answer it waits for. */
export const YouCard = memo(function YouCard({ data: { card } }: NodeProps<CardNode>) {
  const { playground } = useCanvas();
  const shell = useStore(playground.store, ({ view }) => processAt(view, YOU)) ?? undefined;
  const own = useLook(card, shell, undefined);
  const look = shell === undefined ? CALM : own;
  const word = look.tone === 'waiting' ? look.word : '';
  return (
    <CardFrame card={card} look={look} label={`${LABEL}${word === '' ? '' : `, ${word}`}`}>
      <BusyBar look={look} process={shell} />
      <div className={text.head}>
        <CardPicture look={look}>
          <BehaviourPictogram behaviour="client" />
        </CardPicture>
        <CardName title={card.title} name={null} />
      </div>
      <div className={`${text.row} ${text.lesser}`}>outside of the system</div>
      <div className={text.row}>
        <span className={text.word}>{word}</span>
      </div>
    </CardFrame>
  );
});

const LABEL = 'you, outside of the system';
