import type { Strategy } from '../../runtime/trace-event.ts';
import type { Other } from '../../store/comparison-state.ts';
import styles from './compare.module.css';
import { changeOf, type SupervisorChoice } from './supervisors.ts';

export interface FlagFields {
  readonly choice: SupervisorChoice;
  readonly strategy: Strategy;
  readonly intensity: number;
  /** Seconds. */
  readonly period: number;
}

/** One on start templates, so it has no place among these: its children would not be others, but none. */
const STRATEGIES: readonly Strategy[] = ['one_for_one', 'one_for_all', 'rest_for_one'];

/** The other run, or why there is none. */
export function flagsOther({ choice, ...flags }: FlagFields): Other | string {
  if (!Number.isSafeInteger(flags.intensity) || flags.intensity < 0)
    return 'The intensity is a whole number from 0 on.';
  if (!Number.isSafeInteger(flags.period) || flags.period < 1)
    return 'The period is a whole number of seconds from 1 on.';
  const change = changeOf(choice.flags, flags);
  const { module, only } = choice;
  return change === null
    ? 'Change at least one of these.'
    : { type: 'flags', module, only, change };
}

/** Which supervisor, and what it is to be set to: at first as it is. */
export function FlagsFields({
  choices,
  fields,
  onChange,
}: {
  choices: readonly SupervisorChoice[];
  fields: FlagFields;
  onChange: (fields: FlagFields) => void;
}) {
  const { choice } = fields;
  const isSimple = choice.flags.strategy === 'simple_one_for_one';
  const set = (change: Partial<FlagFields>) => onChange({ ...fields, ...change });
  return (
    <div className={styles.flags}>
      <label className={styles.wideField}>
        Supervisor
        <select
          className="field"
          value={choices.indexOf(choice)}
          onChange={(event) => {
            const next = choices[Number(event.target.value)];
            if (next !== undefined) onChange({ choice: next, ...next.flags });
          }}
        >
          {choices.map((one, place) => (
            <option key={`${one.module} ${one.only}`} value={place}>
              {wordsOf(one)}
            </option>
          ))}
        </select>
      </label>
      <label>
        Strategy
        <select
          className="field"
          value={fields.strategy}
          disabled={isSimple}
          onChange={(event) => set({ strategy: event.target.value as Strategy })}
        >
          {(isSimple ? [choice.flags.strategy] : STRATEGIES).map((strategy) => (
            <option key={strategy} value={strategy}>
              {strategy}
            </option>
          ))}
        </select>
      </label>
      <NumberField
        label="Intensity"
        value={fields.intensity}
        onChange={(intensity) => set({ intensity })}
      />
      <NumberField
        label="Period (s)"
        value={fields.period}
        onChange={(period) => set({ period })}
      />
      {choice.names.length > 1 && (
        <p className={`quiet ${styles.wideField}`}>
          All that share the module <span className="mono">{choice.module}</span> change, also those
          that come later. A supervisor with a registered name can be chosen by itself.
        </p>
      )}
    </div>
  );
}

function NumberField({
  label,
  value,
  onChange,
}: {
  label: string;
  value: number;
  onChange: (value: number) => void;
}) {
  return (
    <label>
      {label}
      <input
        className="field"
        type="number"
        min={0}
        step={1}
        value={Number.isNaN(value) ? '' : value}
        onChange={(event) => onChange(event.target.valueAsNumber)}
      />
    </label>
  );
}

const NAMES_MAX = 3;

function wordsOf({ only, names, flags }: SupervisorChoice): string {
  const shown = names.slice(0, NAMES_MAX).join(', ');
  const more = names.length > NAMES_MAX ? ` and ${names.length - NAMES_MAX} more` : '';
  const all = only === null && names.length > 1 ? 'all of them: ' : '';
  return `${all}${shown}${more}: ${flags.strategy}, ${flags.intensity} in ${flags.period} s`;
}
