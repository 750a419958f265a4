import type { NodeProps } from '@xyflow/react';
import { memo } from 'react';
import { useStore } from 'zustand';
import { printPid } from '../../view/paths.ts';
import type { ProcessView } from '../../view/view.ts';
import { BehaviourPictogram } from '../shared/pictograms.tsx';
import { BusyBar } from './busy-bar.tsx';
import { useCanvas } from './canvas-context.ts';
import { CardFrame } from './card-frame.tsx';
import { cardLabel } from './card-label.ts';
import { CardName, CardPicture, Doing, StateLine, Word } from './card-parts.tsx';
import text from './card-text.module.css';
import { Pid } from './pid.tsx';
import { type CardNode, childAt, processOf } from './scene.ts';
import { useLook } from './use-look.ts';

/** A worker: behaviour, child id and registered name; its state on one line; its mailbox, pid and what it does. */
export const WorkerCard = memo(function WorkerCard({ data: { card } }: NodeProps<CardNode>) {
  const { playground } = useCanvas();
  const process = useStore(playground.store, ({ view }) => processOf(view, card));
  const child = useStore(playground.store, ({ view }) => childAt(view, card));
  const look = useLook(card, process, child);
  const { title } = card;
  // What has no id goes by its name; what has neither by its pid, and is told by its module.
  const hasId = process === undefined || title !== printPid(process.pid);
  const name = process?.name ?? null;
  const byPid = !hasId && name === null;
  const state = stateLine(process);
  // Who has no state to tell, as a plain process, tells there what it does.
  const told = state !== '' || look.tone === 'crashed';
  const label = cardLabel(title, process, look, child?.restarts ?? 0);
  return (
    <CardFrame card={card} look={look} label={label} title={hasId ? title : (name ?? title)}>
      <BusyBar look={look} process={process} />
      <div className={text.head}>
        <CardPicture look={look}>
          <BehaviourPictogram
            behaviour={card.kind === 'client' ? 'client' : (process?.behaviour ?? 'process')}
          />
        </CardPicture>
        <CardName
          title={hasId ? title : (name ?? title)}
          name={byPid ? (process?.module ?? null) : name}
        />
      </div>
      {told ? <StateLine look={look} state={state} /> : <Doing look={look} />}
      <div className={`${text.row} ${text.lesser}`}>
        <Mailbox
          depth={process?.mailbox ?? 0}
          postponed={process?.machine?.postponed.length ?? 0}
        />
        {process !== undefined && !byPid && <Pid pid={process.pid} />}
        {told && <Word look={look} />}
      </div>
    </CardFrame>
  );
});

/** A gen_event manager shows its handlers, which are what its state is about; a state machine its state's name. */
function stateLine(process: ProcessView | undefined): string {
  const handlers = process?.handlers ?? [];
  if (process?.machine != null) return `state ${process.machine.state}`;
  return handlers.length > 0 ? `handlers ${handlers.join(', ')}` : (process?.state ?? '');
}

/** What waits in the mailbox; `+2`: and what a state machine has put aside. */
function Mailbox({ depth, postponed }: { depth: number; postponed: number }) {
  return (
    <span className={text.mailbox} data-empty={depth + postponed === 0 || undefined}>
      <svg width={13} height={13} viewBox="0 0 14 14" aria-hidden="true">
        <path
          d="M1 3h12v9H1zM1 3.5l6 5 6-5"
          fill="none"
          stroke="currentColor"
          strokeWidth={1.25}
          strokeLinejoin="round"
        />
      </svg>
      {depth}
      {postponed > 0 && <span title={`${postponed} postponed`}>+{postponed}</span>}
    </span>
  );
}
