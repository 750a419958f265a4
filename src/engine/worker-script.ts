/**
 * The whole text of a Worker, as one classic script: the kernel's bundle in a function, and the program
 * outside of it as its argument. So the kernel finds the program (`bootWorker` does), the program
 * finds nothing of the kernel's, and no global name leads to either.
 */
export function workerScript(kernel: string, program: string): string {
  return `(function(__program){${kernel}\n})(\n${program}\n);\n`;
}
