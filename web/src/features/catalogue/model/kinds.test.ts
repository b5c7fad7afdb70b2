import interfaceDescription from "@openapi";
import i18next from "i18next";
import { describe, expect, it } from "vitest";
import { KINDS, textKey } from "./kinds";

interface Schema {
  $ref?: string;
  properties?: Record<string, unknown>;
}

const paths = interfaceDescription.paths as unknown as Record<string, Record<string, unknown>>;
const schemas = interfaceDescription.components.schemas as unknown as Record<string, Schema>;

function bodyFields(path: string, method: string): string[] {
  const operation = paths[path]?.[method] as {
    requestBody: { content: Record<string, { schema: Schema }> };
  };
  const schema = operation.requestBody.content["application/json"]?.schema;
  const name = schema?.$ref?.split("/").at(-1) ?? "";
  return Object.keys(schema?.properties ?? schemas[name]?.properties ?? {}).sort();
}

describe.each(KINDS)("the kind $name", (kind) => {
  it("has the five operations in the server's interface", () => {
    expect(Object.keys(paths[kind.path] ?? {})).toEqual(expect.arrayContaining(["get", "post"]));
    expect(Object.keys(paths[`${kind.path}/{id}`] ?? {})).toEqual(
      expect.arrayContaining(["get", "put", "delete"]),
    );
  });

  it("sends what the server takes", () => {
    const keys = kind.fields.map(({ key }) => key).sort();
    expect(keys).toEqual(bodyFields(kind.path, "post"));
    const kept = kind.fields
      .filter((field) => !(field.input === "password" && field.isNewOnly))
      .map(({ key }) => key);
    expect([...kept, "version"].sort()).toEqual(bodyFields(`${kind.path}/{id}`, "put"));
  });

  it("shows columns that are fields, and begins with a value for what must be there", () => {
    const keys = kind.fields.map(({ key }) => key);
    expect(kind.columns.filter((column) => !keys.includes(column))).toEqual([]);
    expect(Object.keys(kind.fresh).filter((key) => !keys.includes(key))).toEqual([]);
  });

  it("has its texts", () => {
    const wanted = [
      ...["many", "add", "lead", "none", "next"].map((part) => `kind.${textKey(kind.name)}.${part}`),
      ...kind.fields.map(({ key }) => `field.${key}`),
      ...kind.fields.flatMap((field) =>
        "texts" in field ? field.values.map((value) => `${field.texts}.${value}`) : [],
      ),
    ];
    expect(wanted.filter((key) => !i18next.exists(key))).toEqual([]);
  });
});
