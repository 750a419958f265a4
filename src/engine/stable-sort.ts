type Compare = (a: unknown, b: unknown) => unknown;

/**
 * `array.sort(compare)` and `array.toSorted(compare)`, asking `compare` about the same pairs in the
 * same order in every engine. The language leaves that open, so a comparison that counts, throws or
 * throws dice would fork a run. Anything but an array sorts itself.
 */
export function callSort(
  target: unknown,
  method: 'sort' | 'toSorted',
  ...args: unknown[]
): unknown {
  const [compare] = args;
  if (!(Array.isArray(target) || isTypedArray(target)) || typeof compare !== 'function') {
    return (target as Record<string, (...args: unknown[]) => unknown>)[method]?.(...args);
  }
  const array = target as unknown[];
  const present = Array.from(array).filter((item, index) => item !== undefined && index in array);
  const sorted = mergeSort(present, compare as Compare);
  if (method === 'toSorted') {
    return Array.isArray(array) ? [...sorted, ...missing(array, sorted)] : typed(array, sorted);
  }
  const holes = array.length - Object.keys(array).length;
  for (let index = 0; index < array.length - holes; index++) array[index] = sorted[index];
  for (let index = array.length - holes; index < array.length; index++) delete array[index];
  return array;
}

/** Undefined goes to the end, without asking. */
function missing(array: readonly unknown[], sorted: readonly unknown[]): undefined[] {
  return new Array<undefined>(array.length - sorted.length).fill(undefined);
}

function isTypedArray(value: unknown): boolean {
  return ArrayBuffer.isView(value) && !(value instanceof DataView);
}

function typed(array: unknown[], sorted: readonly unknown[]): unknown {
  const copy = array.slice();
  for (let index = 0; index < sorted.length; index++) copy[index] = sorted[index];
  return copy;
}

/** Bottom up, stable. */
function mergeSort(items: unknown[], compare: Compare): unknown[] {
  let from = items;
  for (let width = 1; width < items.length; width *= 2) {
    const to: unknown[] = [];
    for (let start = 0; start < items.length; start += 2 * width) {
      const middle = Math.min(start + width, items.length);
      const end = Math.min(start + 2 * width, items.length);
      let left = start;
      let right = middle;
      while (left < middle && right < end) {
        to.push(Number(compare(from[left], from[right])) > 0 ? from[right++] : from[left++]);
      }
      while (left < middle) to.push(from[left++]);
      while (right < end) to.push(from[right++]);
    }
    from = to;
  }
  return from;
}
