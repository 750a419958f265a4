/** An event as one link of a chain is told by; `text` where the log's own line does not say what matters here. */
export interface Told {
  readonly seq: number;
  readonly text?: string;
}

/** Where a chain ends, when it does not go on. */
export type End = 'command' | 'boot' | 'outside' | 'gone';

export type Cause = readonly Told[] | End;
