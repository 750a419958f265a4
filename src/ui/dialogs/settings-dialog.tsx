import { useId } from 'react';
import { useStore } from 'zustand';
import type { Playground, Settings } from '../../store/playground-state.ts';
import { useDesk } from '../shared/desk.ts';
import { Dialog } from '../shared/dialog.tsx';
import { panelSetting, setPanel } from '../shared/panels.ts';
import styles from './dialogs.module.css';

export default function SettingsDialog({
  playground,
  onClose,
}: {
  playground: Playground;
  onClose: () => void;
}) {
  const settings = useStore(playground.store, (state) => state.settings);
  const desk = useDesk();
  const set = (change: Partial<Settings>) => playground.setSettings(change);
  return (
    <Dialog title="Settings" onClose={onClose}>
      <div className={styles.settings}>
        <Choice
          title="Theme"
          value={settings.theme}
          options={{ system: 'As the system', light: 'Light', dark: 'Dark' }}
          onChange={(theme) => set({ theme })}
        />
        <Choice
          title="Terms"
          value={settings.terms}
          options={{ erlang: '{lookup,crash}', javascript: '{ type: "lookup" }' }}
          onChange={(terms) => set({ terms })}
        />
        <Choice
          title="Motion"
          value={settings.motion}
          options={{ system: 'As the system', full: 'Full', reduced: 'Reduced: still frames' }}
          onChange={(motion) => set({ motion })}
        />
        <Checks
          title="On the canvas"
          items={[
            ['Messages under way', settings.showMessages, (showMessages) => set({ showMessages })],
            ['Links', settings.showLinks, (showLinks) => set({ showLinks })],
            ['Monitors', settings.showMonitors, (showMonitors) => set({ showMonitors })],
          ]}
        />
        <BeatLength playground={playground} />
        <Checks
          title="Keyboard"
          items={[
            [
              'Single keys: K kills, full stop steps …',
              panelSetting(settings, 'keys'),
              (keys) => setPanel(playground, 'keys', keys),
            ],
          ]}
        />
        <div className={styles.setting}>
          <span className={styles.settingTitle}>First visit</span>
          <button type="button" className="button" onClick={() => setPanel(playground, 'coach', 0)}>
            Show the three hints again
          </button>
        </div>
        <div className={styles.setting}>
          <span className={styles.settingTitle}>Behaves like OTP</span>
          <button type="button" className="button" onClick={() => desk.openDialog('conformance')}>
            What is tested, what differs
          </button>
        </div>
      </div>
    </Dialog>
  );
}

function Choice<Value extends string>({
  title,
  value,
  options,
  onChange,
}: {
  title: string;
  value: Value;
  options: Record<Value, string>;
  onChange: (value: Value) => void;
}) {
  const name = useId();
  return (
    <fieldset className={styles.setting}>
      <legend className={styles.settingTitle}>{title}</legend>
      <div className={styles.options}>
        {(Object.keys(options) as Value[]).map((option) => (
          <label key={option}>
            <input
              type="radio"
              name={name}
              checked={option === value}
              onChange={() => onChange(option)}
            />{' '}
            {options[option]}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

function Checks({
  title,
  items,
}: {
  title: string;
  items: readonly (readonly [label: string, checked: boolean, set: (checked: boolean) => void])[];
}) {
  return (
    <fieldset className={styles.setting}>
      <legend className={styles.settingTitle}>{title}</legend>
      <div className={styles.options}>
        {items.map(([label, checked, set]) => (
          <label key={label}>
            <input
              type="checkbox"
              checked={checked}
              onChange={(event) => set(event.target.checked)}
            />{' '}
            {label}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

function BeatLength({ playground }: { playground: Playground }) {
  const beatMs = useStore(playground.store, (state) => state.settings.beatMs);
  const id = useId();
  return (
    <div className={styles.setting}>
      <label htmlFor={id} className={styles.settingTitle}>
        A beat lasts
      </label>
      <div className={styles.options}>
        <input
          id={id}
          type="range"
          min={100}
          max={3000}
          step={50}
          value={beatMs}
          aria-valuetext={`${beatMs} milliseconds`}
          onChange={(event) => playground.setSettings({ beatMs: event.target.valueAsNumber })}
        />
        <output htmlFor={id}>{(beatMs / 1000).toFixed(2)} s at speed ×1</output>
      </div>
    </div>
  );
}
