import { useStore } from 'zustand';
import type { Playground } from '../../store/playground-state.ts';
import type { WhyLink } from '../../view/why/why.ts';
import { formatTime } from '../shared/format.ts';
import { Drawing } from '../shared/pictograms.tsx';
import styles from './why.module.css';
import { whyLook } from './why-look.ts';

interface Way {
  readonly playground: Playground;
  /** To its moment. */
  readonly onGo: (link: WhyLink) => void;
  /** The keyboard stands on it: whom it is about is shown on the canvas. */
  readonly onLook: (link: WhyLink) => void;
}

/** One link of the chain, with what stands beside it. */
export function WhyItem({
  link,
  isEffect,
  ...way
}: Way & {
  link: WhyLink;
  /** It is what was asked about; every other one is a cause. */
  isEffect: boolean;
}) {
  return (
    <li className={styles.item} data-effect={isEffect}>
      <LinkButton link={link} word={isEffect ? null : 'because'} {...way} />
      {link.asides.length > 0 && (
        <>
          {link.kind === 'decision' && (
            <p className={styles.asideTitle}>These restarts stood in the window:</p>
          )}
          <ul className={styles.asides}>
            {link.asides.map((aside) => (
              <li key={aside.seq}>
                <LinkButton link={aside} word={null} {...way} />
              </li>
            ))}
          </ul>
        </>
      )}
    </li>
  );
}

function LinkButton({
  playground,
  link,
  word,
  onGo,
  onLook,
}: Way & { link: WhyLink; word: string | null }) {
  const isHere = useStore(playground.store, (state) => state.selection.seq === link.seq);
  const look = whyLook(link);
  return (
    <button
      type="button"
      className={styles.link}
      data-row={link.seq}
      data-tone={look.tone}
      aria-current={isHere ? 'step' : undefined}
      title="Go to this moment"
      onClick={() => onGo(link)}
      onFocus={(event) => {
        if (event.currentTarget.matches(':focus-visible')) onLook(link);
      }}
    >
      <span className={styles.sign} aria-hidden="true">
        {typeof look.sign === 'string' ? look.sign : <Drawing picture={look.sign} size={12} />}
      </span>
      <span className={styles.meta}>
        {word !== null && <>{word} · </>}
        {look.word} · <span className="mono">{formatTime(link.at)}</span> ·{' '}
        {playground.trace().names.name(link.pid)}
      </span>{' '}
      <span className={styles.text}>{link.text}</span>
    </button>
  );
}
