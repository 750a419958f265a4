import { DEFAULTS } from '../scenario/defaults.ts';
import { SCENARIO_VERSION, type Scenario } from '../scenario/scenario.ts';
import { emptyView } from '../view/fold.ts';
import { FIRST_BRANCH } from './branches.ts';
import type { PlaygroundState } from './playground-state.ts';
import { defaultSettings } from './settings.ts';
import { defaultFilter } from './shown-log.ts';
import { ShownRun } from './shown-run.ts';

/** Stands where the scenario will be, until the first one is loaded. */
const nothing: Scenario = Object.freeze({
  version: SCENARIO_VERSION,
  title: '',
  description: '',
  seed: DEFAULTS.seed,
  schedulingDelayUs: DEFAULTS.schedulingDelayUs,
  modules: Object.freeze({}),
  boot: Object.freeze([]),
  script: Object.freeze([]),
  speed: DEFAULTS.speed,
  examples: Object.freeze([]),
});

export const initialState: PlaygroundState = Object.freeze<PlaygroundState>({
  run: { type: 'loading' },
  scenarioName: null,
  scenario: nothing,
  seed: nothing.seed,
  commands: [],
  undone: [],
  results: new Map(),
  branches: [FIRST_BRANCH],
  branch: FIRST_BRANCH.id,
  extent: FIRST_BRANCH.extent,
  journey: null,
  isKnownOn: false,
  dropped: 0,
  bookmarks: [],
  traceVersion: 0,
  view: emptyView,
  hash: new ShownRun().hash,
  next: null,
  bootFailure: null,
  now: 0,
  speed: nothing.speed,
  beat: null,
  logLength: 0,
  logVersion: 0,
  logFilter: defaultFilter,
  selection: { path: null, pid: null, seq: null },
  detail: null,
  collapsed: new Set<string>(),
  settings: defaultSettings,
  notices: [],
});
