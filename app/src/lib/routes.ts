/** What the app answers under, as Next.js names it; a test compares it with the folders. */
export const ROUTES = [
  '/',
  '/api-docs',
  '/api/fhir/MedicationRequest',
  '/api/fhir/MedicationRequest/[id]',
  '/api/fhir/Patient',
  '/api/fhir/Patient/[id]',
  '/api/fhir/Patient/[id]/$everything',
  '/api/fhir/Patient/_search',
  '/api/fhir/metadata',
  '/api/health/live',
  '/api/health/ready',
  '/api/openapi.json',
  '/api/queue',
  '/api/stripe/webhook',
  '/api/vitals',
  '/api/warnings',
  '/audit',
  '/audit/export',
  '/flags',
  '/home',
  '/ops',
  '/payments',
  '/prescriptions',
  '/prescriptions/[id]',
  '/prescriptions/new',
  '/queue',
  '/renewals',
  '/second-factor',
  '/sessions',
  '/sign-in',
] as const;
export type Route = (typeof ROUTES)[number];

/** For whatever is none of them: what was asked for can be anything, a name included. */
export const OTHER = 'other';

/** The route of a path, without the ids that are in it. */
export function routeOf(path: string): Route | typeof OTHER {
  const parts = path.replace(/\/$/, '').split('/');
  const fits = (route: Route): boolean => {
    const wanted = route === '/' ? [''] : route.split('/');
    return (
      wanted.length === parts.length && wanted.every((part, at) => part === parts[at] || part.startsWith('['))
    );
  };
  // A fixed name comes before a part that can be anything: `/prescriptions/new` is no prescription.
  return ROUTES.find((route) => !route.includes('[') && fits(route)) ?? ROUTES.find(fits) ?? OTHER;
}
