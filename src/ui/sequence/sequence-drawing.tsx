import { memo } from 'react';
import {
  arrowEnds,
  arrowHead,
  arrowLabel,
  arrowPath,
  cutTo,
  isAnswer,
  MARK_SIGNS,
  markMost,
  toneOf,
} from '../../view/sequence-geometry.ts';
import {
  type Arrow,
  laneX,
  type RowMark,
  type SequencePicture,
} from '../../view/sequence-picture.ts';
import { ROW_PX } from '../../view/sequence-scale.ts';
import styles from './sequence.module.css';

/** How an event stands to the selected one. */
export type Relation = 'selected' | 'before' | 'after' | 'apart' | 'none';

/** What is in sight of the diagram. The sentences stand beside it, for who can't see it. */
export const SequenceDrawing = memo(function SequenceDrawing({
  picture,
  px,
  relation,
}: {
  picture: SequencePicture;
  /** Width of a lane. */
  px: number;
  relation: (seq: number) => Relation;
}) {
  return (
    <>
      {picture.lives.map(({ lane, pid, top, bottom }) => (
        <line
          key={`${lane} ${pid}`}
          className={styles.life}
          x1={laneX(lane, px)}
          x2={laneX(lane, px)}
          y1={top}
          y2={bottom}
        />
      ))}
      {picture.bars.map(({ lane, top, bottom, hollow }) => (
        <rect
          key={`${lane} ${top} ${bottom}`}
          className={hollow ? styles.waits : styles.runs}
          x={laneX(lane, px) - 4}
          y={top}
          width={8}
          height={bottom - top}
        />
      ))}
      {picture.arrows.map((arrow) => (
        <ArrowDrawing
          key={arrow.seq}
          arrow={arrow}
          px={px}
          pale={relation(arrow.seq) === 'apart' && relation(arrow.received) !== 'selected'}
        />
      ))}
      {picture.marks.map((mark) => (
        <MarkDrawing key={mark.seq} mark={mark} px={px} pale={relation(mark.seq) === 'apart'} />
      ))}
      {picture.folds.map(({ seq, y, text }) => (
        <text key={seq} className={styles.foldText} x={12} y={y + 4}>
          ⋯ {text}
        </text>
      ))}
    </>
  );
});

function ArrowDrawing({ arrow, px, pale }: { arrow: Arrow; px: number; pale: boolean }) {
  const { x, y, anchor, most } = arrowLabel(arrow, px);
  const { x2, y2 } = arrowEnds(arrow, px);
  const isLost = arrow.fate === 'lost';
  const isDashed = arrow.fate === 'under_way' || isAnswer(arrow.kind);
  return (
    <g data-tone={isLost ? 'lost' : toneOf(arrow.kind)} data-pale={pale || undefined}>
      <path className={styles.way} data-dashed={isDashed || undefined} d={arrowPath(arrow, px)} />
      {isLost ? (
        <text className={styles.sign} x={x2} y={y2 + 4} textAnchor="middle">
          ✂
        </text>
      ) : (
        <path className={styles.head} d={arrowHead(arrow, px)} />
      )}
      <text className={styles.words} x={x} y={y} textAnchor={anchor}>
        {cutTo(arrow.text, most)}
      </text>
    </g>
  );
}

function MarkDrawing({ mark, px, pale }: { mark: RowMark; px: number; pale: boolean }) {
  const { lane, sign, y, text } = mark;
  const x = laneX(lane, px);
  return (
    <g data-sign={sign} data-pale={pale || undefined}>
      <circle className={styles.place} cx={x} cy={y} r={ROW_PX / 2 - 4} />
      <text className={styles.sign} x={x} y={y + 4} textAnchor="middle">
        {MARK_SIGNS[sign]}
      </text>
      <text className={styles.words} x={x + 11} y={y + 4}>
        {cutTo(text, markMost(px))}
      </text>
    </g>
  );
}
