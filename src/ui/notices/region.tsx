import { Component, type ReactNode } from 'react';
import type { Playground } from '../../store/playground-state.ts';
import { saveRun } from '../shared/save-run.ts';
import styles from './notices.module.css';

interface RegionProps {
  readonly playground: Playground;
  /** What stands here, as the person would call it: "the log". */
  readonly name: string;
  /** Of what lies over the page: how it goes away. */
  readonly onClose?: () => void;
  readonly children: ReactNode;
}

/** A part of the page. When what it shows raises, this part alone says so, and the others go on. */
export class Region extends Component<
  RegionProps,
  { readonly error: unknown; readonly broken: boolean }
> {
  override state = { error: null, broken: false };
  private leave: (() => void) | null = null;

  static getDerivedStateFromError(error: unknown) {
    return { error, broken: true };
  }

  override componentDidMount() {
    // Another run may well be shown where this one could not be.
    this.leave = this.props.playground.store.subscribe(({ run }, before) => {
      if (this.state.broken && run !== before.run && run.type === 'loading') this.again();
    });
  }

  override componentWillUnmount() {
    this.leave?.();
  }

  private readonly again = () => this.setState({ error: null, broken: false });

  override render() {
    if (!this.state.broken) return this.props.children;
    return <Broken {...this.props} error={this.state.error} onAgain={this.again} />;
  }
}

function Broken({
  playground,
  name,
  onClose,
  error,
  onAgain,
}: RegionProps & { error: unknown; onAgain: () => void }) {
  const message = error instanceof Error ? error.message : String(error);
  return (
    <div className={onClose === undefined ? styles.place : undefined}>
      <div
        className={styles.trouble}
        data-in-place={onClose === undefined || undefined}
        role="alert"
      >
        <h2>A mistake of the playground: {name} can’t be shown</h2>
        <p className="mono">{message}</p>
        <p>
          Your work is still there. Show it again; if that does not help, restart the run, or export
          it to a file and reload the page.
        </p>
        <div className={styles.buttons}>
          <button type="button" className="button primary" onClick={onAgain}>
            Show it again
          </button>
          <button type="button" className="button" onClick={() => playground.restart()}>
            Restart the run
          </button>
          <button type="button" className="button" onClick={() => saveRun(playground)}>
            Export the run to a file
          </button>
          {onClose !== undefined && (
            <button type="button" className="button" onClick={onClose}>
              Close
            </button>
          )}
        </div>
      </div>
    </div>
  );
}
