import assert from "node:assert/strict";
import { planSubnets } from "../../../local/provider/awsx/subnets";

describe("the stand-in for awsx", () => {
  it("divides the addresses evenly among zones, three as four would, and those of a zone among its subnets", () => {
    const zones = ["a", "b", "c"];
    const planned = planSubnets({ name: "siem", cidrBlock: "10.64.0.0/24", zones, types: ["Private", "Public"] });
    assert.deepEqual(
      planned.map(({ name, cidrBlock }) => [name, cidrBlock]),
      [
        ["siem-private-1", "10.64.0.0/27"],
        ["siem-public-1", "10.64.0.32/27"],
        ["siem-private-2", "10.64.0.64/27"],
        ["siem-public-2", "10.64.0.96/27"],
        ["siem-private-3", "10.64.0.128/27"],
        ["siem-public-3", "10.64.0.160/27"],
      ],
    );
    assert.deepEqual(planned[5]?.availabilityZone, "c");
  });

  it("counts addresses beyond the half of all", () => {
    const [, second] = planSubnets({
      name: "siem",
      cidrBlock: "192.168.254.0/23",
      zones: ["a", "b"],
      types: ["Isolated"],
    });
    assert.equal(second?.cidrBlock, "192.168.255.0/24");
  });
});
