import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { BOOT_HASH, BOOT_SCRIPT, FRAME_DOCUMENT, PAGE_POLICY } from './sandbox-frame.ts';

test('the policies name the boot script by its hash', () => {
  expect(BOOT_HASH).toBe(`sha256-${createHash('sha256').update(BOOT_SCRIPT).digest('base64')}`);
  expect(FRAME_DOCUMENT).toContain(`script-src '${BOOT_HASH}';`);
  expect(PAGE_POLICY).toContain(`script-src 'self' '${BOOT_HASH}';`);
});

test('neither policy allows text to become code, nor the frame any address', () => {
  expect(FRAME_DOCUMENT + PAGE_POLICY).not.toMatch(
    /unsafe-eval|unsafe-inline' blob|script-src[^;]*blob/,
  );
  expect(FRAME_DOCUMENT).toContain("default-src 'none'");
});

test('the boot script can stand in a script element', () => {
  expect(BOOT_SCRIPT).not.toMatch(/<\/|<!--/);
});
