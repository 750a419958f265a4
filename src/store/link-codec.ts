import { deflateSync, Inflate, strToU8 } from 'fflate';
import { fromBase64Url, toBase64Url } from './base64url.ts';
import { DICTIONARY_1 } from './link-dictionary.ts';

/**
 * Text ⇄ the packed part of a share link, `<codec>.<payload>`. A codec once in use is kept for
 * ever, with a golden link in the tests; a new one takes the next letter or number.
 *
 * - `d`: raw deflate.
 * - `p1`: raw deflate with the preset dictionary 1, which must never change.
 */
export type Unpacked =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'unknown_codec'; readonly codec: string }
  | { readonly type: 'broken' }
  | { readonly type: 'too_large' };

/** Of the text within: what a link may hold. 48 KB of deflate can inflate to 50 MB. */
export const INFLATED_MAX = 1_000_000;
/** Of the packed part: random bytes of INFLATED_MAX do not get longer than this. */
const PACKED_MAX = 1_400_000;
/** A byte of deflate inflates to 1032 at most, so that one push stays near a megabyte. */
const PUSH = 1_024;

const DICTIONARIES: Readonly<Record<string, Uint8Array | null>> = Object.freeze({
  d: null,
  p1: strToU8(DICTIONARY_1),
});

/** The shortest of what the codecs give; null when the text is too large for a link. */
export function pack(text: string): string | null {
  const bytes = strToU8(text);
  if (bytes.length > INFLATED_MAX) return null;
  let shortest: string | null = null;
  for (const [codec, dictionary] of Object.entries(DICTIONARIES)) {
    const options = dictionary === null ? {} : { dictionary };
    const packed = `${codec}.${toBase64Url(deflateSync(bytes, { level: 9, ...options }))}`;
    if (shortest === null || packed.length < shortest.length) shortest = packed;
  }
  return shortest;
}

/** Safe with whatever a stranger wrote: bounded in time and space, and never throws. */
export function unpack(packed: string): Unpacked {
  const [codec = '', payload = '', ...rest] = packed.split('.');
  if (rest.length > 0 || !/^[a-z][a-z0-9]*$/.test(codec)) return { type: 'broken' };
  const dictionary = Object.hasOwn(DICTIONARIES, codec) ? DICTIONARIES[codec] : undefined;
  if (dictionary === undefined) return { type: 'unknown_codec', codec };
  if (payload.length > PACKED_MAX) return { type: 'too_large' };
  const bytes = fromBase64Url(payload);
  return bytes === null || bytes.length === 0 ? { type: 'broken' } : inflate(bytes, dictionary);
}

function inflate(bytes: Uint8Array, dictionary: Uint8Array | null): Unpacked {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const stream = new Inflate(dictionary === null ? {} : { dictionary }, (chunk) => {
    length += chunk.length;
    if (length <= INFLATED_MAX) chunks.push(chunk);
  });
  try {
    for (let at = 0; at < bytes.length; at += PUSH) {
      stream.push(bytes.subarray(at, at + PUSH), at + PUSH >= bytes.length);
      if (length > INFLATED_MAX) return { type: 'too_large' };
    }
    return { type: 'text', text: decode(chunks, length) };
  } catch {
    return { type: 'broken' };
  }
}

/** @throws TypeError when the bytes are not UTF-8. */
function decode(chunks: readonly Uint8Array[], length: number): string {
  const whole = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(whole);
}
