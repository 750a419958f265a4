import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { Playground } from '../../store/playground-state.ts';
import { bookmarkHere } from '../../store/selectors.ts';
import { Dialog } from '../shared/dialog.tsx';
import { formatTime } from '../shared/format.ts';
import { NoteField } from './note-field.tsx';

/** A note on the moment on view, or another one on the bookmark that stands there. */
export default function NoteDialog({
  playground,
  onClose,
}: {
  playground: Playground;
  onClose: () => void;
}) {
  // What is written is about this moment: it must not pass.
  useEffect(() => playground.pause(), [playground]);
  const [note] = useState(() => {
    const state = playground.store.getState();
    return state.bookmarks[bookmarkHere(state)]?.note ?? '';
  });
  const time = useStore(playground.store, ({ now }) => formatTime(now));
  const save = (text: string) => {
    const here = bookmarkHere(playground.store.getState());
    if (here >= 0) playground.setNote(here, text);
    else if (text !== '') playground.bookmark(text);
    onClose();
  };
  return (
    <Dialog title={`Note at ${time}`} onClose={onClose} low>
      <NoteField note={note} onSave={save} onLeave={onClose} />
    </Dialog>
  );
}
