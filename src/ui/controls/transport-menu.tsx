import { Ellipsis } from 'lucide-react';
import { Suspense, useState } from 'react';
import type { Playground } from '../../store/playground-state.ts';
import { IconButton } from '../shared/icon-button.tsx';
import { lazyPart } from '../shared/lazy-part.tsx';
import styles from './transport.module.css';

const TransportMenuList = lazyPart(() => import('./transport-menu-list.tsx'));

/** What is rarer, where there is no room for all. */
export function TransportMenu({ playground }: { playground: Playground }) {
  const [open, setOpen] = useState(false);
  return (
    <span className={styles.marked}>
      <IconButton label="More" onClick={() => setOpen(true)}>
        <Ellipsis size={18} aria-hidden="true" />
      </IconButton>
      {open && (
        <Suspense fallback={null}>
          <TransportMenuList playground={playground} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </span>
  );
}
