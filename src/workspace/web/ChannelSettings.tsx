import { Switch, TextInput } from '@mantine/core';
import { useState } from 'react';
import { ask } from '../../web/connection.ts';
import { channels, type Channel } from '../../relationship/vocabulary.ts';
import { changedMeanwhile, readAgain } from '../../web/api.ts';
import { format } from '../../web/format.ts';
import { inDays } from '../../web/kit/days.ts';
import { queries } from '../../web/queries.ts';
import { useMay, useSession } from '../../web/session.ts';
import { notifyProblem } from '../../web/shell/toasts.ts';
import { workspaceContract } from '../contract.ts';
import type { ChannelTimes } from '../settings.ts';
import { connectChannel, disconnectChannel, movedStart } from './channelTimes.ts';
import { Part } from './Part.tsx';
import css from './Settings.module.css';
import { t } from './settingsMessages.ts';

export default function ChannelSettings() {
  const { workspace } = useSession();
  const locked = !useMay('workspace:write');
  const times = workspace.settings.channels;
  const [today] = useState(() => inDays(0));

  const save = async (after: ChannelTimes) => {
    try {
      await ask(
        workspaceContract.changeWorkspace,
        { body: { settings: { channels: after } } },
        { ifMatch: workspace.version },
      );
    } catch (error) {
      notifyProblem(
        changedMeanwhile(error) ? t('changed meanwhile') : error instanceof Error ? error.message : String(error),
      );
    }
    await Promise.all([
      queries.invalidateQueries({ queryKey: ['session'] }),
      readAgain(workspaceContract.getWorkspace),
    ]);
  };

  return (
    <Part title={t('channels')} intro={t('channels.intro')}>
      <div className={css.list}>
        {channels
          .filter((channel) => channel !== 'note')
          .map((channel) => (
            <ChannelRow
              key={channel}
              channel={channel}
              times={times}
              today={today}
              locked={locked}
              onSave={(after) => void save(after)}
            />
          ))}
      </div>
    </Part>
  );
}

interface ChannelRowProps {
  channel: Channel;
  times: ChannelTimes;
  today: string;
  locked: boolean;
  onSave: (after: ChannelTimes) => void;
}

function ChannelRow({ channel, times, today, locked, onSave }: ChannelRowProps) {
  const all = times[channel] ?? [];
  const now = all.find(({ until }) => until === null);
  const before = all.findLast(({ until }) => until !== null);
  const name = t(`channel.${channel}`);
  return (
    <div className={css.row} data-off={now === undefined} data-look="line">
      <Switch
        checked={now !== undefined}
        disabled={locked}
        aria-label={t('channels.connect', { channel: name })}
        onChange={(event) =>
          onSave(
            event.currentTarget.checked
              ? connectChannel(times, channel, today)
              : disconnectChannel(times, channel, today),
          )
        }
      />
      <span className={css.main}>
        <span className={css.first}>{name}</span>
        {before?.until != null && (
          <span className={css.second}>
            {t('channels.before', { from: format.date(before.from, 'full'), until: format.date(before.until, 'full') })}
          </span>
        )}
      </span>
      {now === undefined ? (
        <span className={css.quiet}>{t('channels.off')}</span>
      ) : (
        <DayInput
          key={now.from}
          label={t('channels.since')}
          day={now.from}
          latest={today}
          locked={locked}
          onChange={(from) => onSave(movedStart(times, channel, from))}
        />
      )}
    </div>
  );
}

interface DayInputProps {
  label: string;
  day: string;
  latest: string;
  locked: boolean;
  onChange: (day: string) => void;
}

/** A day of the past, with its year; saved when one is done with it, because years are typed digit by digit. */
function DayInput({ label, day, latest, locked, onChange }: DayInputProps) {
  const [text, setText] = useState(day);
  const right = text >= '1980-01-01' && text <= latest;
  return (
    <div className={css.date}>
      <span className={css.quiet} aria-hidden="true">
        {label}
      </span>
      <TextInput
        type="date"
        aria-label={label}
        value={text}
        max={latest}
        readOnly={locked}
        error={!right}
        onChange={(event) => setText(event.currentTarget.value)}
        onBlur={() => right && text !== day && onChange(text)}
      />
    </div>
  );
}
