import type { Metadata } from 'next';
import Link from 'next/link';

export const metadata: Metadata = { title: 'Not found' };

export default function NotFound() {
  return (
    <section className="notice-box">
      <h1>Not found</h1>
      <p>This page does not exist, or it is not yours to see.</p>
      <Link className="button" href="/" prefetch={false}>
        Back to the notices
      </Link>
    </section>
  );
}
