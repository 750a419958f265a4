/// <reference types="vite/client" />

/** The engine worker, bundled as one classic script. Made by src/engine/vite-kernel-text.ts. */
declare module 'virtual:kernel-text' {
  const text: string;
  export default text;
}
