/** What a process does after a row, until its next one. */
export const AFTER = Object.freeze({ idle: 0, busy: 1, waits: 2 });

/** The rows of a sequence diagram, in columns that grow. Rows are in the order of `seqs`. */
export class SequenceColumns {
  seqs = new Uint32Array(FIRST);
  /** So many messages are folded into this row; 0 for a row of its own. */
  folded = new Uint32Array(FIRST);
  /** Of a message: the row of its other end; -1 while there is none. */
  partners = new Int32Array(FIRST);
  /** A value of AFTER. */
  afters = new Uint8Array(FIRST);
  length = 0;

  push(seq: number, folded: number, after: number): number {
    const index = this.length;
    if (index === this.seqs.length) this.grow();
    this.seqs[index] = seq;
    this.folded[index] = folded;
    this.partners[index] = -1;
    this.afters[index] = after;
    this.length++;
    return index;
  }

  /** The first row at `seq` or later; `length` when there is none. */
  indexOf(seq: number): number {
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.seqs[middle] as number) < seq) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private grow(): void {
    const size = this.seqs.length * 2;
    this.seqs = longer(new Uint32Array(size), this.seqs);
    this.folded = longer(new Uint32Array(size), this.folded);
    this.partners = longer(new Int32Array(size), this.partners);
    this.afters = longer(new Uint8Array(size), this.afters);
  }
}

const FIRST = 256;

function longer<T extends Uint8Array | Uint32Array | Int32Array>(to: T, from: T): T {
  to.set(from as never);
  return to;
}
