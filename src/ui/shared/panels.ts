import type { Playground, PlaygroundState, Settings } from '../../store/playground-state.ts';
import type { Desk } from './desk.ts';

/**
 * What the page remembers of its panels, in `settings.panels` under these names:
 * `left`, `inspector`, `log` (open or folded) and `leftSize`, `inspectorSize`, `logSize` (pixels),
 * `outline` (the left panel shows the tree), `lower` (which tab the lower one shows), `coach` (how many
 * coach marks are done), `keys` (the page listens to single keys: whoever dictates to the computer may not want that).
 */
export type PanelSetting = keyof typeof DEFAULTS;

const DEFAULTS = {
  left: true,
  inspector: true,
  log: true,
  outline: false,
  lower: 0,
  keys: true,
  /** 0: by what it shows, see `lowerHeight`. */
  logSize: 0,
  /** 0: by the width of the page, see `defaultSize`. */
  leftSize: 0,
  inspectorSize: 0,
  coach: 0,
} as const;

/** What the lower panel shows, in the order of its tabs. */
export const LOWER_TABS = ['log', 'sequence', 'history'] as const;
export type LowerTab = (typeof LOWER_TABS)[number];

export type Panel = 'left' | 'inspector' | 'log';
/** Below this width the left panel starts folded. */
const ROOMY_PX = 1_000;

type Value<Name extends PanelSetting> = (typeof DEFAULTS)[Name] extends boolean ? boolean : number;

export function panelSetting<Name extends PanelSetting>(
  settings: Settings,
  name: Name,
): Value<Name> {
  const stored = settings.panels[name];
  const fallback = DEFAULTS[name];
  return (typeof stored === typeof fallback ? stored : fallback) as Value<Name>;
}

export const lowerTab = (settings: Settings): LowerTab =>
  LOWER_TABS[panelSetting(settings, 'lower')] ?? 'log';

/** As it was left; until then lines take 200 px with the timeline above them, and a diagram has room for some messages. */
export const lowerHeight = (settings: Settings): number =>
  panelSetting(settings, 'logSize') || (lowerTab(settings) === 'sequence' ? 231 : 151);

export const setLowerTab = (playground: Playground, tab: LowerTab): void =>
  setPanel(playground, 'lower', LOWER_TABS.indexOf(tab));

/** Shows that tab of the lower panel, wherever that is on this screen. */
export function openLower(playground: Playground, desk: Desk, tab: LowerTab): void {
  setLowerTab(playground, tab);
  if (desk.phone) desk.openSheet('log');
  else setPanel(playground, 'log', true);
}

export function setPanel<Name extends PanelSetting>(
  playground: Playground,
  name: Name,
  value: Value<Name>,
): void {
  const { panels } = playground.store.getState().settings;
  playground.setSettings({ panels: { ...panels, [name]: value } });
}

/** From this width on there is room for an inspector that has nothing to show yet. */
const SPACIOUS_PX = 1_600;

/**
 * Open or folded, as it was left; until then as there is room, the inspector also while something is selected:
 * before that the tree has its place.
 */
export function isOpen(
  { settings, selection }: Pick<PlaygroundState, 'settings' | 'selection'>,
  name: Panel,
  pageWidth: number,
): boolean {
  const stored = settings.panels[name];
  if (typeof stored === 'boolean') return stored;
  if (name === 'left') return pageWidth >= ROOMY_PX;
  if (name === 'log') return true;
  return pageWidth >= SPACIOUS_PX || selection.pid !== null || selection.path !== null;
}

export function togglePanel(playground: Playground, name: Panel): void {
  setPanel(playground, name, !isOpen(playground.store.getState(), name, innerWidth));
}

/** Undoes that it was folded; it is open then, or when there is something in it. */
export function unfold(playground: Playground, name: Panel): void {
  const { panels } = playground.store.getState().settings;
  if (panels[name] === false) setPanel(playground, name, true);
}

/** Both side panels together leave the canvas 60 % of the page, and are 240 and 320 px where that is so. */
export function defaultSize(name: 'leftSize' | 'inspectorSize', pageWidth: number): number {
  return name === 'leftSize'
    ? Math.round(Math.min(240, Math.max(180, pageWidth * 0.1625)))
    : Math.round(Math.min(320, Math.max(264, pageWidth * 0.2375)));
}
