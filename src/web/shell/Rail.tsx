import { Menu } from '@mantine/core';
import { Link, useRouterState } from '@tanstack/react-router';
import { Check, ChevronDown, LogOut } from 'lucide-react';
import { format } from '../format.ts';
import { Avatar } from '../kit/Avatar.tsx';
import { KeyHint } from '../kit/KeyHint.tsx';
import { t } from '../messages/en.ts';
import { CurveMark } from './CurveMark.tsx';
import { destinations, footDestinations, type Destination, type ShellData } from './destinations.ts';
import css from './Rail.module.css';
import { schemes, useScheme } from './scheme.ts';

interface RailProps {
  data: ShellData;
  onSwitchWorkspace: (id: string) => void;
  onSignOut: () => void;
  onHelp: () => void;
}

/** The left rail: the workspace, eight destinations with their counts, settings, help, the person. */
export function Rail({ data, onSwitchWorkspace, onSignOut, onHelp }: RailProps) {
  return (
    <div className={css.rail}>
      <WorkspaceMenu data={data} onSwitch={onSwitchWorkspace} />
      <nav aria-label={t('app.main navigation')} className={css.nav}>
        <ul>
          {destinations.map((destination) => (
            <li key={destination.id} data-first={destination.first} className={css.item}>
              <RailLink destination={destination} count={data.counts[destination.id]} />
            </li>
          ))}
        </ul>
        <ul>
          {footDestinations.map((destination) => (
            <li key={destination.id} className={css.item}>
              <RailLink destination={destination} {...(destination.id === 'help' ? { onHelp } : {})} />
            </li>
          ))}
        </ul>
      </nav>
      <PersonMenu name={data.person.name} onSignOut={onSignOut} className={css.person ?? ''} />
    </div>
  );
}

function RailLink({
  destination,
  count,
  onHelp,
}: {
  destination: Destination;
  count?: number | undefined;
  onHelp?: () => void;
}) {
  const here = useRouterState({ select: (state) => state.location.pathname.split('/')[1] === destination.id });
  const Icon = destination.icon;
  const face = (
    <>
      {destination.phase && <span className={css.phase} data-phase={destination.phase} />}
      <Icon size={16} />
      <span className={css.label}>{t(`to.${destination.id}`)}</span>
      {count !== undefined && count > 0 && (
        <span className={css.count} title={t('to.count', { count })}>
          {format.number(count)}
        </span>
      )}
      {onHelp && <KeyHint keys="?" className={css.hint} />}
    </>
  );
  if (onHelp)
    return (
      <button type="button" className={css.link} onClick={onHelp}>
        {face}
      </button>
    );
  return (
    <Link to={`/${destination.id}`} className={css.link} data-here={here} aria-current={here ? 'page' : undefined}>
      {face}
    </Link>
  );
}

function WorkspaceMenu({ data, onSwitch }: { data: ShellData; onSwitch: (id: string) => void }) {
  const name = (
    <>
      <span className={css.sign}>
        <CurveMark size={14} />
      </span>
      <span className={css.workspaceName}>{data.workspace.name}</span>
    </>
  );
  if (data.workspaces.length < 2)
    return (
      <section aria-label={t('bar.workspace')} className={css.workspace}>
        {name}
      </section>
    );
  return (
    <Menu position="bottom-start" width={220}>
      <Menu.Target>
        <button
          type="button"
          className={css.workspace}
          aria-label={t('app.switch workspace', { name: data.workspace.name })}
        >
          {name}
          <ChevronDown size={12} aria-hidden="true" />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {data.workspaces.map((workspace) => (
          <Menu.Item
            key={workspace.id}
            onClick={() => onSwitch(workspace.id)}
            rightSection={workspace.id === data.workspace.id && <Check size={14} />}
          >
            {workspace.name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

interface PersonMenuProps {
  name: string;
  onSignOut: () => void;
  /** Only the initials, for the phone's head. */
  short?: boolean;
  className?: string;
}

export function PersonMenu({ name, onSignOut, short = false, className }: PersonMenuProps) {
  const [scheme, setScheme] = useScheme();
  return (
    <Menu position={short ? 'bottom-end' : 'top-start'} width={200}>
      <Menu.Target>
        <button type="button" className={className} aria-label={t('bar.person', { name })}>
          <Avatar name={name} size={short ? 32 : 22} />
          {!short && <span className={css.label}>{name}</span>}
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('scheme.title')}</Menu.Label>
        {schemes.map((choice) => (
          <Menu.RadioItem key={choice} value={choice} checked={scheme === choice} onChange={() => setScheme(choice)}>
            {t(`scheme.${choice}`)}
          </Menu.RadioItem>
        ))}
        <Menu.Divider />
        <Menu.Item leftSection={<LogOut size={14} />} onClick={onSignOut}>
          {t('bar.sign out')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
