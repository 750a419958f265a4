import { useEffect, useMemo, useReducer, useState } from 'react';
import { useStore } from 'zustand';
import type { Playground } from '../../store/playground-state.ts';
import { talkative } from '../../view/sequence-lanes.ts';
import { type SequenceQuery, SequenceRows } from '../../view/sequence-rows.ts';
import { SequenceScale } from '../../view/sequence-scale.ts';
import type { CardPath } from '../../view/view.ts';
import type { SequenceChoice } from './choice.ts';

/** Events looked at in one frame; with a text to look for, each is held against it. */
const READ_MAX = 100_000;

export interface ShownRows {
  readonly rows: SequenceRows;
  readonly scale: SequenceScale;
}

/** The rows of what is chosen, kept up with the trace a frame at a time. */
export function useRows(
  playground: Playground,
  choice: SequenceChoice,
  lanes: readonly CardPath[],
): ShownRows {
  const version = useStore(playground.store, (state) => state.traceVersion);
  const buffer = playground.trace();
  const { kinds, text, folds, unfolded, scale: mode } = choice;
  // biome-ignore lint/correctness/useExhaustiveDependencies: of a trace that was cut, all is read again.
  const rows = useMemo(() => {
    const query: SequenceQuery = { lanes, kinds, text, folds, unfolded };
    const made = new SequenceRows(buffer, query);
    made.read(READ_MAX);
    return made;
  }, [buffer, version, lanes, kinds, text, folds, unfolded]);
  const isBegun = rows.length > 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: how wide a pause is drawn, the first rows tell.
  const scale = useMemo(() => new SequenceScale(rows, mode), [rows, mode, isBegun]);
  const [, look] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    let frame = 0;
    const ask = () => {
      if (frame === 0) frame = requestAnimationFrame(read);
    };
    const read = () => {
      frame = 0;
      const before = rows.seenTo;
      if (!rows.read(READ_MAX)) ask();
      if (rows.seenTo !== before) look();
    };
    ask();
    const leave = playground.store.subscribe((state, was) => {
      if (state.view !== was.view || state.extent !== was.extent) ask();
    });
    return () => {
      cancelAnimationFrame(frame);
      leave();
    };
  }, [playground, rows]);
  scale.update();
  return { rows, scale };
}

/**
 * Whom to show as long as nobody has chosen. Looked up again when a process is selected that is not there,
 * and each time the run has become twice as long: lanes that come and go all the time could not be read.
 */
export function useLanes(
  playground: Playground,
  chosen: readonly CardPath[] | null,
  most: number,
): readonly CardPath[] {
  const version = useStore(playground.store, (state) => state.traceVersion);
  const selected = useStore(playground.store, (state) => state.selection.path);
  const doublings = useStore(playground.store, (state) => 32 - Math.clz32(state.extent.seq));
  const [about, setAbout] = useState(selected);
  const buffer = playground.trace();
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above.
  const usual = useMemo(() => {
    const lanes = talkative(buffer, buffer.end, most, about);
    return lanes.length > 1 ? lanes : talkative(buffer, buffer.end, most, null);
  }, [buffer, version, about, doublings, most]);
  const lanes = chosen ?? usual;
  const isElsewhere = selected !== null && selected !== about && !lanes.includes(selected);
  if (isElsewhere) setAbout(selected);
  return lanes;
}
