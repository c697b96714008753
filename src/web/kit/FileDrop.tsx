import { FileUp } from 'lucide-react';
import { useId, useState } from 'react';
import { format } from '../format.ts';
import { t } from '../messages/en.ts';
import css from './FileDrop.module.css';

interface FileDropProps {
  label: string;
  /** File name endings, `.csv`. */
  kinds: readonly string[];
  /** In bytes. */
  largest: number;
  onFile: (file: File) => void;
}

/** Drop a file or choose one; a wrong or too large file is refused with its reason before anything is read. */
export function FileDrop({ label, kinds, largest, onFile }: FileDropProps) {
  const id = useId();
  const [over, setOver] = useState(false);
  const [file, setFile] = useState<File>();
  const [why, setWhy] = useState<string>();
  const take = (chosen: File | undefined) => {
    setOver(false);
    if (chosen === undefined) return;
    const refusal = refuse(chosen, kinds, largest);
    setWhy(refusal);
    if (refusal !== undefined) return;
    setFile(chosen);
    onFile(chosen);
  };
  return (
    <div
      className={css.drop}
      data-over={over}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        take(event.dataTransfer.files[0]);
      }}
    >
      <FileUp size={20} aria-hidden="true" />
      <label htmlFor={id} className={css.label}>
        <span className="visually-hidden">{label}: </span>
        {over ? t('files.drop now') : t('files.drop')}
      </label>
      <p className={css.kinds}>{t('files.kinds', { kinds: format.list(kinds), size: format.bytes(largest) })}</p>
      <input
        id={id}
        type="file"
        className={css.input}
        accept={kinds.join(',')}
        aria-describedby={why === undefined ? undefined : `${id}-why`}
        onChange={(event) => take(event.currentTarget.files?.[0])}
      />
      {file && why === undefined && <p>{t('files.chosen', { name: file.name, size: format.bytes(file.size) })}</p>}
      {why !== undefined && (
        <p id={`${id}-why`} role="alert" className={css.why}>
          {why}
        </p>
      )}
    </div>
  );
}

function refuse(file: File, kinds: readonly string[], largest: number): string | undefined {
  if (file.size > largest) return t('files.too large', { name: file.name, size: format.bytes(largest) });
  if (!kinds.some((kind) => file.name.toLocaleLowerCase().endsWith(kind)))
    return t('files.wrong kind', { name: file.name, kinds: format.list(kinds) });
  return undefined;
}
