import type { NodeProps } from '@xyflow/react';
import { memo } from 'react';
import { useStore } from 'zustand';
import { BehaviourPictogram } from '../shared/pictograms.tsx';
import { BudgetMeter } from './budget-meter.tsx';
import { BusyBar } from './busy-bar.tsx';
import { useCanvas } from './canvas-context.ts';
import { CardFrame } from './card-frame.tsx';
import { cardLabel } from './card-label.ts';
import { CardName, CardPicture, Word } from './card-parts.tsx';
import text from './card-text.module.css';
import { Fold } from './fold.tsx';
import { Pid } from './pid.tsx';
import { type CardNode, childAt, processOf } from './scene.ts';
import { StrategyDots } from './strategy-dots.tsx';
import { useLook } from './use-look.ts';

/** The picture beside a longer word than this, simple_one_for_one, is left out: the umbrella has it too. */
const DOTS_BESIDE = 12;

/** A supervisor: name; its strategy as picture and word, its pid; its restart budget. */
export const SupervisorCard = memo(function SupervisorCard({
  data: { card },
}: NodeProps<CardNode>) {
  const { playground } = useCanvas();
  const process = useStore(playground.store, ({ view }) => processOf(view, card));
  const child = useStore(playground.store, ({ view }) => childAt(view, card));
  const look = useLook(card, process, child);
  const supervisor = process?.supervisor ?? null;
  const strategy = supervisor?.flags.strategy;
  const { title } = card;
  const ended = look.tone === 'crashed' || look.tone === 'exited';
  return (
    <CardFrame
      card={card}
      look={look}
      label={cardLabel(title, process, look, child?.restarts ?? 0)}
    >
      <BusyBar look={look} process={process} />
      <div className={text.head}>
        <CardPicture look={look}>
          <BehaviourPictogram behaviour="supervisor" strategy={strategy} />
        </CardPicture>
        <CardName title={title} name={process?.name ?? null} />
      </div>
      <div className={`${text.row} ${text.strategy} ${text.lesser}`}>
        {ended || look.tone === 'running' ? (
          <>
            {strategy !== undefined && strategy.length <= DOTS_BESIDE && (
              <StrategyDots strategy={strategy} />
            )}
            <span>{strategy}</span>
          </>
        ) : (
          <Word look={look} />
        )}
        {process !== undefined && <Pid pid={process.pid} />}
      </div>
      <div className={text.row}>
        {ended || supervisor === null ? (
          <Word look={look} />
        ) : (
          <BudgetMeter supervisor={supervisor} />
        )}
      </div>
      <Fold card={card} />
    </CardFrame>
  );
});
