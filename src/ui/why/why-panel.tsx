import { ArrowLeft, Check, Copy } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { Scenario } from '../../scenario/scenario.ts';
import type { Playground } from '../../store/playground-state.ts';
import type { WhyQuestion } from '../../view/why/question.ts';
import { textsOf } from '../../view/why/texts.ts';
import { type Why, type WhyLink, why } from '../../view/why/why.ts';
import { IconButton } from '../shared/icon-button.tsx';
import { focusRow, walkRows } from '../shared/walk-rows.ts';
import styles from './why.module.css';
import { WhyItem } from './why-item.tsx';
import { END_WORDS, whyText } from './why-text.ts';

const LINKS_FIRST = 40;

/** The answer to "why?": from the effect to its cause, to the cause of that … Each link leads to its moment. */
export default function WhyPanel({
  playground,
  question,
  onClose,
}: {
  playground: Playground;
  question: WhyQuestion;
  onClose: () => void;
}) {
  const [most, setMost] = useState({ question, links: LINKS_FIRST });
  const links = most.question === question ? most.links : LINKS_FIRST;
  const answer = useAnswer(playground, question, links);
  const panel = useRef<HTMLElement>(null);
  useFocus(panel, question);

  const go = (link: WhyLink) => {
    playground.jump({ type: 'event', seq: link.seq });
    select(playground, link, link.seq);
  };
  return (
    <section ref={panel} className={styles.panel} aria-label="Why?" onKeyDown={walkRows}>
      <header className={styles.header}>
        <IconButton label="Back to the process" hint="Esc" onClick={onClose}>
          <ArrowLeft size={16} aria-hidden="true" />
        </IconButton>
        <h2 className={styles.title}>Why?</h2>
        {answer !== null && <CopyChain answer={answer} />}
      </header>
      {answer === null ? (
        <p className={styles.end}>
          This is no longer kept, or belongs to another run. Ask again from the log or a card.
        </p>
      ) : (
        <>
          <ol className={styles.chain}>
            {answer.links.map((link, place) => (
              <WhyItem
                key={link.seq}
                playground={playground}
                link={link}
                isEffect={place === 0}
                onGo={go}
                onLook={(looked) => select(playground, looked, undefined)}
              />
            ))}
          </ol>
          <p className={styles.end}>{END_WORDS[answer.end]}</p>
          {answer.end === 'more' && (
            <button
              type="button"
              className={`button ${styles.more}`}
              onClick={() => setMost({ question, links: links * 2 })}
            >
              Further back
            </button>
          )}
        </>
      )}
    </section>
  );
}

/** Anew when the trace is another one, or texts have come; those that are missing are asked for. */
function useAnswer(playground: Playground, question: WhyQuestion, links: number): Why | null {
  const trace = useStore(playground.store, (state) => state.traceVersion);
  const texts = useStore(playground.store, (state) => state.logVersion);
  const scenario = useStore(playground.store, (state) => state.scenario);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the trace is one object that changes.
  const answer = useMemo(
    () => why(playground.trace(), question, links),
    [playground, question, links, trace, texts],
  );
  useEffect(() => {
    if (answer !== null) playground.askTexts(textsOf(playground.trace(), answer));
  }, [playground, answer]);
  // In another run or branch the number may be that of another event.
  const effect = effectOf(answer, scenario);
  const [asked, setAsked] = useState({ question, effect });
  if (asked.question !== question) setAsked({ question, effect });
  else if (asked.effect !== effect) return null;
  return answer;
}

/** By what an event is known again when texts and trace have changed. */
function effectOf(answer: Why | null, scenario: Scenario): string {
  const effect = answer?.links[0];
  return effect === undefined ? '' : [scenario.title, effect.at, effect.pid, effect.kind].join(' ');
}

/** The card is known by the trace, also at moments at which the process is not on view. */
function select(playground: Playground, { pid, pids }: WhyLink, seq: number | undefined): void {
  const who = pid === 0 ? (pids[0] ?? 0) : pid;
  const change = who === 0 ? {} : { pid: who, path: playground.trace().names.path(who) };
  playground.select(seq === undefined ? change : { ...change, seq });
}

/** The first link has the focus; what had it before gets it back. */
function useFocus(panel: { readonly current: HTMLElement | null }, question: WhyQuestion): void {
  useEffect(() => {
    const before = document.activeElement;
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another question, another first link.
  useEffect(() => focusRow(panel.current), [panel, question]);
}

function CopyChain({ answer }: { answer: Why }) {
  const [copied, setCopied] = useState<Why | null>(null);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(whyText(answer));
      setCopied(answer);
    } catch {
      // No clipboard on this page (plain http). The text can still be selected and copied by hand.
    }
  };
  const isCopied = copied === answer;
  return (
    <button type="button" className={`button ${styles.copy}`} onClick={copy}>
      {isCopied ? <Check size={14} aria-hidden="true" /> : <Copy size={14} aria-hidden="true" />}
      <span role="status">{isCopied ? 'Copied' : 'Copy as text'}</span>
    </button>
  );
}
