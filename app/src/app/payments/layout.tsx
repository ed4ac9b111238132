import type { ReactNode } from 'react';
import { VisitorBar } from '@/features/people/ui/visitor-bar';

export default function PaymentsLayout({ children }: { children: ReactNode }) {
  return <VisitorBar>{children}</VisitorBar>;
}
