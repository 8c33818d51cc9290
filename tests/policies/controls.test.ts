import assert from "node:assert/strict";
import { frameworksOf } from "../../policies/controls";

describe("the controls that policies serve", () => {
  it("are those that Security Hub relates to its own, in the order of their numbers", () => {
    assert.deepEqual(frameworksOf({}, ["S3.5"]), {
      fsbp: ["S3.5"],
      cis: ["2.1.1"],
      "nist-800-53": [
        "AC-4",
        "AC-17(2)",
        "IA-5(1)",
        "SC-7(4)",
        "SC-8",
        "SC-8(1)",
        "SC-8(2)",
        "SC-12(3)",
        "SC-13",
        "SC-23",
        "SC-23(3)",
        "SI-7(6)",
      ],
      "pci-dss": ["4.2.1"],
      hipaa: ["164.312(a)(2)(iv)", "164.312(c)(2)", "164.312(e)(1)", "164.312(e)(2)(i)", "164.312(e)(2)(ii)"],
    });
  });

  it("are of the Foundational Security Best Practices only where that standard has them", () => {
    assert.deepEqual(frameworksOf({}, ["S3.15", "SQS.3"]), {
      fsbp: ["SQS.3"],
      "nist-800-53": ["CP-6(2)"],
      "pci-dss": ["10.5.1"],
    });
  });

  it("are put together from several, each once, with those that a policy names itself", () => {
    const { fsbp, hipaa } = frameworksOf({ hipaa: ["164.312(b)"] }, ["EC2.13", "EC2.19"]);
    assert.deepEqual(fsbp, ["EC2.19"]);
    assert.deepEqual(hipaa, [
      "164.308(a)(3)(i)",
      "164.308(a)(3)(ii)(B)",
      "164.308(a)(4)(i)",
      "164.308(a)(4)(ii)(A)",
      "164.308(a)(4)(ii)(B)",
      "164.308(a)(4)(ii)(C)",
      "164.312(a)(1)",
      "164.312(b)",
      "164.312(e)(1)",
    ]);
  });
});
