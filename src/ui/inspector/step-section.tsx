import { useEffect, useMemo, useState } from 'react';
import { useStore } from 'zustand';
import type { StepDetail } from '../../engine/protocol.ts';
import type { Playground } from '../../store/playground-state.ts';
import { selectedProcess } from '../../store/selectors.ts';
import { type StepPart, type StepTold, stepOf } from '../../view/step.ts';
import { useDesk } from '../shared/desk.ts';
import { formatTime } from '../shared/format.ts';
import { Scrollable } from '../shared/scrollable.tsx';
import { DiffText } from './diff-text.tsx';
import { type DiffLine, diffLines } from './line-diff.ts';
import { Section } from './section.tsx';
import { sourceAround } from './source-around.ts';
import styles from './step-section.module.css';

/** The step of the selected line: `Input -> State -> (State, [Output])`, the type of every behaviour, made visible. */
export function StepSection({ playground }: { playground: Playground }) {
  const pid = useStore(playground.store, (state) => selectedProcess(state)?.pid ?? 0);
  const step = useStep(playground);
  const detail = useDetail(playground, step);
  if (step === null || step.pid !== pid) return null;
  return (
    <Section title="Step" note={formatTime(step.at)}>
      <dl className={styles.step}>
        <dt>input</dt>
        <dd>{step.input === null ? 'none' : <Part playground={playground} part={step.input} />}</dd>
        {step.crash !== null && (
          <>
            <dt>crash</dt>
            <dd className={styles.crash}>
              <Part playground={playground} part={step.crash} />
            </dd>
            <Source playground={playground} detail={detail} />
          </>
        )}
        <dt>state</dt>
        <dd>
          <States step={step} detail={detail} />
        </dd>
        <dt>outputs</dt>
        <dd>
          {step.outputs.length === 0 ? (
            'none'
          ) : (
            <Outputs playground={playground} outputs={step.outputs} />
          )}
        </dd>
        {step.after !== null && (
          <>
            <dt>then</dt>
            <dd>
              <Part playground={playground} part={step.after} />
            </dd>
          </>
        )}
      </dl>
    </Section>
  );
}

/** Anew when the trace is another one, or texts have come; those that are missing are asked for. */
function useStep(playground: Playground): StepTold | null {
  const seq = useStore(playground.store, ({ selection }) => selection.seq);
  const trace = useStore(playground.store, (state) => state.traceVersion);
  const texts = useStore(playground.store, (state) => state.logVersion);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the trace is one object that changes.
  const step = useMemo(
    () => (seq === null ? null : stepOf(playground.trace(), seq)),
    [playground, seq, trace, texts],
  );
  useEffect(() => {
    if (step !== null) playground.askTexts(seqsOf(step));
  }, [playground, step]);
  return step;
}

const seqsOf = ({ input, outputs, state, crash, after }: StepTold): number[] =>
  [input, ...outputs, state, crash, after].flatMap((part) => (part === null ? [] : [part.seq]));

/** The states around it, which the engine finds by running it once more. */
function useDetail(playground: Playground, step: StepTold | null): StepDetail | null {
  const trace = useStore(playground.store, (state) => state.traceVersion);
  const terms = useStore(playground.store, (state) => state.settings.terms);
  const [known, setKnown] = useState<{ key: string; detail: StepDetail | null } | null>(null);
  const first = step?.first ?? null;
  const key = `${trace} ${terms} ${first}`;
  useEffect(() => {
    if (first === null) return;
    let isWanted = true;
    void playground.explain(first).then((detail) => {
      if (isWanted) setKnown({ key, detail });
    });
    return () => {
      isWanted = false;
    };
  }, [playground, key, first]);
  return known?.key === key ? known.detail : null;
}

/** Until the engine has told both, what the trace tells of it. */
function States({ step, detail }: { step: StepTold; detail: StepDetail | null }) {
  const before = detail?.before ?? null;
  const after = detail?.after ?? null;
  const note =
    step.crash !== null
      ? 'lost with the crash'
      : before === after && before !== null
        ? 'unchanged'
        : '';
  if (before === null && after === null) return step.state?.text ?? (note || 'none');
  return (
    <>
      {note}
      <Scrollable className={styles.code} label="State before and after">
        <DiffText lines={comparison(before, after)} />
      </Scrollable>
    </>
  );
}

/** A first state is new, line by line; a last one is left as it was. */
function comparison(before: string | null, after: string | null): readonly DiffLine[] {
  if (before !== null) return diffLines(before, after ?? before);
  return (after ?? '').split('\n').map((text) => ({ sign: '+', text }));
}

function Outputs({
  playground,
  outputs,
}: {
  playground: Playground;
  outputs: readonly StepPart[];
}) {
  const shown = outputs.slice(0, OUTPUTS_SHOWN);
  return (
    <>
      <ol className={styles.outputs}>
        {shown.map((part) => (
          <li key={part.seq}>
            <Part playground={playground} part={part} />
          </li>
        ))}
      </ol>
      {outputs.length > shown.length && (
        <p className="quiet">and {outputs.length - shown.length} more</p>
      )}
    </>
  );
}
const OUTPUTS_SHOWN = 20;

/** An event of the step; by it one gets to why it happened. */
function Part({ playground, part }: { playground: Playground; part: StepPart }) {
  const { askWhy } = useDesk();
  const isSelected = useStore(playground.store, ({ selection }) => selection.seq === part.seq);
  return (
    <button
      type="button"
      className={styles.part}
      aria-pressed={isSelected}
      title="Why?"
      onClick={() => askWhy({ type: 'event', seq: part.seq })}
    >
      {part.text}
    </button>
  );
}

/** The author's line that raised, with its neighbours. */
function Source({ playground, detail }: { playground: Playground; detail: StepDetail | null }) {
  const place = detail?.threwAt ?? null;
  const text = useStore(playground.store, ({ scenario }) =>
    place === null ? '' : (scenario.modules[place.module] ?? ''),
  );
  if (place === null) return null;
  const lines = sourceAround(text, place.line);
  return (
    <dd className={styles.wide}>
      <Scrollable className={styles.code} label={`Line ${place.line} of ${place.module}`}>
        <p className="quiet">
          {place.module}, line {place.line}
        </p>
        <pre>
          {lines.map(({ number, text: line }) => (
            <span key={number} className={styles.sourceLine} data-raised={number === place.line}>
              <span className={styles.number}>{number === place.line ? '✕' : number}</span>
              {line}
              {'\n'}
            </span>
          ))}
        </pre>
      </Scrollable>
    </dd>
  );
}
