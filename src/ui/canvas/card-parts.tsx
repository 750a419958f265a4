import { Fragment, type ReactNode } from 'react';
import { type Look, wasKilled } from '../shared/process-look.ts';
import text from './card-text.module.css';
import {
  cut,
  isCut,
  REASON_CHARACTERS,
  REGISTERED_CHARACTERS,
  STATE_CHARACTERS,
  WORD_CHARACTERS,
} from './cut.ts';

/** Name first: the child's id, and below it the registered name when it is another. */
export function CardName({ title, name }: { title: string; name: string | null }) {
  const other = name !== null && name !== title ? name : null;
  const whole = other === null ? title : `${title} · ${other}`;
  return (
    <span className={text.names} title={whole}>
      <span className={text.name}>{breakable(title)}</span>
      {other !== null && (
        <span
          className={`${text.registered} ${isCut(other, REGISTERED_CHARACTERS) ? text.dots : ''}`}
        >
          {other}
        </span>
      )}
    </span>
  );
}

/** The state on one line, or why the process has crashed. */
export function StateLine({ look, state }: { look: Look; state: string }) {
  const crashed = look.tone === 'crashed';
  const line = crashed ? look.word : state;
  const most = crashed ? REASON_CHARACTERS : STATE_CHARACTERS;
  const long = isCut(line, most) ? text.longState : '';
  return <div className={`${text.state} ${long}`}>{cut(line, most)}</div>;
}

/** In place of a state: what the process does. */
export function Doing({ look }: { look: Look }) {
  return <div className={`${text.doing} ${text.word}`}>{look.word}</div>;
}

/** The word beside colour and shape. Of a crash the reason stands above. */
export function Word({ look }: { look: Look }) {
  const ended = wasKilled(look.word) ? 'killed' : 'crashed';
  const word = look.tone === 'crashed' ? ended : look.word;
  const long = isCut(word, WORD_CHARACTERS) ? text.dots : '';
  return <span className={`${text.word} ${long}`}>{word}</span>;
}

/** A name that must be broken is broken between its words. */
function breakable(name: string): ReactNode {
  return name.split(/(?<=[_./:-])/).map((word, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: words of a name have no other key than their place.
    <Fragment key={index}>
      {index > 0 && <wbr />}
      {word}
    </Fragment>
  ));
}

/** The pictogram; a cross when the process has crashed, a ring that turns once when it starts again. */
export function CardPicture({ look, children }: { look: Look; children: ReactNode }) {
  return (
    <span className={text.picture}>
      {look.tone === 'crashed' ? <Cross /> : children}
      {look.tone === 'restarting' && <Ring />}
    </span>
  );
}

function Cross() {
  return (
    <svg width={20} height={20} viewBox="0 0 20 20" aria-hidden="true">
      <path
        d="M4 4 16 16M16 4 4 16"
        stroke="currentColor"
        strokeWidth={2.5}
        strokeLinecap="round"
      />
    </svg>
  );
}

function Ring() {
  return (
    <svg className={text.ring} viewBox="0 0 32 32" aria-hidden="true">
      <circle cx={16} cy={16} r={14} pathLength={100} />
    </svg>
  );
}
