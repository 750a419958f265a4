import { useEffect, useRef, useState } from 'react';
import type { Comparison, Other } from '../store/comparison-state.ts';
import type { Playground } from '../store/playground-state.ts';
import { CompareChooser } from './compare/compare-chooser.tsx';
import { CompareView } from './compare/compare-view.tsx';
import { Canvas } from './lazy-canvas.ts';
import { Region } from './notices/region.tsx';

/** First what this run is to be compared with, then the two of them. */
export default function CompareDialog({
  playground,
  onClose,
}: {
  playground: Playground;
  onClose: () => void;
}) {
  const [comparison, setComparison] = useState<Comparison | null>(null);
  useEffect(() => () => comparison?.close(), [comparison]);
  useEffect(() => playground.pause(), [playground]);
  // One window opens the other, and only the first knows where the focus was.
  const [opener] = useState(() => document.activeElement);
  const isOpen = useRef(true);
  useEffect(() => {
    isOpen.current = true;
    return () => {
      isOpen.current = false;
      if (opener instanceof HTMLElement) opener.focus();
    };
  }, [opener]);
  const choose = async (other: Other) => {
    const opened = await playground.compare(other);
    // What went wrong is told on the page below.
    if (opened === null) onClose();
    else if (isOpen.current) setComparison(opened);
    else opened.close();
  };
  if (comparison === null) {
    return (
      <CompareChooser
        playground={playground}
        onChoose={(other) => void choose(other)}
        onClose={onClose}
      />
    );
  }
  return (
    <CompareView
      comparison={comparison}
      canvasOf={(side, label) => (
        <Region playground={side.playground} name={label}>
          <Canvas playground={side.playground} label={label} />
        </Region>
      )}
      onChange={() => setComparison(null)}
      onClose={onClose}
    />
  );
}
