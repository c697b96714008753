import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';

/** A link to the page of a record, such as `/accounts/0192…`. */
export function RecordLink({ to, children }: { to: string; children: ReactNode }) {
  return <Link to={to}>{children}</Link>;
}
