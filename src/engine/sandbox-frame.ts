/**
 * The frame that Workers with foreign code are born in.
 *
 * A frame with `sandbox="allow-scripts"` has an origin that equals no other: no storage, no page, no
 * cookies. Its policy leaves it no network and no `eval`, and Workers made in it from a blob inherit
 * both. The one script in it is ours, named in the policy by its hash, and foreign code never runs in
 * the frame's document, only in its Workers: a document could still navigate itself somewhere.
 *
 * What does not work, and says nothing: Workers of the type `module` (Chromium never starts them in
 * such a frame); `allow-same-origin` (undoes it all); a page whose own policy lacks the hash below or
 * `worker-src blob:`, for a frame made with `srcdoc` must keep to that as well.
 */
export const BOOT_SCRIPT = `'use strict';
addEventListener('message', function hello(event) {
  if (event.source !== parent || event.ports.length !== 1) return;
  removeEventListener('message', hello);
  const page = event.ports[0];
  const failed = (message) => page.postMessage({ type: 'failed', message: String(message) });
  let worker;
  page.onmessage = ({ data, ports }) => {
    if (ports.length === 1) return worker.postMessage(null, ports);
    if (data === null) return page.postMessage({ type: 'born' });
    try {
      if (worker) worker.terminate();
      worker = new Worker(URL.createObjectURL(new Blob([data], { type: 'text/javascript' })));
      worker.onmessage = () => page.postMessage({ type: 'ready' });
      worker.onerror = (error) => {
        error.preventDefault();
        failed(error.message || 'its script does not run');
      };
      page.postMessage({ type: 'born' });
    } catch (error) {
      failed(error);
    }
  };
});
`;

/** SHA-256 of BOOT_SCRIPT. The unit test says what it must be. */
export const BOOT_HASH = 'sha256-W2mszy8TEdrR2Rfce/4rZbZOPcbIeYelWEzuyvPiRww=';

const FRAME_POLICY = `default-src 'none'; script-src '${BOOT_HASH}'; worker-src blob:`;

/** The document of the frame. */
export const FRAME_DOCUMENT =
  `<!doctype html><meta http-equiv="Content-Security-Policy" content="${FRAME_POLICY}">` +
  `<script>${BOOT_SCRIPT}</script>`;

/**
 * The page's own policy, for a `<meta http-equiv="Content-Security-Policy">` in the build. Not for the
 * dev server, whose scripts are inline.
 */
export const PAGE_POLICY = [
  "default-src 'self'",
  `script-src 'self' '${BOOT_HASH}'`,
  "worker-src 'self' blob:",
  "frame-src 'self'",
  "connect-src 'self'",
  // React Flow and the editor write styles.
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');
