import { Button } from '@mantine/core';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useMay } from '../../../web/session.ts';
import { Space } from '../../web/parts.tsx';
import { t } from './messages.ts';
import { ProgrammeDialog } from './ProgrammeDialog.tsx';
import { ProgrammesPart, useProgrammeCurrency } from './ProgrammesPart.tsx';

export function Programmes() {
  const currency = useProgrammeCurrency();
  const [adding, setAdding] = useState(false);
  const mayWrite = useMay('payback:write');
  const add = mayWrite && (
    <Button leftSection={<Plus size={15} aria-hidden="true" />} onClick={() => setAdding(true)}>
      {t('new')}
    </Button>
  );
  return (
    <Space space="training" question={t('question')} actions={add}>
      <ProgrammesPart add={add} />
      {adding && <ProgrammeDialog programme={null} currency={currency} onClose={() => setAdding(false)} />}
    </Space>
  );
}
