import { useStore } from 'zustand';
import type { Playground } from '../../store/playground-state.ts';
import { selectedProcess } from '../../store/selectors.ts';
import own from './machine.module.css';
import { ProcessName } from './process-name.tsx';
import { Section } from './section.tsx';

/** The handlers of an event manager, in the order in which an event visits them. */
export default function HandlersSection({ playground }: { playground: Playground }) {
  const process = useStore(playground.store, selectedProcess);
  const detail = useStore(playground.store, ({ detail }) => detail);
  if (process === null || process.handlers.length === 0) return null;
  const known = detail !== null && detail.pid === process.pid ? detail.handlers : [];
  return (
    <Section title="Handlers" note={String(process.handlers.length)}>
      <ol className={own.handlers} aria-label="Handlers, in the order visited">
        {process.handlers.map((name, index) => {
          const handler = known[index]?.name === name ? known[index] : undefined;
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: a name may stand there twice.
            <li key={index}>
              <span className={`mono ${own.handlerName}`}>{name}</span>
              {handler !== undefined && (
                <>
                  <span className={`mono ${own.handlerState}`}>{handler.state}</span>
                  {handler.supervisor !== 0 && (
                    <span className={own.owner}>
                      supervised by <ProcessName playground={playground} pid={handler.supervisor} />
                    </span>
                  )}
                </>
              )}
            </li>
          );
        })}
      </ol>
    </Section>
  );
}
