import assert from "node:assert/strict";
import { argumentForm, componentName } from "../../components/arguments/argument-forms";
import * as components from "../../provider/components";
import { componentProvider } from "../../provider/host";
import { definitions } from "../../settings";
import type { Definition } from "../../settings/definition";

interface Property {
  readonly type?: string;
  readonly items?: Property;
  readonly plain?: boolean;
  readonly description?: string;
}
interface Resource {
  readonly isComponent: boolean;
  readonly description?: string;
  readonly inputProperties: Readonly<Record<string, Property>>;
  readonly requiredInputs: readonly string[];
  readonly properties: Readonly<Record<string, Property>>;
}

const schema = JSON.parse(componentProvider.schema!) as {
  readonly name: string;
  readonly resources: Readonly<Record<string, Resource>>;
};
const resource = (name: string): Resource => schema.resources[`siem:index:${name}`]!;

// That it is what the classes say, tests/tools/generate.test.ts compares.
describe("The schema of the components for other languages", () => {
  it("has each of them, with inputs and outputs that are all explained", () => {
    assert.equal(schema.name, "siem");
    assert.deepEqual(
      Object.keys(schema.resources).sort(),
      Object.keys(components)
        .map((name) => `siem:index:${name}`)
        .sort(),
    );
    for (const [token, { isComponent, description, inputProperties, properties }] of Object.entries(schema.resources)) {
      assert.equal(isComponent, true, token);
      const explained = [
        ["itself", { description }],
        ...Object.entries(inputProperties),
        ...Object.entries(properties),
      ];
      for (const [name, property] of explained as [string, Property][]) {
        assert.match(property.description ?? "", /^\S.+\.$/, `${token} ${name}`);
      }
      assert.ok(Object.keys(properties).length > 0, `${token} has outputs`);
    }
  });

  it("says what is checked of each name and argument", () => {
    for (const component of Object.keys(components).filter((name) => name !== "Siem")) {
      const { description = "", inputProperties } = resource(component);
      assert.ok(description.endsWith(` Its name: ${componentName(component).form}.`), description);
      for (const [argument, property] of Object.entries(inputProperties)) {
        const { form } = argumentForm(component, argument)!;
        const isSaid = property.description?.endsWith(` Allowed: ${form}.`);
        assert.equal(isSaid, property.type !== "boolean", `${component} ${argument}: ${property.description}`);
      }
    }
    for (const [name, { allowed }] of Object.entries<Definition<unknown>>(definitions)) {
      const { description = "" } = resource("Siem").inputProperties[name]!;
      assert.ok(description.endsWith(allowed === undefined ? "." : ` Allowed: ${allowed}.`), `${name}: ${description}`);
    }
  });

  it("asks for what has no default", () => {
    const required = Object.fromEntries(Object.keys(components).map((name) => [name, resource(name).requiredInputs]));
    assert.deepEqual(required, {
      Siem: [],
      LogArchive: [],
      LogLoading: ["bucketName", "domainArn", "domainEndpoint", "retentionDays"],
      SearchCollection: ["configuratorRoleArn", "loaderRoleArn"],
      SearchDomain: ["instanceCount", "instanceType", "masterRoleArn", "volumeGib", "zones"],
    });
  });

  it("takes outputs of other resources where they decide nothing", () => {
    const { inputProperties } = resource("SearchDomain");
    assert.equal(inputProperties.masterRoleArn?.plain, undefined);
    assert.equal(inputProperties.bulkRoleArns?.items?.plain, undefined);
    assert.equal(inputProperties.instanceCount?.plain, true);
  });

  it("has each setting of a stage, of its type, as an input of the SIEM", () => {
    const types = { boolean: "boolean", integer: "number", string: "string", array: "array", object: "object" };
    const inputs = Object.entries(resource("Siem").inputProperties).map(([name, { type }]) => [name, type]);
    const settings = Object.entries(definitions).map(([name, { type }]: [string, Definition<unknown>]) => [
      name,
      types[type],
    ]);
    assert.deepEqual(Object.fromEntries(inputs), Object.fromEntries(settings));
  });
});
