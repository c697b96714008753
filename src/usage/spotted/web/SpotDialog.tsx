import { Button } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { LogWho } from '../../../relationship/web/LogWho.tsx';
import { ask } from '../../../web/connection.ts';
import { format } from '../../../web/format.ts';
import { Dialog } from '../../../web/kit/Dialog.tsx';
import { Form, sendByKeys } from '../../../web/kit/Form.tsx';
import { keepDraft, readDraft } from '../../../web/kit/drafts.ts';
import { KeyHint } from '../../../web/kit/KeyHint.tsx';
import { problemText, QueryProblem } from '../../../web/kit/QueryProblem.tsx';
import { t as web } from '../../../web/messages/en.ts';
import type { LogAbout } from '../../../web/shell/log.ts';
import { notify, notifyProblem, notifyUndo } from '../../../web/shell/toasts.ts';
import { spottedContract as api, type SpottedRecord } from '../contract.ts';
import { t } from './messages.ts';
import { answerText, readSpottedAgain, saveSpot, withdrawSpot } from './saveSpot.ts';
import { emptySpot, parseSpot, type SpotDraft } from './spotDraft.ts';
import { SpotFields } from './SpotFields.tsx';
import css from './spotted.module.css';

const draftName = 'spotted';

/** Notes spotted business: one line and three taps. What is written survives a reload. */
export function SpotDialog({ about, onClose }: { about: LogAbout; onClose: () => void }) {
  const phone = useMediaQuery('(max-width: 640px)', false);
  const [draft, setDraft] = useState<SpotDraft>(() => parseSpot(kept()) ?? emptySpot);
  const [accountId, setAccountId] = useState<string | null>(about.accountId ?? null);
  const [contactIds, setContactIds] = useState<readonly string[]>(about.contactId ? [about.contactId] : []);
  const [joined, setJoined] = useState<SpottedRecord>();
  const change = (next: SpotDraft) => {
    setDraft(next);
    keepDraft(draftName, next.what.trim() === '' ? undefined : JSON.stringify(next));
  };
  const save = useMutation({
    mutationFn: async () => {
      if (accountId === null) return undefined;
      const here = accountId === about.accountId;
      return saveSpot(draft, {
        accountId,
        contactId: contactIds[0] ?? null,
        ...(here && about.caseId ? { caseId: about.caseId } : {}),
        ...(here && about.touchpointId ? { touchpointId: about.touchpointId } : {}),
      });
    },
    onSuccess: (noted) => {
      if (!noted) return;
      keepDraft(draftName, undefined);
      if (noted.first) return setJoined(noted);
      notifyUndo(answerText(noted), () =>
        withdrawSpot(noted.id).catch((error: unknown) => notifyProblem(problemText(error))),
      );
      onClose();
    },
  });
  const ready = accountId !== null && draft.what.trim() !== '' && !save.isPending;
  return (
    <Dialog
      onClose={onClose}
      fullScreen={phone}
      size={480}
      title={t('title')}
      closeButtonProps={{ 'aria-label': web('app.close'), size: phone ? 44 : 28 }}
    >
      {joined ? (
        <Joined note={joined} onClose={onClose} />
      ) : (
        <Form className={css.form} onSend={() => ready && save.mutate()} onKeyDown={sendByKeys}>
          <SpotFields value={draft} onChange={change} focus />
          <LogWho
            accountId={accountId}
            contactIds={contactIds}
            onAccount={(id) => {
              setAccountId(id);
              setContactIds([]);
            }}
            onContacts={(ids) => setContactIds(ids.slice(-1))}
          />
          {save.error && <QueryProblem error={save.error} kept={t('kept')} />}
          <Button type="submit" size={phone ? 'lg' : 'md'} fullWidth disabled={!ready} loading={save.isPending}>
            {t('save')}
            {!phone && <KeyHint keys="mod+enter" onAccent className={css.hint} />}
          </Button>
        </Form>
      )}
    </Dialog>
  );
}

/** Somebody noted the same before: theirs is the credit, unless it is something else. */
function Joined({ note, onClose }: { note: SpottedRecord; onClose: () => void }) {
  const separate = useMutation({
    mutationFn: () => ask(api.separateSpotted, { params: { id: note.id } }),
    onSuccess: async (own) => {
      notify(answerText(own));
      await readSpottedAgain();
      onClose();
    },
    onError: (error) => notifyProblem(problemText(error)),
  });
  if (!note.first) return null;
  return (
    <div className={css.form}>
      <p>
        {t('joined', { who: note.first.originatorName, when: format.date(note.first.notedAt, 'weekday') })}{' '}
        <Link to="/spotted" search={{ note: note.first.id }} onClick={onClose}>
          {t('joined.open')}
        </Link>
      </p>
      <div className={css.buttons}>
        <Button data-autofocus onClick={onClose}>
          {t('joined.fine')}
        </Button>
        <Button variant="default" loading={separate.isPending} onClick={() => separate.mutate()}>
          {t('joined.else')}
        </Button>
      </div>
    </div>
  );
}

function kept(): unknown {
  try {
    return JSON.parse(readDraft(draftName) ?? 'null');
  } catch {
    return null;
  }
}
