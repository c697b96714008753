import { Dialog } from '../../web/kit/Dialog.tsx';
import { t } from '../closing/web/messages.ts';
import { LoseForm } from '../closing/web/LoseForm.tsx';
import { WinForm } from '../closing/web/WinForm.tsx';

export interface Closing {
  sale: { id: string; name: string; version: number };
  outcome: 'won' | 'lost';
}

/** Won asks what the customer expects against what was sold; lost asks why, and what the next approach will be. */
export function CloseDialog({ sale, outcome, onClose }: Closing & { onClose: () => void }) {
  const title = t(outcome === 'won' ? 'win.title' : 'lose.title', { name: sale.name });
  return (
    <Dialog size="lg" onClose={onClose} title={title}>
      {outcome === 'won' ? <WinForm sale={sale} onClose={onClose} /> : <LoseForm sale={sale} onClose={onClose} />}
    </Dialog>
  );
}
