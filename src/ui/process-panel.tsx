import type { Playground } from '../store/playground-state.ts';
import { ProcessActions } from './controls/process-actions.tsx';
import { Inspector } from './inspector/inspector.tsx';

/** What is known of the selected process, and what one can do to it. */
export default function ProcessPanel({ playground }: { playground: Playground }) {
  return <Inspector playground={playground} actions={<ProcessActions playground={playground} />} />;
}
