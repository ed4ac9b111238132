const unused = () => {
  throw new Error('@actions/http-client is left out of this build: see scripts/bundle.ts.');
};
export class HttpClient { constructor() { unused(); } }
export class BearerCredentialHandler { constructor() { unused(); } }
