import { formatTerm } from '../../runtime/format-term.ts';
import type { Pid, Term } from '../../runtime/term.ts';
import type { ChildFacts, RestartType, Shutdown, Strategy } from '../../runtime/trace-event.ts';

/** `supervisor:sup_flags()`. Defaults: one_for_one, 1 restart in 5 s, never. */
export interface SupFlags {
  readonly strategy: Strategy;
  readonly intensity: number;
  /** Seconds. */
  readonly period: number;
  readonly autoShutdown: AutoShutdown;
}
export type AutoShutdown = 'never' | 'any_significant' | 'all_significant';

/** `{Module, Function, Args}`. */
export type Mfa = readonly [module: string, name: string, args: readonly Term[]];

/** `supervisor:child_spec()`: what an author writes. */
export interface ChildSpec {
  readonly id: Term;
  readonly start: Mfa;
  /** Default permanent. */
  readonly restart?: RestartType;
  /** Milliseconds, infinity or brutal_kill. Default 5000 for a worker, infinity for a supervisor. */
  readonly shutdown?: Shutdown;
  /** Default worker. */
  readonly type?: 'worker' | 'supervisor';
  /** Default false. */
  readonly significant?: boolean;
  /** Default: the start function's module. */
  readonly modules?: 'dynamic' | readonly string[];
}

/** A checked spec, with its defaults; that of `modules` is made when somebody asks (`modulesOf`). */
export interface CheckedSpec extends Required<Omit<ChildSpec, 'id' | 'modules'>> {
  readonly id: Term;
  readonly modules?: 'dynamic' | readonly string[] | undefined;
}

export const modulesOf = ({ modules, start }: CheckedSpec): Term => modules ?? [start[0]];

/** What OTP records as the pid of a child: stopped, finished or ignored; or waiting for another attempt. */
export type ChildPid = Pid | 'undefined' | 'restarting';

export type Checked<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly error: Term };

const wrong = (error: Term): { readonly ok: false; readonly error: Term } => ({ ok: false, error });
const isMap = (value: unknown): value is Record<string, Term> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isCount = (value: unknown): value is number =>
  Number.isInteger(value) && (value as number) >= 0;

/** Port of `check_flags/1`: a map of flags, or the tuple `{Strategy, Intensity, Period}`. */
export function checkFlags(flags: Term): Checked<SupFlags> {
  if (Array.isArray(flags) && flags.length === 3) {
    const [strategy, intensity, period] = flags as [Term, Term, Term];
    return checkFlags({ strategy, intensity, period });
  }
  if (!isMap(flags)) return wrong(['invalid_type', flags]);
  const { strategy = 'one_for_one', intensity = 1, period = 5, autoShutdown = 'never' } = flags;
  if (
    !['simple_one_for_one', 'one_for_one', 'one_for_all', 'rest_for_one'].includes(
      strategy as string,
    )
  ) {
    return wrong(['invalid_strategy', strategy]);
  }
  if (!isCount(intensity)) return wrong(['invalid_intensity', intensity]);
  if (!isCount(period) || period === 0) return wrong(['invalid_period', period]);
  if (!['never', 'any_significant', 'all_significant'].includes(autoShutdown as string))
    return wrong(['invalid_auto_shutdown', autoShutdown]);
  return {
    ok: true,
    value: {
      strategy: strategy as Strategy,
      intensity,
      period,
      autoShutdown: autoShutdown as AutoShutdown,
    },
  };
}

/** Port of `check_startspec/2`: all specs, ids unique. */
export function checkStartSpecs(
  specs: readonly Term[],
  autoShutdown: AutoShutdown,
): Checked<readonly CheckedSpec[]> {
  const checked: CheckedSpec[] = [];
  const ids = new Set<string>();
  for (const spec of specs) {
    const result = checkChildSpec(spec, autoShutdown);
    if (!result.ok) return result;
    const key = idText(result.value.id);
    if (ids.has(key)) return wrong(['duplicate_child_name', result.value.id]);
    ids.add(key);
    checked.push(result.value);
  }
  return { ok: true, value: checked };
}

/** Port of `check_childspec/2`: a map, or the tuple of old `{Id, Mfa, Restart, Shutdown, Type, Modules}`. */
export function checkChildSpec(spec: Term, autoShutdown: AutoShutdown): Checked<CheckedSpec> {
  if (Array.isArray(spec) && spec.length === 6) {
    const [id, start, restart, shutdown, type, modules] = spec as [
      Term,
      Term,
      Term,
      Term,
      Term,
      Term,
    ];
    return checkChildSpec(
      { id, start, restart, significant: false, shutdown, type, modules },
      autoShutdown,
    );
  }
  if (!isMap(spec)) return wrong(['invalid_child_spec', spec]);
  const { id, start, restart = 'permanent', type = 'worker', significant = false } = spec;
  if (id === undefined) return wrong('missing_id');
  if (start === undefined) return wrong('missing_start');
  if (!isMfa(start)) return wrong(['invalid_mfa', start]);
  if (!['permanent', 'transient', 'temporary'].includes(restart as string))
    return wrong(['invalid_restart_type', restart]);
  if (significant === true && autoShutdown === 'never')
    return wrong([
      'bad_combination',
      [
        ['auto_shutdown', 'never'],
        ['significant', true],
      ],
    ]);
  if (significant === true && restart === 'permanent')
    return wrong([
      'bad_combination',
      [
        ['restart', 'permanent'],
        ['significant', true],
      ],
    ]);
  if (typeof significant !== 'boolean') return wrong(['invalid_significant', significant]);
  if (type !== 'worker' && type !== 'supervisor') return wrong(['invalid_child_type', type]);
  const { shutdown = type === 'worker' ? 5_000 : 'infinity', modules } = spec;
  if (!isCount(shutdown) && shutdown !== 'infinity' && shutdown !== 'brutal_kill')
    return wrong(['invalid_shutdown', shutdown]);
  if (modules !== undefined && modules !== 'dynamic') {
    if (!Array.isArray(modules)) return wrong(['invalid_modules', modules]);
    const odd = (modules as readonly Term[]).find((module) => typeof module !== 'string');
    if (odd !== undefined) return wrong(['invalid_module', odd]);
  }
  const value = {
    id,
    start,
    restart: restart as RestartType,
    shutdown: shutdown as Shutdown,
    type,
    significant,
    modules,
  } as CheckedSpec;
  return { ok: true, value: Object.freeze(value) };
}

function isMfa(start: Term): start is Mfa {
  return (
    Array.isArray(start) &&
    start.length === 3 &&
    typeof start[0] === 'string' &&
    typeof start[1] === 'string' &&
    Array.isArray(start[2])
  );
}

/** An id as text: the key of tables, and what the trace and the page show. Different ids have different texts: `1`, `"1"`. */
export function idText(id: Term): string {
  if (typeof id !== 'string') return formatTerm(id, 'javascript', Number.POSITIVE_INFINITY);
  return LIKE_ANOTHER_TERM.test(id) ? JSON.stringify(id) : id;
}
const LIKE_ANOTHER_TERM = /^(null|true|false|[-\d[{<#"].*)$/s;

export function childFacts(spec: CheckedSpec): ChildFacts {
  const { id, restart, shutdown, type, significant, start } = spec;
  return { id: idText(id), restart, shutdown, type, significant, start: `${start[0]}:${start[1]}` };
}
