import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { relationshipContract } from '../../relationship/contract.ts';
import type { TouchpointKind } from '../../relationship/vocabulary.ts';
import { words } from '../../relationship/web/words.ts';
import { useAnswer } from '../../web/api.ts';
import { format } from '../../web/format.ts';
import { QueryProblem } from '../../web/kit/QueryProblem.tsx';
import { t } from './messages.ts';
import css from './shopping.module.css';

interface TouchpointLineProps {
  id: string;
  kind: TouchpointKind;
  subject: string;
  /** Where it has no line of its own: said before it. */
  lead?: string;
}

/** A touchpoint as evidence: a click opens it where it stands, with all that was logged. */
export function TouchpointLine({ id, kind, subject, lead }: TouchpointLineProps) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <button
        type="button"
        className={`${css.second} ${css.link} ${css.opener}`}
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        {lead !== undefined && `${lead} `}
        {words(`kind.${kind}`)}: {subject}
      </button>
      {open && <Opened id={id} />}
    </>
  );
}

function Opened({ id }: { id: string }) {
  const { data, error } = useAnswer(relationshipContract.readTouchpoint, { params: { id } });
  if (error && !data) return <QueryProblem error={error} />;
  if (!data) return null;
  const facts = [
    format.date(data.at, 'full'),
    words(`channel.${data.channel}`),
    data.contacts.map((contact) => contact.name).join(', '),
    data.memberName,
    data.outcome,
    data.learnt,
    data.evidence,
    ...(data.moved === null
      ? []
      : [
          t('touchpoint.moved', {
            trust: format.signed(data.moved.trust),
            interest: format.signed(data.moved.interest),
          }),
        ]),
  ];
  return (
    <span className={css.opened}>
      <span>{facts.filter((fact) => fact !== null && fact !== '').join(' · ')}</span>
      {data.body !== null && <span className={css.pre}>{data.body}</span>}
      <Link to="/accounts/$id" params={{ id: data.accountId }} className={css.link}>
        {t('touchpoint.account', { name: data.accountName ?? '' })}
      </Link>
    </span>
  );
}
