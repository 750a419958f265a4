import fc from 'fast-check';
import { deflateSync, strToU8 } from 'fflate';
import { describe, expect, test } from 'vitest';
import { arbitraryCommand, arbitraryScenario } from '../testing/arbitrary-scenario.ts';
import { tenCommands } from '../testing/ten-commands.ts';
import { toBase64Url } from './base64url.ts';
import type { SharedRun } from './compact-run.ts';
import { decodeShareLink, encodeShareLink } from './share-link.ts';

const arbitraryRun: fc.Arbitrary<SharedRun> = fc.record({
  scenario: fc.oneof(
    fc.record({ type: fc.constant('named' as const), name: fc.string({ maxLength: 40 }) }),
    fc.record({ type: fc.constant('whole' as const), scenario: arbitraryScenario }),
  ),
  seed: fc.option(fc.maxSafeNat()),
  commands: fc.array(arbitraryCommand, { maxLength: 12 }),
  moment: fc.option(fc.record({ at: fc.maxSafeNat(), step: fc.nat() })),
  hash: fc.option(fc.stringMatching(/^[0-9a-f]{8}$/)),
  selected: fc.option(fc.string({ maxLength: 60 })),
  open: fc.option(fc.array(fc.string({ maxLength: 12 }), { maxLength: 4 })),
  bookmarks: fc.array(
    fc.record({ at: fc.nat(1e9), step: fc.nat(), note: fc.string({ maxLength: 40 }) }),
    { maxLength: 3 },
  ),
});

const essay: SharedRun = {
  scenario: { type: 'named', name: 'essay' },
  seed: 7,
  commands: tenCommands,
  moment: { at: 48_213_907, step: 1_842 },
  hash: '3f9a01c7',
  selected: 'simple_supervisor/server',
  open: null,
  bookmarks: [],
};

const whole: SharedRun = {
  ...essay,
  scenario: {
    type: 'whole',
    scenario: {
      version: 1,
      title: 'One counter',
      description: '',
      seed: 1,
      schedulingDelayUs: [50_000, 200_000],
      modules: { counter: "import { reply } from 'otp';\n" },
      boot: [{ type: 'start', module: 'counter', function: 'start', args: [] }],
      script: [],
      speed: 1,
      examples: [],
    },
  },
};

describe('a share link', () => {
  test('gives the same run back', () => {
    fc.assert(
      fc.property(arbitraryRun, (run) => {
        expect(decodeShareLink(encodeShareLink(run) ?? '')).toEqual({ type: 'opened', run });
      }),
      { numRuns: 200 },
    );
  });

  test('of the essay with ten commands has at most 600 characters', () => {
    const link = `https://example.org/supervision-tree-playground/${encodeShareLink(essay)}`;
    expect(link.length).toBeLessThanOrEqual(600);
  });

  test('holds nothing that a chat program cuts off', () => {
    expect(encodeShareLink(essay)).toMatch(/^#v1\.[a-z0-9]+\.[A-Za-z0-9_-]+$/);
  });

  test('of a run that is too large is not made', () => {
    const commands = Array.from({ length: 40 }, (_, at) => ({
      at,
      type: 'cast' as const,
      target: 'kv',
      message: 'x'.repeat(30_000),
    }));
    expect(encodeShareLink({ ...essay, commands })).toBeNull();
  });
});

describe('a link once given out is read for ever', () => {
  test.each([
    [
      'deflate',
      '#v1.d.fZBRbsIwEESvgvZ71dqxnU1Q1YtECJnUEIQTR7FDiyru3jXQFlGpP1HsnTcz3gZcjPYESNg0AgstlSJCKSuEwxH4s_ceVtgUqHRVkeKZLq6zT0in0cESYgqTy1p34pMdR-8iH4_WzzxWZzRCiItHoQXVomJ_-eDhQzjM46PJHarKuiJRoyzr_9F2srH7JSUqKkmZTHLoaNuDS2sbo-s33k2Mbexbb1Pb5WcaztHalIrVBqE_reO-5yprd3RDWvuw22XmLnvHDjyacnTnvA-L7RT6Rerc4j1Mh9iFEc7srJCkEsYYLEjflsuLG3OqRm1UWQhebsXL_dvxJ2872V3PcQxfVbCUhDDM_YZ1S4bDFpbcPLkPnnG_3OJSQCAZIl0RFygRXsRTTU_iFbCB2M3pLbwP7Nrb_ZDcYIfWwepCGW2MVhplze63bcR5dNNxH9ma777prNeiVoYkmmKFoLa1FbKlLHoEnyP_cOfVFw',
      essay,
    ],
    [
      'deflate, whole',
      '#v1.d.fVJdjpswEL4Kmpd9GW0NtmOgVa_QA1AUOawTUAxGtsk2irh7x8luNt1K-wae78-fp7nAyfgwuAnqHCEO0Rqo4ddkss4tUzQeEEb3slgToL7A-2ENwzg7H7NL5s1sz9ma7b0bsycX56fvvydYEXbORajJIZ7nJBqi9vEuRwcfDvtl6uI1xB2l_YEcm3ZtV1TYNAwLkXOuFOZ5iXA8EeY4WAstNgVyUZaK00wUt9mDq_MmYc2Z_vQ8p5sgnLRdaMxXlIyxq0YhmKpYSfrUxD8a1rnjMn8WeaDyTVUqVmG-qb6mdl6H_oOZI1cbxWVikumsu6OJWx2CGXf22sxOv4w6dn26piQfIeSGE1pSj-dtoFewZmtOZopb6w6HxHnwPpACjXyy7o217vZKsTfZq_PH0LsZVlLmqHLOpJRYKPFWLhU3J1eBQvJNwajcksr9P-Pdb-_1YSQ7It9QtFMKYVrGXVoZIrs91JQ8mj80o3wpxTUAQyWVEqWiABuEH-y5Us_sJ2ADoV_ii3ud0ubogRZm0lNnoL2ypJBScIF5RepvbYRlNv40BJKms3d2wgtWcalylEWLwPeVZnmnEugz8VugD8rc_gU',
      whole,
    ],
    [
      'dictionary 1',
      '#v1.p1.nZdLbsMwDESv0gNwQYqkRjpMF0bgwou0XbT3R8eq0SZxEMBZ6keNho8g9DeDMSxh7oCYtSs5qwcercG5FvT1SR9LKLo2xmeaHlm6Bbk46rU3aBer_VA2TBwVnutJXrqH6R9b7k7eE5HVuTsPs7rM5_Pn76_ne5lf1nbztZAB1i2pgLlmphTEDSAhkV6L0txGcw8Cjx3xVL4RTzlUMQSoIIFooIAqo8CxL_D3afT26eM0DwpVMjLDQ6wz-mOM16do94RJFvLrb31SO-EulBvKrz8',
      essay,
    ],
    [
      'dictionary 1, whole',
      '#v1.p1.nZdBUsMwDEWvwrDWwrIkf5tLcAIWmU6YLAos4P7Djwm0NJ1M021iWz_Sf5JD51xD_pn-7DOqxzoD-Pfh0-Pfj0QfdZeX_ZsYP0XYApyIo2vNrmaAqNZ_uZoLZF4rjO-cRb-zyNkTWqo8n5nYqvdyyNlWK60iNdHSdllFxVBgMe9k0LXTT0xxdTCOexTj6tgN0jQejx8_Vfqaxod5Fn5ONCibCi0LtRQRkuEX7nXxsJITk1uZ3J00YoUjlS84Ug5VdAFJEIBXUECR3n2w7j5vQ794DO-HsSOSJDzCzUUbT99mbP6U1CygEplw2Wsbkh5wlZiFs5dv',
      whole,
    ],
  ])('%s', (_codec, link, run) => {
    expect(decodeShareLink(link)).toEqual({ type: 'opened', run });
  });
});

describe('a link by hand', () => {
  test('names a scenario, and perhaps a seed', () => {
    expect(decodeShareLink('#scenario=one_for_all&seed=12')).toMatchObject({
      type: 'opened',
      run: { scenario: { type: 'named', name: 'one_for_all' }, seed: 12, moment: null },
    });
    expect(decodeShareLink('scenario=essay')).toMatchObject({ run: { seed: null } });
    expect(decodeShareLink('#scenario=essay&seed=x')).toMatchObject({ because: 'broken' });
  });
});

describe('a bad link is told apart', () => {
  const packed = (text: string) => `#v1.d.${toBase64Url(deflateSync(strToU8(text)))}`;
  test.each([
    ['nothing', '', 'none'],
    ['nothing behind the #', '#', 'none'],
    ['an anchor', '#readme', 'foreign'],
    ['a router', '#/about', 'foreign'],
    ['version 0', '#v0.d.AAAA', 'foreign'],
    ['the next version', '#v2.z9.whatever$', 'newer'],
    ['a codec of the future', '#v1.q7.AAAA', 'newer'],
    ['no payload', '#v1.d.', 'broken'],
    ['a payload cut off', encodeShareLink(essay)?.slice(0, -9) ?? '', 'broken'],
    ['a payload with a space', '#v1.d.AA AA', 'broken'],
    ['text that is no JSON', packed('hello'), 'broken'],
    ['JSON that is no run', packed('{"a":1}'), 'broken'],
    ['a command of no kind', packed('["essay",1,[[9,0,0,"kv","kill"]]]'), 'broken'],
    ['a moment before the start', packed('["essay",1,null,[-1,0]]'), 'broken'],
    ['a scenario of the next version', packed('[{"version":2}]'), 'newer'],
    ['a bomb', packed('0'.repeat(50_000_000)), 'too_large'],
    ['more than one asks for', `#v1.d.${'A'.repeat(2_000_000)}`, 'too_large'],
  ])('%s', (_what, link, expected) => {
    const opened = decodeShareLink(link);
    expect(opened.type === 'refused' ? opened.because : opened.type).toBe(expected);
  });

  test('in words that say what to do', () => {
    expect(decodeShareLink('#v9.d.AA')).toMatchObject({
      message: expect.stringContaining('later version of the playground'),
    });
  });
});

test('whatever changes on the way, opening never throws', () => {
  const link = encodeShareLink(whole) ?? '';
  const at = fc.nat({ max: link.length });
  fc.assert(
    fc.property(at, fc.string({ maxLength: 3 }), fc.nat({ max: 3 }), (from, text, cut) => {
      const mutated = link.slice(0, from) + text + link.slice(from + cut);
      expect(['opened', 'refused', 'none']).toContain(decodeShareLink(mutated).type);
    }),
    { numRuns: 1_000 },
  );
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const packed = toBase64Url(deflateSync(strToU8(JSON.stringify(value))));
      expect(decodeShareLink(`#v1.d.${packed}`).type).toMatch(/opened|refused/);
    }),
  );
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(decodeShareLink(text).type).toMatch(/opened|refused|none/);
    }),
  );
});
