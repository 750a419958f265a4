import { type FormEvent, type ReactNode, useState } from 'react';
import { useStore } from 'zustand';
import type { Branch } from '../../store/branches.ts';
import type { Other } from '../../store/comparison-state.ts';
import type { Playground } from '../../store/playground-state.ts';
import { Dialog } from '../shared/dialog.tsx';
import { counted, formatTime } from '../shared/format.ts';
import styles from './compare.module.css';
import { type FlagFields, FlagsFields, flagsOther } from './flags-fields.tsx';
import { supervisorChoices } from './supervisors.ts';

type Kind = Other['type'];

/** What the run on the stage is to be held against. */
export function CompareChooser({
  playground,
  onChoose,
  onClose,
}: {
  playground: Playground;
  onChoose: (other: Other) => void;
  onClose: () => void;
}) {
  // As the run was when somebody asked: it pauses meanwhile.
  const [state] = useState(() => playground.store.getState());
  const branches = state.branches.filter(({ id }) => id !== state.branch);
  const scenarios = playground.gallery.filter(({ name }) => name !== state.scenarioName);
  const [choices] = useState(() => supervisorChoices(state.view));
  const [kind, setKind] = useState<Kind>(
    branches.length > 0 ? 'branch' : choices.length > 0 ? 'flags' : 'seed',
  );
  const [branch, setBranch] = useState(branches[0]?.id ?? 0);
  const [seed, setSeed] = useState(String(state.seed + 1));
  const [scenario, setScenario] = useState(
    scenarios.find(({ group }) => group === 'strategies')?.name ?? scenarios[0]?.name ?? '',
  );
  const [fields, setFields] = useState<FlagFields | null>(() => {
    const [first] = choices;
    return first === undefined ? null : { choice: first, ...first.flags };
  });
  const problem = useStore(
    playground.store,
    ({ run }) => run.type === 'failed' || run.type === 'loading',
  );

  const wanted = (): Other | string => {
    switch (kind) {
      case 'branch':
        return { type: 'branch', id: branch };
      case 'seed': {
        const number = /^\s*\d+\s*$/.test(seed) ? Number(seed) : Number.NaN;
        if (!Number.isSafeInteger(number)) return 'A seed is a whole number from 0 on.';
        return number === state.seed
          ? 'That is the seed of this run.'
          : { type: 'seed', seed: number };
      }
      case 'flags':
        return fields === null ? 'There is no supervisor.' : flagsOther(fields);
      case 'scenario':
        return { type: 'scenario', name: scenario };
    }
  };
  const other = wanted();
  const refused = typeof other === 'string' ? other : null;

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (typeof other !== 'string') onChoose(other);
  };
  const choice = { kind, setKind };
  return (
    <Dialog title="Compare this run with…" onClose={onClose}>
      <form className={styles.chooser} onSubmit={submit}>
        <fieldset className={styles.kinds}>
          <legend className="visually-hidden">With what</legend>
          <Option
            {...choice}
            value="branch"
            label="another branch of it"
            disabled={branches.length === 0}
          >
            {branches.length === 0 ? (
              <p className="quiet">
                There is one branch only: go back, act there, and there are two.
              </p>
            ) : (
              <select
                className="field"
                aria-label="Branch"
                value={branch}
                onChange={(event) => setBranch(Number(event.target.value))}
              >
                {branches.map((branch) => (
                  <option key={branch.id} value={branch.id}>
                    {branchWords(branch)}
                  </option>
                ))}
              </select>
            )}
          </Option>
          <Option
            {...choice}
            value="flags"
            label="itself, with a supervisor that is set otherwise"
            disabled={fields === null}
          >
            {fields === null ? (
              <p className="quiet">There is no supervisor at this moment.</p>
            ) : (
              <FlagsFields choices={choices} fields={fields} onChange={setFields} />
            )}
          </Option>
          <Option {...choice} value="seed" label="itself, with another seed">
            <input
              className="field mono"
              aria-label="Seed"
              inputMode="numeric"
              autoComplete="off"
              value={seed}
              onChange={(event) => setSeed(event.target.value)}
            />
          </Option>
          <Option
            {...choice}
            value="scenario"
            label="another scenario, with the same seed and actions"
          >
            <select
              className="field"
              aria-label="Scenario"
              value={scenario}
              onChange={(event) => setScenario(event.target.value)}
            >
              {scenarios.map(({ name, title }) => (
                <option key={name} value={name}>
                  {title}
                </option>
              ))}
            </select>
          </Option>
        </fieldset>
        <p className="quiet">
          Both run from the start, in step. What you did is done in both, at the same virtual
          moment. This run pauses, and is here as it was when you come back.
        </p>
        <div className={styles.go}>
          <span className={styles.refused} role="status">
            {refused}
          </span>
          <button type="submit" className="button primary" disabled={problem || refused !== null}>
            Compare
          </button>
        </div>
      </form>
    </Dialog>
  );
}

/** "main: 1 crash, 2 restarts, known to 00:20.000." */
function branchWords({ name, extent: { at, figures } }: Branch): string {
  const known = `known to ${formatTime(at)}`;
  if (figures === null) return `${name}: ${known}`;
  const { crashes, restarts } = figures;
  return `${name}: ${counted(crashes, 'crash')}, ${counted(restarts, 'restart')}, ${known}`;
}

function Option({
  value,
  label,
  kind,
  setKind,
  disabled = false,
  children,
}: {
  value: Kind;
  label: string;
  kind: Kind;
  setKind: (kind: Kind) => void;
  disabled?: boolean;
  children: ReactNode;
}) {
  return (
    <div className={styles.option}>
      <label>
        <input
          type="radio"
          name="with-what"
          data-first-focus={kind === value ? '' : undefined}
          checked={kind === value}
          disabled={disabled}
          onChange={() => setKind(value)}
        />
        {label}
      </label>
      {(kind === value || disabled) && <div className={styles.detail}>{children}</div>}
    </div>
  );
}
