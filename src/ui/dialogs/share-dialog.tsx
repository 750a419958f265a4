import { Check, Copy, Download, Upload } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { Playground } from '../../store/playground-state.ts';
import { LINK_MARKS } from '../../store/share-link.ts';
import { Dialog } from '../shared/dialog.tsx';
import { formatCount, formatTime } from '../shared/format.ts';
import { saveRun } from '../shared/save-run.ts';
import styles from './dialogs.module.css';

/** Above this, reading the file would only slow the page down before it is refused. */
const FILE_BYTES_MAX = 4_000_000;

export default function ShareDialog({
  playground,
  onClose,
}: {
  playground: Playground;
  onClose: () => void;
}) {
  // The link is of the moment at which the dialog was opened.
  const [link, setLink] = useState('');
  useEffect(() => void playground.shareLink().then(setLink), [playground]);
  const [moment] = useState(() => playground.store.getState());
  return (
    <Dialog title="Share this moment" onClose={onClose}>
      <div className={styles.stack}>
        <p>
          The link holds the scenario, the seed {moment.seed} and everything you did. Whoever opens
          it sees the same run at t = {formatTime(moment.now)}, with the trace hash{' '}
          <span className="mono">{moment.hash}</span>. Nothing is uploaded.
        </p>
        <CopyLink link={link} />
        <LinkLength length={link.length} />
        <Files playground={playground} onClose={onClose} />
      </div>
    </Dialog>
  );
}

function CopyLink({ link }: { link: string }) {
  const field = useRef<HTMLInputElement>(null);
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    field.current?.select();
    try {
      await navigator.clipboard.writeText(link);
    } catch {
      // No clipboard on this page (plain http): the selected text can be copied the old way.
      if (!document.execCommand('copy')) return;
    }
    setCopied(true);
  };
  return (
    <div className={styles.copy}>
      <input
        ref={field}
        className="field mono"
        readOnly
        aria-label="Link"
        value={link}
        onFocus={(event) => event.target.select()}
      />
      <button type="button" className="button primary" data-first-focus onClick={copy}>
        {copied ? <Check size={16} aria-hidden="true" /> : <Copy size={16} aria-hidden="true" />}
        {copied ? 'Copied' : 'Copy link'}
      </button>
      <span role="status" className="visually-hidden">
        {copied && 'Copied'}
      </span>
    </div>
  );
}

/** How long the link is, against what chats and mail programs let through. */
function LinkLength({ length }: { length: number }) {
  const most = (LINK_MARKS.at(-1)?.length ?? 4_000) * 1.25;
  const passed = LINK_MARKS.filter((mark) => length > mark.length);
  return (
    <div>
      <p className={styles.meterText}>
        {formatCount(length)} characters
        {passed.length > 0 && (
          <span className={styles.warn}>. {passed.at(-1)?.text} Send the file instead.</span>
        )}
      </p>
      <div className={styles.meter} aria-hidden="true">
        <span
          className={styles.filled}
          style={{ width: `${Math.min(100, (length / most) * 100)}%` }}
        />
        {LINK_MARKS.map((mark) => (
          <span
            key={mark.length}
            className={styles.markAt}
            style={{ left: `${(mark.length / most) * 100}%` }}
          >
            {formatCount(mark.length)}
          </span>
        ))}
      </div>
    </div>
  );
}

function Files({ playground, onClose }: { playground: Playground; onClose: () => void }) {
  const picker = useRef<HTMLInputElement>(null);
  const [problem, setProblem] = useState('');
  const open = async (file: File | undefined) => {
    if (file === undefined) return;
    if (file.size > FILE_BYTES_MAX) {
      setProblem(
        `${file.name} has ${formatCount(file.size)} bytes; a run has at most ${formatCount(FILE_BYTES_MAX)}.`,
      );
      return;
    }
    playground.openText(await file.text());
    onClose();
  };
  return (
    <div className={styles.files}>
      <button type="button" className="button" onClick={() => saveRun(playground)}>
        <Download size={16} aria-hidden="true" /> Export as a file
      </button>
      <button type="button" className="button" onClick={() => picker.current?.click()}>
        <Upload size={16} aria-hidden="true" /> Import a file…
      </button>
      <input
        ref={picker}
        type="file"
        accept=".json,application/json"
        className="visually-hidden"
        tabIndex={-1}
        aria-label="File to import"
        onChange={(event) => void open(event.target.files?.[0])}
      />
      {problem !== '' && (
        <p className="field-error" role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}
