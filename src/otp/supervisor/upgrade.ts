import type { Node } from '../../runtime/node.ts';
import type { Process } from '../../runtime/process.ts';
import { freezeTerm, type Term } from '../../runtime/term.ts';
import { failedStart as errorOf } from '../gen/gen.ts';
import { checkFlags, checkStartSpecs, idText } from './child-spec.ts';
import { Child, type SupervisorData } from './data.ts';
import { supervisorStarted } from './reports.ts';

/**
 * The code change of a supervisor, when its callback module's `init` has said anew what its flags and children are: port of
 * `code_change/3`. Nothing is started or stopped. Gives why nothing has changed, undefined if all went well.
 */
export function upgrade(
  node: Node,
  process: Process,
  sup: SupervisorData,
  value: unknown,
): Term | undefined {
  const result = value as { readonly type?: unknown; readonly state?: unknown } | null;
  if (result?.type === 'ignore') return undefined;
  if (result?.type !== 'ok') return asTerm(value);
  const state = asTerm(result.state);
  if (typeof state !== 'object' || state === null) return state;
  const { flags = {}, children = [] } = state as { readonly [key: string]: Term };
  const checkedFlags = checkFlags(flags);
  if (!checkedFlags.ok) return errorOf(flagsError(checkedFlags.error));
  const { strategy, autoShutdown } = checkedFlags.value;
  // OTP changes this too; afterwards its supervisor crashes, or knows nothing of its instances.
  if ((strategy === 'simple_one_for_one') !== sup.isSimple)
    return errorOf(['invalid_strategy', strategy]);
  if (!Array.isArray(children)) return errorOf(['bad_start_spec', children]);
  const checked = checkStartSpecs(children as readonly Term[], autoShutdown);
  if (!checked.ok) return errorOf(checked.error);
  if (sup.isSimple && checked.value.length !== 1) return errorOf(['bad_start_spec', children]);
  const specified = checked.value.map(
    (spec) => new Child(spec, node.trace.intern(idText(spec.id))),
  );
  sup.setFlags(checkedFlags.value);
  if (sup.isSimple) changeTemplate(sup, specified[0] as Child);
  else changeChildren(sup, specified);
  supervisorStarted(node, process, sup, 1);
  return undefined;
}

/** Instances keep the arguments they were started with. */
function changeTemplate(sup: SupervisorData, template: Child): void {
  for (const instance of sup.dynamic) instance.respecify(template, instance.args);
  sup.setChildren([template]);
}

/** Port of `update_childspec/2`: first what the specs name, in their order; then the others, which are kept. */
function changeChildren(sup: SupervisorData, specified: readonly Child[]): void {
  const named = new Set(specified.map(({ key }) => key));
  const kept = sup.children.filter(({ key }) => !named.has(key));
  const children = specified.map((child) => {
    const present = sup.child(child.key);
    if (present === undefined) return child;
    present.respecify(child, child.args);
    present.addedLater = false;
    return present;
  });
  sup.setChildren([...children, ...kept]);
}

/** OTP: what isn't even flags has a name of its own here. */
function flagsError(error: Term): Term {
  const [what, culprit] = error as readonly [Term, Term];
  return what === 'invalid_type' ? ['bad_flags', culprit] : error;
}

function asTerm(value: unknown): Term {
  try {
    return freezeTerm(value);
  } catch {
    return 'not_a_term';
  }
}
