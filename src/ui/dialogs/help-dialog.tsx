import { BEAT_LOOKS } from '../shared/beat-look.ts';
import { useDesk } from '../shared/desk.ts';
import { Dialog } from '../shared/dialog.tsx';
import { KEYMAP } from '../shared/keymap.ts';
import { BehaviourPictogram, Drawing, Sign } from '../shared/pictograms.tsx';
import { DOINGS, type SignName } from '../shared/picture-data.ts';
import styles from './dialogs.module.css';

const GROUPS = ['Run', 'Selected process', 'Page'] as const;

const BEHAVIOURS = [
  ['gen_server', 'gen_server'],
  ['gen_statem', 'gen_statem'],
  ['gen_event', 'gen_event'],
  ['process', 'plain process'],
] as const;

const STRATEGIES = ['one_for_one', 'one_for_all', 'rest_for_one', 'simple_one_for_one'] as const;

const DOINGS_SHOWN = [
  ['busy', 'busy in a callback'],
  ['waits', 'waits for somebody'],
] as const;

const SIGNS: readonly (readonly [SignName, string])[] = [
  ['call', 'call'],
  ['reply', 'reply'],
  ['cast', 'cast, notify'],
  ['info', 'any other message'],
  ['timer', 'timeout'],
  ['exit_signal', 'exit signal'],
  ['down', 'DOWN'],
];

export default function HelpDialog({ onClose }: { onClose: () => void }) {
  const desk = useDesk();
  return (
    <Dialog title="Keys and signs" onClose={onClose} scrolls>
      <div className={styles.columns}>
        {GROUPS.map((group) => (
          <section key={group}>
            <h3>{group}</h3>
            <dl>
              {KEYMAP.filter((binding) => binding.group === group).map(
                ({ command, keys, label }) => (
                  <div key={command} className={styles.key}>
                    <dt>
                      {keys.slice(0, 2).map((key) => (
                        <kbd key={key}>{keyWords(key)}</kbd>
                      ))}
                    </dt>
                    <dd>{label}</dd>
                  </div>
                ),
              )}
            </dl>
          </section>
        ))}
        <section>
          <h3>Moving about</h3>
          <dl>
            <div className={styles.key}>
              <dt>
                <kbd>Tab</kbd>
              </dt>
              <dd>From part to part</dd>
            </div>
            <div className={styles.key}>
              <dt>
                <kbd>↑</kbd> <kbd>↓</kbd> <kbd>←</kbd> <kbd>→</kbd>
              </dt>
              <dd>
                In the outline, the log, the diagram, the history, on the timeline, and on the line
                between two panels
              </dd>
            </div>
            <div className={styles.key}>
              <dt>
                <kbd>F2</kbd> <kbd>Del</kbd>
              </dt>
              <dd>In the history: rename a branch, edit a note; delete it</dd>
            </div>
            <div className={styles.key}>
              <dt>
                <kbd>Home</kbd> <kbd>End</kbd> <kbd>+</kbd> <kbd>-</kbd> <kbd>0</kbd>
              </dt>
              <dd>On the timeline: its ends, closer, further away, all of it</dd>
            </div>
            <div className={styles.key}>
              <dt>
                <kbd>Enter</kbd>
              </dt>
              <dd>In the diagram: to the moment of the row, or unfolds it</dd>
            </div>
            <div className={styles.key}>
              <dt>
                <kbd>Shift F10</kbd>
              </dt>
              <dd>The menu of a process; or right click, or a long press</dd>
            </div>
          </dl>
        </section>
        <section>
          <h3>Processes</h3>
          <ul className={styles.signs}>
            {BEHAVIOURS.map(([behaviour, word]) => (
              <li key={behaviour}>
                <BehaviourPictogram behaviour={behaviour} /> {word}
              </li>
            ))}
            {STRATEGIES.map((strategy) => (
              <li key={strategy}>
                <BehaviourPictogram behaviour="supervisor" strategy={strategy} /> {strategy}
              </li>
            ))}
            {DOINGS_SHOWN.map(([doing, word]) => (
              <li key={doing}>
                <Drawing picture={DOINGS[doing]} size={18} /> {word}
              </li>
            ))}
          </ul>
        </section>
        <section>
          <h3>Messages</h3>
          <ul className={styles.signs}>
            {SIGNS.map(([sign, word]) => (
              <li key={sign}>
                <Sign of={sign} size={18} /> {word}
              </li>
            ))}
          </ul>
          <h3>A crash, told in beats</h3>
          <ul className={styles.signs}>
            {Object.values(BEAT_LOOKS).map(({ sign, word }) => (
              <li key={word}>
                <span className={styles.beatSign} aria-hidden="true">
                  {sign}
                </span>{' '}
                {word}
              </li>
            ))}
          </ul>
        </section>
        <section>
          <h3>Is this how Erlang does it?</h3>
          <button type="button" className="button" onClick={() => desk.openDialog('conformance')}>
            Behaves like OTP: what is tested
          </button>
        </section>
      </div>
    </Dialog>
  );
}

function keyWords(key: string): string {
  return key
    .split('+')
    .map((part) => (part.length > 1 ? part[0]?.toUpperCase() + part.slice(1) : part.toUpperCase()))
    .join(' ')
    .trim()
    .replace(/^$/, '+');
}
