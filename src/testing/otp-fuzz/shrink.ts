/**
 * The smallest scenario that is reached by single moves and still differs: of it, nothing smaller by one move does.
 * All that are one move away are tried at once, for to ask OTP takes its time.
 *
 * @param differs which of these scenarios still differ
 */
export async function shrink<Of>(
  scenario: Of,
  smaller: (scenario: Of) => Iterable<Of>,
  differs: (candidates: readonly Of[]) => Promise<readonly boolean[]>,
): Promise<Of> {
  for (let smallest = scenario; ; ) {
    const candidates = [...smaller(smallest)];
    const verdicts = candidates.length === 0 ? [] : await differs(candidates);
    const next = candidates[verdicts.indexOf(true)];
    if (next === undefined) return smallest;
    smallest = next;
  }
}
