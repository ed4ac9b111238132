'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';

/** The screens of somebody's work; the one they are on is marked. */
export function WorkLinks({ links }: { readonly links: readonly { href: string; text: string }[] }) {
  const at = usePathname();
  return (
    <nav aria-label="Your work" className="work">
      {links.map(({ href, text }) => (
        <Link key={href} href={href} prefetch={false} aria-current={at === href ? 'page' : undefined}>
          {text}
        </Link>
      ))}
    </nav>
  );
}
