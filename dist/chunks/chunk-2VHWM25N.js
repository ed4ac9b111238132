import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/schema/model/view.ts
var itemOf = /* @__PURE__ */ __name((id, object) => ({ id, ...object }), "itemOf");
var unreadKinds = /* @__PURE__ */ __name((...snapshots) => new Set(snapshots.flatMap((snapshot) => snapshot.unreadable.flatMap(({ kinds }) => kinds ?? []))), "unreadKinds");
var View = class {
  static {
    __name(this, "View");
  }
  objects;
  #byRelation = /* @__PURE__ */ new Map();
  #byKind = /* @__PURE__ */ new Map();
  constructor(snapshot) {
    this.objects = snapshot.objects;
    for (const [id, object] of Object.entries(snapshot.objects)) {
      const item = itemOf(id, object);
      push(this.#byKind, object.kind, item);
      push(this.#byRelation, `${object.kind} ${text(item, "relation")}`, item);
    }
  }
  has(id) {
    return Object.hasOwn(this.objects, id);
  }
  get(id) {
    const object = this.has(id) ? this.objects[id] : void 0;
    return object && itemOf(id, object);
  }
  /** `find('relation', 'public.orders')`. */
  find(kind, name) {
    const item = this.get(`${kind} ${name}`);
    return item && isOf(item, kind) ? item : void 0;
  }
  ofKind(kind) {
    return only(this.#byKind.get(kind), kind);
  }
  /** Objects of a kind that belong to a relation. */
  of(kind, relation) {
    return only(this.#byRelation.get(`${kind} ${relation}`), kind);
  }
  column(relation, name) {
    return this.of("column", relation).find((column) => column.properties.name === name);
  }
};
function isOf(item, kind) {
  return item.kind === kind;
}
__name(isOf, "isOf");
function only(items, kind) {
  return (items ?? []).filter((item) => isOf(item, kind));
}
__name(only, "only");
function push(map, key, item) {
  const list2 = map.get(key);
  if (list2) list2.push(item);
  else map.set(key, [item]);
}
__name(push, "push");
function propertyOf(item, property) {
  const properties = item.properties;
  return properties[property];
}
__name(propertyOf, "propertyOf");
function value(item, property) {
  return propertyOf(item, property);
}
__name(value, "value");
var text = /* @__PURE__ */ __name((item, property) => String(value(item, property) ?? ""), "text");
function list(item, property) {
  const found = value(item, property);
  return Array.isArray(found) ? found : [];
}
__name(list, "list");
function generatedOf(column) {
  const kept = column.properties.generated;
  if (typeof kept !== "string") return void 0;
  const [how = ""] = kept.split(" ", 1);
  return { how, expression: kept.slice(how.length + 1) };
}
__name(generatedOf, "generatedOf");
var elementType = /* @__PURE__ */ __name((type) => type.endsWith("[]") ? elementType(type.slice(0, -2)) : type, "elementType");
var same = /* @__PURE__ */ __name((a, b, ...properties) => properties.every((p) => JSON.stringify(value(a, p) ?? null) === JSON.stringify(value(b, p) ?? null)), "same");

export {
  unreadKinds,
  View,
  propertyOf,
  value,
  text,
  list,
  generatedOf,
  elementType,
  same
};
