import './shared/theme.css';
import './shared/base.css';
import { Suspense, useCallback, useEffect, useMemo, useState } from 'react';
import type { Playground } from '../store/playground-state.ts';
import type { WhyQuestion } from '../view/why/question.ts';
import { TopBar } from './controls/top-bar.tsx';
import { useKeyboard } from './controls/use-keyboard.ts';
import { DesktopLayout } from './desktop-layout.tsx';
import { Notices } from './notices/notices.tsx';
import { Region } from './notices/region.tsx';
import styles from './playground.module.css';
import {
  type Desk,
  DeskContext,
  type DialogName,
  type FormName,
  type PanelName,
  useDesk,
} from './shared/desk.ts';
import { lazyPart } from './shared/lazy-part.tsx';
import { unfold } from './shared/panels.ts';
import { useLoadAhead } from './shared/use-load-ahead.ts';
import { useMedia } from './shared/use-media.ts';
import { useTheme } from './shared/use-theme.ts';

const PhoneLayout = lazyPart(() => import('./phone-layout.tsx'));
const ShareDialog = lazyPart(() => import('./dialogs/share-dialog.tsx'));
const HelpDialog = lazyPart(() => import('./dialogs/help-dialog.tsx'));
const SettingsDialog = lazyPart(() => import('./dialogs/settings-dialog.tsx'));
const NoteDialog = lazyPart(() => import('./history/note-dialog.tsx'));
const CompareDialog = lazyPart(() => import('./compare-dialog.tsx'));
const ConformanceDialog = lazyPart(() => import('./dialogs/conformance-dialog.tsx'));

/** The whole page. What is shown comes from the store; what is open on this screen stands here. */
export function PlaygroundPage({ playground }: { playground: Playground }) {
  const desk = useDeskState(playground);
  return (
    <DeskContext value={desk}>
      <Region playground={playground} name="the page">
        <Page playground={playground} />
      </Region>
    </DeskContext>
  );
}

function useDeskState(playground: Playground): Desk {
  const phone = useMedia('(max-width: 760px)');
  const [dialog, openDialog] = useDialog();
  const [form, setForm] = useState<FormName | null>(null);
  const [sheet, openSheet] = useState<PanelName | null>(null);
  const [question, setQuestion] = useState<WhyQuestion | null>(null);
  return useMemo(() => {
    const showInspector = () => {
      if (phone) openSheet('inspector');
      else unfold(playground, 'inspector');
    };
    return {
      dialog,
      form,
      sheet,
      phone,
      question,
      openDialog,
      openSheet,
      openForm(wanted: FormName | null) {
        setForm(wanted);
        if (wanted === null) return;
        setQuestion(null);
        showInspector();
      },
      askWhy(asked: WhyQuestion | null) {
        setQuestion(asked);
        if (asked !== null) showInspector();
      },
    };
  }, [playground, phone, dialog, openDialog, form, sheet, question]);
}

/** One of them has a link of its own, `#conformance`, which is given up with it. */
function useDialog(): readonly [DialogName | null, (dialog: DialogName | null) => void] {
  const [dialog, setDialog] = useState<DialogName | null>(linkedDialog);
  useEffect(() => {
    const follow = () => {
      if (linkedDialog() !== null) setDialog(linkedDialog());
    };
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, []);
  const openDialog = useCallback((wanted: DialogName | null) => {
    if (linkedDialog() !== null) {
      history.replaceState(history.state, '', location.pathname + location.search);
    }
    setDialog(wanted);
  }, []);
  return [dialog, openDialog];
}

const linkedDialog = (): DialogName | null =>
  location.hash === '#conformance' ? 'conformance' : null;

function Page({ playground }: { playground: Playground }) {
  const { phone } = useDesk();
  const theme = useTheme(playground);
  useKeyboard(playground);
  useLoadAhead(playground);
  return (
    <div className={styles.page}>
      <TopBar playground={playground} theme={theme} />
      {phone ? (
        <Suspense fallback={null}>
          <PhoneLayout playground={playground} />
        </Suspense>
      ) : (
        <DesktopLayout playground={playground} />
      )}
      <Notices playground={playground} />
      <Dialogs playground={playground} />
    </div>
  );
}

function Dialogs({ playground }: { playground: Playground }) {
  const { dialog, openDialog } = useDesk();
  const close = () => openDialog(null);
  return (
    <Region playground={playground} name="this window" key={dialog} onClose={close}>
      <Suspense fallback={null}>
        {dialog === 'share' && <ShareDialog playground={playground} onClose={close} />}
        {dialog === 'help' && <HelpDialog onClose={close} />}
        {dialog === 'settings' && <SettingsDialog playground={playground} onClose={close} />}
        {dialog === 'note' && <NoteDialog playground={playground} onClose={close} />}
        {dialog === 'compare' && <CompareDialog playground={playground} onClose={close} />}
        {dialog === 'conformance' && <ConformanceDialog onClose={close} />}
      </Suspense>
    </Region>
  );
}
