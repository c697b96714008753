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
  /** Several at once are taken. */
  several?: boolean;
  /** Not now: the last ones are still being read. */
  quiet?: boolean;
  onFiles: (files: readonly File[]) => void;
}

/** Drop files or choose them; a wrong or too large one is refused with its reason before anything is read. */
export function FileDrop({ label, kinds, largest, several = false, quiet = false, onFiles }: FileDropProps) {
  const id = useId();
  const [over, setOver] = useState(false);
  const [files, setFiles] = useState<readonly File[]>([]);
  const [why, setWhy] = useState<string>();
  const take = (dropped: FileList | null) => {
    setOver(false);
    const chosen = [...(dropped ?? [])].slice(0, several ? undefined : 1);
    if (chosen.length === 0 || quiet) return;
    const refusal = chosen.map((file) => refuse(file, kinds, largest)).find((each) => each !== undefined);
    setWhy(refusal);
    if (refusal !== undefined) return;
    setFiles(chosen);
    onFiles(chosen);
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
        take(event.dataTransfer.files);
      }}
    >
      <FileUp size={20} aria-hidden="true" />
      <label htmlFor={id} className={css.label}>
        <span className="visually-hidden">{label}: </span>
        {over ? t('files.drop now') : t(several ? 'files.drop several' : 'files.drop')}
      </label>
      <p className={css.kinds}>{t('files.kinds', { kinds: format.list(kinds), size: format.bytes(largest) })}</p>
      <input
        id={id}
        type="file"
        className={css.input}
        accept={kinds.join(',')}
        aria-describedby={why === undefined ? undefined : `${id}-why`}
        multiple={several}
        disabled={quiet}
        onChange={(event) => {
          take(event.currentTarget.files);
          // The same file may be chosen once more.
          event.currentTarget.value = '';
        }}
      />
      {files.length > 0 && why === undefined && (
        <p>
          {format.list(
            files.slice(0, 4).map((file) => t('files.chosen', { name: file.name, size: format.bytes(file.size) })),
          )}
        </p>
      )}
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
