import { X } from 'lucide-react';
import { useEffect } from 'react';
import { useStore } from 'zustand';
import type { Notice, Playground } from '../../store/playground-state.ts';
import styles from './notices.module.css';

/** An information goes by itself after this long; an error stays until it is dismissed. */
const INFO_MS = 6_000;

export function Notices({ playground }: { playground: Playground }) {
  const notices = useStore(playground.store, (state) => state.notices);
  return (
    <div className={styles.notices}>
      {notices.map((notice) => (
        <NoticeLine key={notice.id} playground={playground} notice={notice} />
      ))}
    </div>
  );
}

function NoticeLine({ playground, notice }: { playground: Playground; notice: Notice }) {
  const { id, tone } = notice;
  useEffect(() => {
    if (tone === 'error') return;
    const timer = setTimeout(() => playground.dismiss(id), INFO_MS);
    return () => clearTimeout(timer);
  }, [playground, id, tone]);
  return (
    <div className={styles.notice} data-tone={tone} role={tone === 'error' ? 'alert' : 'status'}>
      <span>
        {tone === 'error' && <b aria-hidden="true">✕ </b>}
        {notice.text}
      </span>
      <button
        type="button"
        className="icon-button"
        aria-label="Dismiss"
        onClick={() => playground.dismiss(id)}
      >
        <X size={16} aria-hidden="true" />
      </button>
    </div>
  );
}
