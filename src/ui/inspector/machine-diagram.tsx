import { type Arrow, BOX, layoutMachine, type StateBox } from '../../view/machine-layout.ts';
import type { MachinePast, MachineView } from '../../view/view.ts';
import { counted } from '../shared/format.ts';
import { SIGNS, signOf } from '../shared/picture-data.ts';
import { Scrollable } from '../shared/scrollable.tsx';
import styles from './machine.module.css';
import { arrowLabel, causeWords, cutTo, eventSign } from './machine-words.ts';

/** States as boxes, transitions seen as arrows. What it says stands below it as a list, too. */
export function MachineDiagram({
  machine,
  earlier,
}: {
  machine: MachineView;
  /** Of those that had its place before. */
  earlier: MachinePast | null;
}) {
  const { width, height, boxes, arrows, hidden } = layoutMachine(machine, earlier);
  const inOrder = [...arrows].sort((a, b) => rank(a) - rank(b));
  const isPast = [...boxes, ...arrows].some(({ isEarlier }) => isEarlier);
  const seen = counted(boxes.length + hidden, 'state');
  return (
    <figure className={styles.figure}>
      <Scrollable className={styles.scroll} label="Diagram">
        <svg
          className={styles.diagram}
          width={width}
          height={height}
          role="img"
          aria-label={`State diagram: ${seen}, now ${machine.state}`}
        >
          {inOrder.map((arrow) => (
            <Way key={`${arrow.transition.from} ${arrow.transition.to}`} arrow={arrow} />
          ))}
          {boxes.map((box) => (
            <Box key={box.state} box={box} />
          ))}
          {inOrder.map((arrow) => (
            <Label key={`${arrow.transition.from} ${arrow.transition.to}`} arrow={arrow} />
          ))}
        </svg>
      </Scrollable>
      {(hidden > 0 || isPast) && (
        <figcaption className="quiet">
          {hidden > 0 && <>and {counted(hidden, 'state')} more. </>}
          {isPast && <>Dashed: seen before it was started again.</>}
        </figcaption>
      )}
    </figure>
  );
}

/** What is drawn later lies above. */
const rank = ({ isLast, isEarlier }: Arrow): number => Number(isLast) - Number(isEarlier);

function Box({ box: { state, x, y, isCurrent, isEarlier } }: { box: StateBox }) {
  const middle = y + BOX.height / 2;
  return (
    <g
      className={styles.box}
      data-current={isCurrent || undefined}
      data-earlier={isEarlier || undefined}
    >
      <title>{`${state}${isCurrent ? ': the present state' : isEarlier ? BEFORE : ''}`}</title>
      {isCurrent && <path className={styles.here} d={`M0 ${middle - 6}l8 6-8 6z`} />}
      <rect x={x} y={y} width={BOX.width} height={BOX.height} rx={BOX.height / 2} />
      <text className={styles.name} x={x + BOX.width / 2} y={middle + 4} textAnchor="middle">
        {cutTo(state, 12)}
      </text>
    </g>
  );
}

function Way({ arrow: { path, tip, isLast, isEarlier } }: { arrow: Arrow }) {
  return (
    <g className={styles.way} data-last={isLast || undefined} data-earlier={isEarlier || undefined}>
      <path d={path} />
      <path className={styles.tip} d={`M${tip.x + 1} ${tip.y}l8-4.5v9z`} />
    </g>
  );
}

function Label({ arrow: { transition, label, isLast, isEarlier } }: { arrow: Arrow }) {
  const [first] = transition.causes;
  const kind = first === undefined ? null : eventSign(first.type);
  const picture = kind === null ? null : SIGNS[signOf(kind)];
  return (
    <g
      className={styles.label}
      data-last={isLast || undefined}
      data-earlier={isEarlier || undefined}
    >
      <title>{transition.causes.map(causeWords).join(', ') + (isEarlier ? BEFORE : '')}</title>
      {picture !== null && (
        <g transform={`translate(${label.x} ${label.y - 6}) scale(0.6)`}>
          <rect className={styles.halo} x={-3} width={24} height={20} />
          <path d={picture.stroke} fill="none" stroke="currentColor" strokeWidth={2} />
          <path d={picture.fill} fill="currentColor" />
        </g>
      )}
      <text className={styles.word} x={label.x + (picture === null ? 0 : 14)} y={label.y + 4}>
        {arrowLabel(transition.causes)}
      </text>
    </g>
  );
}

const BEFORE = ' (before it was started again)';
