import { redirect } from 'next/navigation';
import { homeOf, requireVisitor } from '@/features/people/queries';

/** After signing in: the first screen of the person's role. */
export default async function HomeOfRole() {
  redirect(homeOf(await requireVisitor()));
}
