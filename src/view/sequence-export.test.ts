import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  crashKv,
  decideRestart,
  receiveSignal,
  restartKv,
  startEssay,
  traffic,
} from '../testing/demo-trace.ts';
import { randomSystem } from '../testing/random-system.ts';
import { traceBufferOf } from '../testing/trace-buffer-of.ts';
import { ROW_KINDS } from './sequence-kind.ts';
import { talkative } from './sequence-lanes.ts';
import { toMermaid } from './sequence-mermaid.ts';
import { type SequencePicture, sequencePicture } from './sequence-picture.ts';
import { NO_LANES, SequenceRows } from './sequence-rows.ts';
import { SequenceScale } from './sequence-scale.ts';
import { toSvg } from './sequence-svg.ts';
import { TraceBuffer } from './trace-buffer.ts';
import type { CardPath } from './view.ts';

interface Diagram {
  readonly lanes: readonly CardPath[];
  readonly picture: SequencePicture;
}

function diagramOf(buffer: TraceBuffer, lanes = talkative(buffer, buffer.end, 8, null)): Diagram {
  const rows = new SequenceRows(buffer, { ...NO_LANES, kinds: ROW_KINDS, lanes });
  rows.read();
  const scale = new SequenceScale(rows, 'order').update();
  return { lanes, picture: sequencePicture(rows, scale, 0, rows.length) };
}

function crashOfKv(): Diagram {
  const trace = startEssay();
  traffic(trace);
  crashKv(trace);
  receiveSignal(trace);
  decideRestart(trace);
  restartKv(trace, 90);
  const buffer = new TraceBuffer();
  buffer.append(trace.batch());
  return diagramOf(buffer, ['simple_supervisor', 'simple_supervisor/server', 'client_2']);
}

const anyDiagram = fc
  .tuple(fc.integer({ min: 1, max: 10_000 }), fc.array(fc.nat({ max: 13 }), { maxLength: 8 }))
  .map(([seed, plan]) => {
    const world = randomSystem(seed, plan).run(150);
    return diagramOf(traceBufferOf(world.events, world.node.trace.strings));
  });

/** The picture with this text wherever there is text. */
const saying = ({ lanes, picture }: Diagram, text: string): Diagram => ({
  lanes: lanes.map(() => text),
  picture: {
    ...picture,
    arrows: picture.arrows.map((arrow) => ({ ...arrow, text })),
    marks: picture.marks.map((mark) => ({ ...mark, text })),
  },
});

/** What Mermaid's grammar takes, as far as it is written here. */
const STATEMENT =
  /^ {2}(participant p\d+ as [^#;:<>-]*(#\d+;[^#;:<>-]*)*|p\d+(->>|-->>|-\)|--\)|-x)p\d+: ([^#;]|#\d+;)*|Note over p\d+(,p\d+)?: ([^#;]|#\d+;)*)$/;

function expectMermaid({ lanes, picture }: Diagram): void {
  const [head, ...lines] = toMermaid(lanes, picture).trimEnd().split('\n');
  expect(head).toBe('sequenceDiagram');
  for (const line of lines) expect(line).toMatch(STATEMENT);
}

/** Every element that is opened is closed, and no sign stands where XML does not take it. */
function expectXml(text: string): void {
  const open: string[] = [];
  const rest = text.replace(
    /<(\/?)([a-z]+)((?: [a-zA-Z0-9-]+="[^"<&]*")*)(\/?)>/g,
    (_, end, name, __, self) => {
      if (end !== '') expect(open.pop()).toBe(name);
      else if (self === '') open.push(name);
      return '';
    },
  );
  expect(open).toEqual([]);
  expect(rest.replace(/&(amp|lt|gt|quot);/g, '')).not.toMatch(/[<>&]/);
}

describe('as Mermaid', () => {
  test('a crash reads as it happened', () => {
    const { lanes, picture } = crashOfKv();
    const lines = toMermaid(lanes, picture).split('\n');
    expect(lines.slice(0, 4).concat(lines.slice(-12))).toMatchInlineSnapshot(`
      [
        "sequenceDiagram",
        "  participant p0 as simple_supervisor",
        "  participant p1 as server",
        "  participant p2 as client_2",
        "  Note over p2: started #60;0.85.0#62;",
        "  Note over p1: state#58; #35;#123;apples #61;#62; 3#125;",
        "  p2->>p1: call #123;lookup,crash#125;",
        "  Note over p1: crashed#58; badarith",
        "  Note over p1: exits#58; badarith",
        "  p1--)p0: exit badarith",
        "  Note over p2: waits no longer#58; the other died",
        "  Note over p0: restarts server",
        "  Note over p1: started again#58; #60;0.90.0#62;",
        "  Note over p1: state#58; #35;#123;#125;",
        "  p1-->>p0: ack #123;ok,#60;0.90.0#62;#125;",
        "",
      ]
    `);
  });

  test('any run keeps to the grammar', () => {
    fc.assert(fc.property(anyDiagram, expectMermaid), { numRuns: 30 });
  });

  test('whatever the texts are', () => {
    const diagram = crashOfKv();
    const texts = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('end', 'a;b', '#35;', '%%', '->>', 'p0: x\ny', '{<0.1.0>}'),
    );
    fc.assert(
      fc.property(texts, (text) => expectMermaid(saying(diagram, text))),
      { numRuns: 40 },
    );
  });
});

describe('as SVG', () => {
  test('it stands alone: no script, and nothing from elsewhere', () => {
    const { lanes, picture } = crashOfKv();
    const svg = toSvg(lanes, picture, 'A crash');
    expect(svg).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg"/);
    expect(svg.replace('http://www.w3.org/2000/svg', '')).not.toMatch(
      /https?:|<script|@import|url\(/,
    );
    expect(svg).toContain('badarith');
  });

  test('any run is well-formed, within its size', () => {
    fc.assert(
      fc.property(anyDiagram, ({ lanes, picture }) => {
        const svg = toSvg(lanes, picture, 'a & b');
        expectXml(svg);
        const height = Number(/viewBox="0 0 \d+ ([\d.]+)"/.exec(svg)?.[1]);
        for (const [, y] of svg.matchAll(/<text[^>]* y="([-\d.]+)"/g)) {
          expect(Number(y)).toBeGreaterThan(0);
          expect(Number(y)).toBeLessThanOrEqual(height);
        }
      }),
      { numRuns: 30 },
    );
  });

  test('whatever the texts are', () => {
    const diagram = crashOfKv();
    const texts = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('</svg>', '&lt;', '"', ']]>'),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const { lanes, picture } = saying(diagram, text);
        expectXml(toSvg(lanes, picture, text));
      }),
    );
  });
});
