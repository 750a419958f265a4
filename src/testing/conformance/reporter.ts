import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Reporter, TestModule, TestSpecification, Vitest } from 'vitest/node';
import { faultsOf, listedRows, reportOf, reportText, rowTest, summaryText } from './report.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const README = `${ROOT}src/otp/README.md`;
const REPORT = `${ROOT}public/conformance.json`;

/**
 * Gathers from a whole run of the unit tests what they say of the rows of OTP's suites. `npm run
 * conformance` writes it down; any other whole run says when what stands there is no longer true.
 * A run of some of the tests knows too little, and says nothing.
 */
export default class ConformanceReporter implements Reporter {
  private readonly writes: boolean;
  private vitest: Vitest | null = null;
  private files = 0;

  constructor({ write = false }: { readonly write?: boolean } = {}) {
    this.writes = write;
  }

  onInit(vitest: Vitest): void {
    this.vitest = vitest;
  }

  onTestRunStart(specifications: readonly TestSpecification[]): void {
    this.files = specifications.length;
  }

  async onTestRunEnd(modules: readonly TestModule[]): Promise<void> {
    if (!(await this.isWhole())) return;
    const tests = modules
      .toSorted((a, b) => (a.moduleId < b.moduleId ? -1 : 1))
      .flatMap((module) => [...module.children.allTests()])
      .map((test) => rowTest(test.name, test.result().state === 'passed'))
      .filter((test) => test !== null);
    const listed = listedRows(readFileSync(README, 'utf8'));
    const report = reportOf(tests, listed);
    const faults = faultsOf(report, tests, listed);
    if (this.writes) {
      console.log(`\n${summaryText(report)}\n`);
      // What a failing test says of a row is not worth keeping.
      if (tests.every(({ passed }) => passed)) writeFileSync(REPORT, reportText(report));
      this.fail(faults);
    } else if (modules.every((module) => module.ok()) && reportText(report) !== committed()) {
      this.fail(['public/conformance.json is not what the tests say: run npm run conformance']);
    }
  }

  private async isWhole(): Promise<boolean> {
    const { vitest } = this;
    if (vitest === null) return false;
    const { testNamePattern, shard, root, dir = root } = vitest.config;
    if (testNamePattern !== undefined || shard !== undefined || dir !== root) return false;
    return this.files === (await vitest.globTestSpecifications()).length;
  }

  private fail(faults: readonly string[]): void {
    if (faults.length === 0) return;
    console.error(`\nConformance:\n${faults.map((fault) => `  ${fault}`).join('\n')}\n`);
    process.exitCode = 1;
  }
}

function committed(): string {
  try {
    return readFileSync(REPORT, 'utf8');
  } catch {
    return '';
  }
}
