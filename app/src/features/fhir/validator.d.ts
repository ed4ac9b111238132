declare module '@asymmetrik/fhir-json-schema-validator' {
  export default class JSONSchemaValidator {
    /** `verbose`: every error of the schema's validator; `undefined` or empty when there is none. */
    validate(resource: object, verbose?: boolean): unknown[] | undefined;
  }
}
