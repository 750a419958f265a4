/// <reference types="vite/client" />

/** The engine worker, bundled as one classic script. Made by src/engine/vite-kernel-text.ts. */
declare module 'virtual:kernel-text' {
  const text: string;
  export default text;
}

/** The program of the first scenario, by key. Made by src/engine/vite-compiled.ts. */
declare module 'virtual:compiled' {
  const programs: Readonly<Record<string, () => Promise<{ readonly default: string }>>>;
  export default programs;
}

/** Those of the other built-in scenarios. */
declare module 'virtual:compiled-others' {
  const programs: Readonly<Record<string, () => Promise<{ readonly default: string }>>>;
  export default programs;
}
