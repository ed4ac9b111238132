import { canonical, type JsonObject, sha256, toJson } from '../canonical.ts';
import { ASSERTED, type EventKind, type EventPhase, maySay, type Saying, VERSION } from './events.ts';
import { withoutSecrets } from './without-secrets.ts';

/** Parts that are large and the same in many events: the event has their digest, `shiplock.body` has them, once. */
export const KEPT = ['plan', 'objects', 'snapshot'] as const;

/** An event as it goes into the chain. */
export interface Encoded {
  readonly kind: EventKind;
  /** Whole, as `told` reads it. */
  readonly body: JsonObject;
  /** Canonical JSON with the digests of the parts that are kept apart, under `kept`. */
  readonly text: string;
  /** The parts as canonical JSON: the digest is the SHA-256 of these bytes. */
  readonly kept: readonly string[];
}

/** The one way an event is written. @throws where no reader would believe this phase */
export function encode(phase: EventPhase, saying: Saying): Encoded {
  const { kind } = ASSERTED[saying.is];
  if (!maySay(saying.is, { kind, phase })) throw new Error(`an event of ${phase} cannot say "${saying.is}"`);
  // Canonical, so that nothing a vendor said (half a character, NUL) is refused by jsonb.
  const body = withoutSecrets(toJson({ v: VERSION, ...saying }) as JsonObject);
  const apart = Object.entries(body).flatMap(([key, value]) =>
    isKept(key) ? [{ key, text: canonical(value) }] : [],
  );
  const digests = Object.fromEntries(apart.map((part) => [part.key, sha256(part.text)]));
  const rest = Object.fromEntries(Object.entries(body).filter(([key]) => !isKept(key)));
  return {
    kind,
    body,
    text: canonical(apart.length === 0 ? rest : { ...rest, kept: digests }),
    kept: apart.map((part) => part.text),
  };
}

const isKept = (key: string): boolean => KEPT.some((one) => one === key);
