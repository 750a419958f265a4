import { EVENT, type EventType, WAIT_KINDS } from '../runtime/trace-event.ts';
import { callOf, ELLIPSIS, type Line } from './log-words.ts';
import { reasonOfReport } from './reason.ts';

/** What processes do by themselves: begin, end, wait, work, take names, link and watch. */
export const SAY = {
  spawned: ({ pid, peer, whom, word, b, buffer }) => {
    const what = `${buffer.names.unnamed(pid)} (${word} ${buffer.string(b)})`;
    return peer === 0 ? `${what} is spawned.` : `${whom} spawns ${what}.`;
  },
  registered: ({ buffer, pid, word }) => `${buffer.names.unnamed(pid)} registers as ${word}.`,
  unregistered: ({ buffer, pid, word }) =>
    `${buffer.names.unnamed(pid)} gives up the name ${word}.`,
  linked: ({ who, whom }) => `${who} and ${whom} are linked.`,
  unlinked: ({ who, whom }) => `${who} and ${whom} are no longer linked.`,
  monitored: ({ who, whom }) => `${who} monitors ${whom}.`,
  demonitored: ({ who, whom }) => `${who} stops monitoring ${whom}.`,
  called: ({ who, word, payload }) => `${who} runs ${callOf(word, payload)}.`,
  state_changed: ({ who, payload }) => `The state of ${who} is now ${payload}.`,
  crashed: (line) => `${line.who} crashed: ${line.reason}, in ${callWhenCrashed(line)}.`,
  exited(line) {
    if (line.payload === ELLIPSIS) return `${line.whoExactly} has ended: ${ELLIPSIS}.`;
    if (line.reason === 'normal') return `${line.whoExactly} has ended normally.`;
    if (/^"?killed"?$/.test(line.reason)) return `${line.whoExactly} has ended: it was killed.`;
    return `${line.whoExactly} has ended: ${line.reason}.`;
  },
  wait_started(line) {
    const kind = WAIT_KINDS[line.a] ?? 'receive';
    switch (kind) {
      case 'call':
        return `${line.who} waits for ${line.whom}.`;
      case 'start':
        return `${line.who} waits for ${line.whomExactly} to start.`;
      case 'stop':
        return `${line.who} waits for ${line.whomExactly} to stop.`;
      case 'sleep':
        return `${line.who} sleeps.`;
      case 'receive':
        return `${line.who} waits for a message.`;
    }
  },
  wait_ended({ who, whomExactly, peer, a, reason }) {
    if (a === WOKE) return `${who} wakes up.`;
    const on = peer === 0 ? '' : ` for ${whomExactly}`;
    if (a === DIED) return `${who} waits${on} no longer: that process is dead (${reason}).`;
    return `${who} has waited${on} too long: timeout.`;
  },
  work_started: ({ who, a }) => `${who} is busy for ${a} ms.`,
  entered_loop: ({ who, word, b, buffer }) =>
    `${who} goes on as a ${word}, with the module ${buffer.string(b)}.`,
  reported: ({ who, word, payload }) => `Report ${word} from ${who}: ${reasonOfReport(payload)}.`,
} as const satisfies Partial<Record<EventType, (line: Line) => string>>;

const DIED = 1;
const WOKE = 2;

/** The callback with what it was given: that stands in the event that began it, a little before, in the same step. */
function callWhenCrashed({ buffer, seq, pid, word }: Line): string {
  for (let before = seq - 1; before >= Math.max(buffer.first, seq - LOOK_BACK); before--) {
    const place = buffer.place(before);
    if (buffer.pids[place] !== pid) continue;
    const type = buffer.types[place];
    if (type !== EVENT.received && type !== EVENT.called) continue;
    if (buffer.as[place] === 0) continue;
    return callOf(word, buffer.text(before) ?? ELLIPSIS);
  }
  return word === '' ? 'its code' : word;
}

/** A step tells few events; but a callback that waited began further back. */
const LOOK_BACK = 2_000;
