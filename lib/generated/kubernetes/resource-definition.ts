// What an API server needs to know of one kind: its names, its versions and their schemas. The same shape describes
// built-in kinds and kinds that enter as CustomResourceDefinitions.

/** A kind: the fields and meanings of a CustomResourceDefinition's spec (apiextensions.k8s.io/v1), flattened a little. */
export interface ResourceDefinition {
  /** Empty for the core group. */
  readonly group: string;
  readonly scope: 'Namespaced' | 'Cluster';
  readonly names: ResourceNames;
  /** Newest first. Exactly one is the storage version. */
  readonly versions: readonly ResourceVersion[];
  /** Versions differ in name only; nothing is converted but `apiVersion`. */
  readonly conversion: 'None';
  /** Verbs of built-in kinds that offer fewer than all, such as TokenReview (`create`). Absent: all of them. */
  readonly verbs?: readonly string[];
  /** Annotations of the CustomResourceDefinition, where the kind was published as one. */
  readonly annotations?: Readonly<Record<string, string>>;
}

export interface ResourceNames {
  readonly kind: string;
  readonly listKind: string;
  readonly plural: string;
  readonly singular: string;
  readonly shortNames?: readonly string[];
  readonly categories?: readonly string[];
}

export interface ResourceVersion {
  readonly name: string;
  readonly served: boolean;
  readonly storage: boolean;
  readonly deprecated?: boolean;
  /** Text of the `Warning` header that answers requests to a deprecated version. */
  readonly deprecationWarning?: string;
  readonly schema: StructuralSchema;
  readonly subresources: ResourceSubresources;
  readonly additionalPrinterColumns?: readonly PrinterColumn[];
}

export interface ResourceSubresources {
  readonly status: boolean;
  readonly scale?: ScaleSubresource;
}

/** JSON paths under `.spec` and `.status`. Built-in kinds have no selector path: theirs is a selector, not a string. */
export interface ScaleSubresource {
  readonly specReplicasPath: string;
  readonly statusReplicasPath: string;
  readonly labelSelectorPath?: string;
}

export interface PrinterColumn {
  readonly name: string;
  readonly type: string;
  readonly jsonPath: string;
  readonly format?: string;
  /** Columns above 0 are shown by wide output only. */
  readonly priority?: number;
  readonly description?: string;
}

export type SchemaType = 'object' | 'array' | 'string' | 'integer' | 'number' | 'boolean';

/**
 * A structural schema as a CustomResourceDefinition's `openAPIV3Schema` has it, without prose and without `$ref`. Values
 * are plain JSON but may share sub-schemas in memory, so treat them as immutable.
 *
 * `metadata` of a custom kind is only `{type: object}`, as published: the API server brings the schema of ObjectMeta
 * (`objectMetaSchema`). Built-in kinds have it in place.
 *
 * Built-in kinds carry what Kubernetes publishes: types, required fields, list and map semantics, and the few real
 * defaults. Their enums, bounds and most defaults are code of the API server, not data, and so are not here. Zero
 * values published as defaults (`0`, `""`, `{}`, `false`) say that Go leaves the field empty and are left out.
 */
export interface StructuralSchema {
  readonly type?: SchemaType;
  readonly format?: string;
  readonly nullable?: boolean;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];

  readonly properties?: Readonly<Record<string, StructuralSchema>>;
  readonly additionalProperties?: StructuralSchema | boolean;
  readonly required?: readonly string[];
  readonly minProperties?: number;
  readonly maxProperties?: number;

  readonly items?: StructuralSchema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems?: boolean;

  /** RE2, unanchored. */
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;

  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: boolean;
  readonly exclusiveMaximum?: boolean;
  readonly multipleOf?: number;

  /** Value validations only, never structure. */
  readonly allOf?: readonly StructuralSchema[];
  readonly anyOf?: readonly StructuralSchema[];
  readonly oneOf?: readonly StructuralSchema[];
  readonly not?: StructuralSchema;

  readonly 'x-kubernetes-list-type'?: 'atomic' | 'set' | 'map';
  readonly 'x-kubernetes-list-map-keys'?: readonly string[];
  readonly 'x-kubernetes-map-type'?: 'atomic' | 'granular';
  readonly 'x-kubernetes-int-or-string'?: true;
  readonly 'x-kubernetes-preserve-unknown-fields'?: true;
  readonly 'x-kubernetes-embedded-resource'?: true;
  readonly 'x-kubernetes-validations'?: readonly ValidationRule[];
  /** Strategic merge patch of built-in kinds: how a list is patched, and by which key its items are matched. */
  readonly 'x-kubernetes-patch-strategy'?: string;
  readonly 'x-kubernetes-patch-merge-key'?: string;
}

/** A CEL rule on the value (`self`) it is attached to; `oldSelf` in a rule makes it a transition rule. */
export interface ValidationRule {
  readonly rule: string;
  readonly message?: string;
  readonly messageExpression?: string;
  readonly reason?: string;
  readonly fieldPath?: string;
  readonly optionalOldSelf?: boolean;
}
