import { Dialog } from '../kit/Dialog.tsx';
import { KeyHint } from '../kit/KeyHint.tsx';
import { t } from '../messages/en.ts';
import { useOfferedKeys } from './keys.ts';
import css from './KeySheet.module.css';

/** Everything that can be done by key at this moment, the screen's own first. */
export default function KeySheet({ onClose }: { onClose: () => void }) {
  const groups = new Map<string, { label: string; ways: string[] }[]>();
  for (const layer of useOfferedKeys()) {
    const name = layer.group === '' ? t('keys.here') : layer.group;
    const lines = groups.get(name) ?? [];
    for (const binding of layer.bindings)
      if (
        binding.keys !== undefined &&
        binding.unlisted !== true &&
        !lines.some((line) => line.label === binding.label)
      )
        lines.push({ label: binding.label, ways: [binding.keys].flat() });
    if (lines.length > 0) groups.set(name, lines);
  }
  return (
    <Dialog onClose={onClose} title={t('keys.title')} size="lg">
      <div className={css.groups}>
        {[...groups].map(([name, lines]) => (
          <section key={name}>
            <h3 className={css.name}>{name}</h3>
            <dl>
              {lines.map(({ label, ways }) => (
                <div key={label} className={css.line}>
                  <dt>{label}</dt>
                  <dd>
                    {ways.map((way) => (
                      <KeyHint key={way} keys={way} />
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
