/**
 * What reads and checks links, files and forms, loaded when there is one of them: the page that opens
 * with the first scenario does without.
 */
export type Foreign = typeof import('./foreign.ts');

export class ForeignLoader {
  private loaded: Foreign | null = null;
  private loading: Promise<Foreign> | null = null;

  /** Null until it is loaded. Who must not wait asks for it ahead of time, with `load`. */
  get now(): Foreign | null {
    return this.loaded;
  }

  load(): Promise<Foreign> {
    this.loading ??= import('./foreign.ts').then(
      (foreign) => {
        this.loaded = foreign;
        return foreign;
      },
      (error: unknown) => {
        this.loading = null;
        throw error;
      },
    );
    return this.loading;
  }
}
