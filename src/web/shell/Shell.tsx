import { useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useRef, useState, type ComponentType, type ReactNode } from 'react';
import { format } from '../format.ts';
import { today } from '../kit/days.ts';
import { CrumbSlot } from '../kit/Page.tsx';
import { t } from '../messages/en.ts';
import { BottomBar } from './BottomBar.tsx';
import { destinations, footDestinations, type SearchRecords, type ShellData } from './destinations.ts';
import { listenForKeys, typeAhead, useKeys } from './keys.ts';
import {
  closeInfluence,
  closeLog,
  closeSpot,
  openLog,
  openSpot,
  useInfluence,
  useLog,
  useSpot,
  type InfluenceAbout,
  type LogAbout,
} from './log.ts';
import { Rail } from './Rail.tsx';
import css from './Shell.module.css';
import { Toasts } from './Toasts.tsx';
import { notify, undoLatest } from './toasts.ts';
import { TopBar } from './TopBar.tsx';

const KeySheet = lazy(() => import('./KeySheet.tsx'));
const Palette = lazy(() => import('./Palette.tsx'));

interface ShellProps {
  data: ShellData;
  /** The server cannot be reached. */
  away: boolean;
  bell: ReactNode;
  searchRecords: SearchRecords;
  /** The dialog that logs a touchpoint; it is loaded when first asked for. */
  LogDialog: ComponentType<{ about: LogAbout; onClose: () => void }>;
  /** The dialog that notes spotted business; undefined for whoever may not. */
  SpotDialog: ComponentType<{ about: LogAbout; onClose: () => void }> | undefined;
  /** The dialog that notes who brought or helped whom. */
  InfluenceDialog: ComponentType<{ about: InfluenceAbout; onClose: () => void }>;
  onSwitchWorkspace: (id: string) => void;
  onSignOut: () => void;
  children: ReactNode;
}

/** The frame around every screen: rail, top bar, phone bar, palette, key sheet, messages. */
export function Shell({
  data,
  away,
  bell,
  searchRecords,
  LogDialog,
  SpotDialog,
  InfluenceDialog,
  onSwitchWorkspace,
  onSignOut,
  children,
}: ShellProps) {
  const [crumbSlot, setCrumbSlot] = useState<HTMLElement | null>(null);
  const [layer, setLayer] = useState<'none' | 'palette' | 'keys'>('none');
  const main = useRef<HTMLElement>(null);
  const log = useLog();
  const spot = useSpot();
  const influence = useInfluence();
  const navigate = useNavigate();

  useEffect(listenForKeys, []);
  const openPalette = () => {
    typeAhead();
    setLayer('palette');
  };
  useKeys(
    [
      { keys: ['mod+k', '/'], label: t('bar.search'), run: openPalette },
      { keys: 'mod+k', label: t('bar.search'), run: openPalette, everywhere: true, unlisted: true },
      { keys: 'l', label: t('bar.log a touchpoint'), run: () => openLog() },
      ...(SpotDialog ? [{ keys: 'i', label: t('bar.spot'), run: () => openSpot() }] : []),
      ...(SpotDialog
        ? [{ keys: 'g b', label: t('to.go', { where: t('to.spotted') }), run: () => void navigate({ to: '/spotted' }) }]
        : []),
      { keys: 'g c', label: t('to.go', { where: t('to.circle') }), run: () => void navigate({ to: '/circle' }) },
      { keys: 'mod+z', label: t('keys.undo'), run: () => undoLatest() || notify(t('keys.nothing')) },
      { label: t('bar.sign out'), run: onSignOut },
      { keys: '?', label: t('keys.show'), run: () => setLayer('keys') },
      ...[...destinations, ...footDestinations].map((destination) => ({
        keys: `g ${destination.key}`,
        label: t('to.go', { where: t(`to.${destination.id}`) }),
        run: () => void navigate({ to: `/${destination.id}` }),
      })),
    ],
    t('keys.everywhere'),
  );

  const close = () => setLayer('none');
  return (
    <div className={css.shell}>
      <a href="#main" className={css.skip} onClick={(event) => (event.preventDefault(), main.current?.focus())}>
        {t('app.skip')}
      </a>
      <div className={css.rail}>
        <Rail
          data={data}
          onSwitchWorkspace={onSwitchWorkspace}
          onSignOut={onSignOut}
          onHelp={() => void navigate({ to: '/help' })}
        />
      </div>
      <TopBar
        alarms={data.alarms}
        bell={bell}
        person={data.person.name}
        crumbsRef={setCrumbSlot}
        onSearch={() => setLayer('palette')}
        onLog={() => openLog()}
        onSignOut={onSignOut}
      />
      <main id="main" ref={main} tabIndex={-1} className={css.main}>
        <p className={css.paper}>
          {t('app.on paper', {
            workspace: data.workspace.name,
            person: data.person.name,
            day: format.date(today(), 'full'),
          })}
        </p>
        <CrumbSlot value={crumbSlot}>{children}</CrumbSlot>
      </main>
      <div className={css.bottom}>
        <BottomBar data={data} onLog={() => openLog()} onSearch={() => setLayer('palette')} />
      </div>
      <p role="status" className={css.away}>
        {away && t('app.away')}
      </p>
      <Toasts />
      <Suspense>
        {layer === 'keys' && <KeySheet onClose={close} />}
        {layer === 'palette' && <Palette searchRecords={searchRecords} onClose={close} />}
        {log && <LogDialog about={log} onClose={closeLog} />}
        {spot && SpotDialog && <SpotDialog about={spot} onClose={closeSpot} />}
        {influence && <InfluenceDialog about={influence} onClose={closeInfluence} />}
      </Suspense>
    </div>
  );
}
