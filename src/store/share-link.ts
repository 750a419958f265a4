import { describeErrors, parseJson } from '../scenario/parse-scenario.ts';
import { compactRun, parseCompactRun, type SharedRun } from './compact-run.ts';
import { INFLATED_MAX, pack, unpack } from './link-codec.ts';

/**
 * A whole run in the fragment of a URL, which never leaves the browser: `#v1.<codec>.<payload>`.
 *
 * Links are written once and opened for years. So a form that was ever given out is always read:
 * `v1` says how the text within is to be read, the codec how it was packed; the scenario in it
 * has a version of its own. The tests hold one golden link of each.
 *
 * By hand one may also write `#scenario=essay` and `#scenario=essay&seed=7`.
 */
const LINK_VERSION = 1;

/** Above so many characters, some places cut a link. For the person who shares it. */
export const LINK_MARKS = Object.freeze([
  { length: 2_000, text: 'Too long for a Discord message and some mail programs.' },
  { length: 4_000, text: 'Too long for a Slack message.' },
] as const);

export type OpenedLink =
  /** There is no fragment. */
  | { readonly type: 'none' }
  | { readonly type: 'opened'; readonly run: SharedRun }
  | { readonly type: 'refused'; readonly because: Refusal; readonly message: string };

/** `foreign`: not a link of this playground; `newer`: of a later version of it. */
export type Refusal = 'broken' | 'foreign' | 'too_large' | 'newer';

/** The fragment, with its `#`; null when the run is too large for a link. */
export function encodeShareLink(run: SharedRun): string | null {
  const packed = pack(compactRun(run));
  return packed === null ? null : `#v${LINK_VERSION}.${packed}`;
}

/** Reads a fragment, with or without its `#`. Whatever it is given, it never throws. */
export function decodeShareLink(fragment: string): OpenedLink {
  const text = fragment.startsWith('#') ? fragment.slice(1) : fragment;
  if (text === '') return { type: 'none' };
  if (text.startsWith('scenario=')) return openByName(text);
  const [, version, packed] = /^v(\d{1,6})\.(.*)$/s.exec(text) ?? [];
  if (version === undefined || packed === undefined) return refused('foreign');
  if (Number(version) > LINK_VERSION) return refused('newer');
  if (Number(version) < 1) return refused('foreign');
  const unpacked = unpack(packed);
  switch (unpacked.type) {
    case 'unknown_codec':
      return refused('newer');
    case 'broken':
    case 'too_large':
      return refused(unpacked.type);
    case 'text':
      return openText(unpacked.text);
  }
}

function openText(text: string): OpenedLink {
  const json = parseJson(text);
  if (json.type !== 'parsed') return refused('broken');
  const parsed = parseCompactRun(json.value);
  switch (parsed.type) {
    case 'parsed':
      return { type: 'opened', run: parsed.value };
    case 'newer':
      return refused('newer');
    case 'invalid':
      return refused('broken', describeErrors(parsed.errors.slice(0, 1)));
  }
}

function openByName(text: string): OpenedLink {
  const fields = new URLSearchParams(text);
  const seed = fields.get('seed');
  if (seed !== null && !/^\d{1,15}$/.test(seed)) {
    return refused('broken', 'The seed is a whole number from 0 on.');
  }
  const run: SharedRun = {
    scenario: { type: 'named', name: fields.get('scenario') ?? '' },
    seed: seed === null ? null : Number(seed),
    commands: [],
    moment: null,
    hash: null,
    selected: null,
    open: null,
    bookmarks: [],
  };
  return { type: 'opened', run };
}

const MESSAGES: Readonly<Record<Refusal, string>> = Object.freeze({
  broken:
    'This link is damaged: part of it is missing or was changed on the way. Ask for it again, or for the run as a file.',
  foreign: 'What follows the # in the address is not a link of this playground.',
  too_large: `This link holds more than ${INFLATED_MAX / 1_000_000} MB, which is more than a link may. Ask for the run as a file.`,
  newer:
    'This link was made by a later version of the playground than this one. Reload the page; if that does not help, open the link where it was made.',
});

function refused(because: Refusal, detail = ''): OpenedLink {
  const message = detail === '' ? MESSAGES[because] : `${MESSAGES[because]} ${detail}`;
  return { type: 'refused', because, message };
}
