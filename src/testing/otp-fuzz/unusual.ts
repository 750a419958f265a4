import { error, exit } from '../../otp/results.ts';
import type { Term } from '../../runtime/term.ts';
import type { JsonTerm } from '../otp-trace/parse-scenarios.ts';

/** What a callback does that doesn't do its duty; `bad` returns the value. */
export type Unusual =
  | { readonly bad: JsonTerm }
  | { readonly error: JsonTerm }
  | { readonly exit: JsonTerm }
  | { readonly throw: JsonTerm };

export function unusual(what: Unusual): unknown {
  if ('bad' in what) return what.bad;
  if ('error' in what) return error(what.error as Term);
  if ('exit' in what) return exit(what.exit as Term);
  throw what.throw;
}
